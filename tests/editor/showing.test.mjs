/** What a person is shown of a sample that is attributed, and when nothing is set up or trusted yet. */
import { doing } from "./doing.mjs";
import { first } from "./first.mjs";
import { looks } from "./looks.mjs";
import { origins } from "./origins.mjs";
import { reading } from "./reading.mjs";
import { stubs } from "./stubs.mjs";
import { suite } from "./suite.mjs";
import { trust } from "./trust.mjs";

// `first` comes first: what a person has reached is remembered.
suite(first, reading, doing, stubs, looks, origins, trust);

/** What a person is shown. */
import { doing } from "./doing.mjs";
import { first } from "./first.mjs";
import { installing } from "./installing.mjs";
import { looks } from "./looks.mjs";
import { notebooks } from "./notebooks.mjs";
import { origins } from "./origins.mjs";
import { reading } from "./reading.mjs";
import { suite } from "./suite.mjs";

// `first` comes first: what a person has reached is remembered.
suite(first, installing, reading, notebooks, doing, looks, origins);

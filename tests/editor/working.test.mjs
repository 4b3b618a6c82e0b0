/** Where generated code comes from, what is made of it, and how everything starts. */
import { accepting } from "./accepting.mjs";
import { agents } from "./agents.mjs";
import { starting } from "./starting.mjs";
import { stubs } from "./stubs.mjs";
import { suite } from "./suite.mjs";
import { trust } from "./trust.mjs";

suite(agents, accepting, stubs, starting, trust);

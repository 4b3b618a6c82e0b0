/** Where generated code comes from, what is made of it, and how everything starts. */
import { accepting } from "./accepting.mjs";
import { agents } from "./agents.mjs";
import { installing } from "./installing.mjs";
import { marking } from "./marking.mjs";
import { notebooks } from "./notebooks.mjs";
import { starting } from "./starting.mjs";
import { suite } from "./suite.mjs";

suite(installing, notebooks, marking, agents, accepting, starting);

/** Every test in a real VS Code, in one process: they share the server and the browser. */
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { Setting } from "./setting.mjs";
import { accepting } from "./accepting.mjs";
import { agents } from "./agents.mjs";
import { doing } from "./doing.mjs";
import { first } from "./first.mjs";
import { installing } from "./installing.mjs";
import { looks } from "./looks.mjs";
import { origins } from "./origins.mjs";
import { reading } from "./reading.mjs";
import { starting } from "./starting.mjs";
import { stubs } from "./stubs.mjs";
import { trust } from "./trust.mjs";

/** Filled before the first test runs. */
const shared = {};

before(async () => {
  shared.setting = await Setting.start();
});

afterEach(async (context) => {
  const failed = context.passed === false ? context.name.replaceAll(/\W+/g, "-").slice(0, 60) : "";
  await shared.setting.closeWindows(failed);
});

after(async () => {
  assert.deepEqual(await shared.setting?.stop(), [], "processes outlived the editor");
  assert.deepEqual([...(shared.setting?.outside ?? [])], [], "the editor asked another machine");
});

// `first` comes first: what a person has reached is remembered.
for (const tests of [first, installing, reading, doing, agents, accepting, stubs, looks, origins, starting, trust])
  tests(shared);

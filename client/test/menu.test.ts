import assert from "node:assert/strict";
import test from "node:test";
import { entries, type Situation } from "../src/menu";

const USUAL: Situation = {
  running: true,
  trusted: true,
  folder: "shop",
  on: true,
  file: true,
  selection: false,
  demoted: [],
};

/** The commands that a situation offers, without the product's name. */
function offered(difference: Partial<Situation>): string[] {
  return entries({ ...USUAL, ...difference }).flatMap(({ command }) => command?.replace("groundwire.", "") ?? []);
}

test("connecting an agent comes first, and nothing is offered that would do nothing", () => {
  const commands = offered({});
  assert.equal(commands[0], "connectMyAgent");
  for (const command of ["markSelectionGenerated", "switchOn", "workbench.trust.manage"]) {
    assert.ok(!commands.includes(command), command);
  }
});

test("a selection can be marked where there is one", () => {
  assert.ok(offered({ selection: true }).includes("markSelectionGenerated"));
  assert.ok(!offered({ selection: true, file: false }).includes("markSelectionGenerated"));
});

test("without a Python file nothing is said of a file", () => {
  const commands = offered({ file: false });
  for (const command of ["markFileGenerated", "whyNothingHere", "clearFile"]) assert.ok(!commands.includes(command));
  assert.ok(commands.includes("markChangedSinceHead"));
});

test("without a folder nothing is said of a folder", () => {
  const commands = offered({ folder: null });
  for (const command of ["connectMyAgent", "markChangedSince", "clearFolder", "switchOff"]) {
    assert.ok(!commands.includes(command), command);
  }
  assert.ok(commands.includes("openSample"));
});

test("switched off, it can be switched on, and asked why nothing is marked", () => {
  const commands = offered({ on: false });
  assert.ok(commands.includes("switchOn"));
  assert.ok(commands.includes("whyNothingHere"));
  assert.ok(!commands.includes("switchOff"));
  assert.ok(!commands.includes("markFileGenerated"));
});

test("without a server what helps comes first, and only what needs none is offered", () => {
  assert.deepEqual(offered({ running: false, folder: null }), [
    "openSettings",
    "showLogs",
    "restartServer",
    "openSample",
    "getStarted",
  ]);
});

test("an untrusted workspace can be trusted", () => {
  assert.ok(offered({ trusted: false }).includes("workbench.trust.manage"));
});

test("a demoted rule can be brought back, with its arguments", () => {
  const action = { title: "Bring back GW208", command: "groundwire.undoNotUseful", arguments: [{ code: "GW208" }] };
  const entry = entries({ ...USUAL, demoted: [action] }).find(({ command }) => command === action.command);
  assert.match(entry?.label ?? "", /Bring back GW208$/);
  assert.deepEqual(entry?.arguments, action.arguments);
});

test("every entry stands under a heading, has words beside its icon, and stands once", () => {
  const all = entries({ ...USUAL, selection: true, trusted: false });
  assert.equal(all[0]?.command, undefined);
  for (const { label, command } of all) if (command) assert.match(label, /^\$\([a-z-]+\) [A-Z]\w+/);
  const commands = all.flatMap(({ command }) => command ?? []);
  assert.equal(new Set(commands).size, commands.length);
});

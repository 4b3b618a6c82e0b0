import assert from "node:assert/strict";
import test from "node:test";
import type { CodeAction } from "vscode";
import { type Commands, QuickFixes } from "../src/quickFixes";

/** The editor's commands, and what was executed. */
class FakeCommands implements Commands {
  readonly registered = new Map<string, () => unknown>();
  readonly executed: unknown[][] = [];

  registerCommand(command: string, run: () => unknown) {
    assert.ok(!this.registered.has(command), `${command} is there already`);
    this.registered.set(command, run);
    return { dispose: () => this.registered.delete(command) };
  }

  executeCommand(...call: unknown[]) {
    this.executed.push(call);
    return "done";
  }
}

function fix(...args: unknown[]): Pick<CodeAction, "title" | "command"> {
  return { title: "Not useful", command: { title: "Not useful", command: "groundwire.notUseful", arguments: args } };
}

test("a fix's command has no arguments that the editor could lose, and does the same", () => {
  const commands = new FakeCommands();
  const actions = new QuickFixes(commands).lasting([fix({ uri: "a" }), fix({ uri: "b" }, 2)]);
  const names = (actions ?? []).map(({ command }) => {
    assert.deepEqual(Object.keys(command ?? {}), ["title", "command"]);
    return command?.command ?? "";
  });
  assert.equal(commands.registered.get(names[1] ?? "")?.(), "done");
  commands.registered.get(names[0] ?? "")?.();
  assert.deepEqual(commands.executed, [
    ["groundwire.notUseful", { uri: "b" }, 2],
    ["groundwire.notUseful", { uri: "a" }],
  ]);
});

test("what has no command, or one without arguments, stays as it is", () => {
  const commands = new FakeCommands();
  const fixes = new QuickFixes(commands);
  const actions = [{ title: "An edit" }, fix(), { title: "A command", command: "groundwire.showLog", arguments: [1] }];
  const before = structuredClone(actions);
  assert.deepEqual(fixes.lasting(actions), before);
  assert.equal(fixes.lasting(undefined), undefined);
  assert.equal(fixes.lasting(null), null);
  assert.equal(commands.registered.size, 0);
});

test("the newest are kept, and nothing is left when they are disposed of", () => {
  const commands = new FakeCommands();
  const fixes = new QuickFixes(commands);
  const [first] = fixes.lasting([fix("first")]) ?? [];
  const [second] = fixes.lasting([fix("second")]) ?? [];
  for (let count = 0; count < 199; count++) fixes.lasting([fix(count)]);
  assert.equal(commands.registered.size, 200);
  assert.ok(!commands.registered.has(first?.command?.command ?? ""));
  assert.ok(commands.registered.has(second?.command?.command ?? ""));
  fixes.dispose();
  assert.equal(commands.registered.size, 0);
});

import assert from "node:assert/strict";
import test from "node:test";
import { groups } from "../src/generatedTree";
import type { GeneratedFile, State, UnitReport, Verdict } from "../src/protocol";

function unit(name: string, line: number, state: State, verdict: Verdict, reason: string): UnitReport {
  const range = { start: { line, character: 0 }, end: { line: line + 2, character: 4 } };
  return { name, range, state, verdict, reason };
}

const FILES: GeneratedFile[] = [
  {
    uri: "file:///shop/src/cart.py",
    path: "src/cart.py",
    units: [
      unit("total", 4, "ai-modified", "unverified", "no test run recorded"),
      unit("<module>", 0, "ai", "supported", "reviewed"),
    ],
  },
  { uri: "file:///shop/app.py", path: "app.py", units: [unit("flag", 2, "ai", "refuted", "GW208")] },
];

test("by file, a group says where it lies and what its units come to", () => {
  const [cart, app] = groups(FILES, "file");
  assert.deepEqual([cart?.label, cart?.description], ["cart.py", "src · 1 unverified · 1 supported"]);
  assert.deepEqual([app?.label, app?.description, app?.uri], ["app.py", "1 refuted", "file:///shop/app.py"]);
  assert.deepEqual(
    cart?.children.map(({ label, description }) => [label, description]),
    [
      ["total", "ai-modified · unverified: no test run recorded"],
      ["line 1", "ai · supported: reviewed"],
    ],
  );
});

test("by state, what is worst comes first and empty states are left out", () => {
  const found = groups(FILES, "state");
  assert.deepEqual(
    found.map(({ label, description, uri }) => [label, description, uri]),
    [
      ["Generated", "1 refuted · 1 supported", null],
      ["Generated and changed", "1 unverified", null],
    ],
  );
  assert.deepEqual(
    found[0]?.children.map(({ label, description }) => `${label}: ${description}`),
    ["flag: app.py · refuted: GW208", "line 1: src/cart.py · supported: reviewed"],
  );
});

test("a row reads as a sentence", () => {
  const [, app] = groups(FILES, "file");
  assert.equal(app?.children[0]?.sentence, "flag in app.py, line 3. Generated. refuted: GW208.");
});

test("nothing generated is no group", () => {
  assert.deepEqual(groups([], "file"), []);
  assert.deepEqual(groups([], "state"), []);
});

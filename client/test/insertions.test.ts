import assert from "node:assert/strict";
import test from "node:test";
import { insertions, type Replacement } from "../src/insertions";

/** The text after the changes, with what was inserted in brackets. */
function shown(before: string, ...changes: [offset: number, length: number, text: string][]): string {
  const replacements: Replacement[] = changes.map(([rangeOffset, rangeLength, text]) => ({
    rangeOffset,
    rangeLength,
    text,
  }));
  let after = before;
  for (const { rangeOffset, rangeLength, text } of replacements) {
    after = after.slice(0, rangeOffset) + text + after.slice(rangeOffset + rangeLength);
  }
  for (const { start, end } of insertions(before, replacements).reverse()) {
    after = `${after.slice(0, start)}[${after.slice(start, end)}]${after.slice(end)}`;
  }
  return after;
}

const CASES: [name: string, actual: string, expected: string][] = [
  ["a plain insertion is inserted", shown("ab", [1, 0, "xy"]), "a[xy]b"],
  ["the typed prefix is not inserted", shown("def f\n", [0, 5, "def foo():\n    pass"]), "def f[oo():\n    pass]\n"],
  ["what stood behind the cursor is not inserted", shown("call()", [0, 6, "call(a, b)"]), "call([a, b])"],
  ["the same text over itself inserts nothing", shown("same", [0, 4, "same"]), "same"],
  ["a deletion inserts nothing", shown("abc", [1, 1, ""]), "ac"],
  ["a repeated character counts once", shown("aa", [0, 2, "aaa"]), "aa[a]"],
  ["two changes of one event are both inserted", shown("a\nb\n", [4, 0, "y"], [0, 0, "x"]), "[x]a\nb\n[y]"],
  ["a later change moves an earlier one", shown("ab", [2, 0, "xy"], [0, 0, "1"]), "[1]ab[xy]"],
  ["a later change cuts an earlier one", shown("ab", [2, 0, "wxyz"], [3, 2, ""]), "ab[wz]"],
  ["touching insertions are one", shown("", [0, 0, "ab"], [2, 0, "cd"]), "[abcd]"],
  ["a character outside the BMP is not cut at its front", shown("😀", [0, 2, "😁"]), "[😁]"],
  ["a character outside the BMP is not cut at its back", shown("a😀", [1, 2, "b😀"]), "a[b]😀"],
];

for (const [name, actual, expected] of CASES) {
  test(name, () => {
    assert.equal(actual, expected);
  });
}

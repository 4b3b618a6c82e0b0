import assert from "node:assert/strict";
import test from "node:test";
import { bringingBack, explanation } from "../src/reasons";

const mark = { title: "Mark This File", command: "groundwire.markFileGenerated" };
const undo = { title: "Bring back GW208", command: "groundwire.undoNotUseful", arguments: [{ code: "GW208" }] };

test("one reason is a sentence, several are a list", () => {
  const one = { kind: "nothingAttributed", message: "No code here is known to be generated.", actions: [mark] };
  assert.equal(explanation("a.py", { marks: 0, reasons: [one] }).detail, one.message);
  const { detail } = explanation("a.py", { marks: 0, reasons: [one, { ...one, message: "Names are not checked." }] });
  assert.equal(detail, "• No code here is known to be generated.\n• Names are not checked.");
});

test("the title counts what is marked", () => {
  assert.equal(explanation("a.py", { marks: 0, reasons: [] }).title, "Nothing is marked in a.py.");
  assert.equal(explanation("a.py", { marks: 1, reasons: [] }).title, "One place is marked in a.py.");
  assert.equal(explanation("a.py", { marks: 7, reasons: [] }).title, "7 places are marked in a.py.");
});

test("the same action of two reasons is one button, and the most decisive come first", () => {
  const actions = ["b", "c", "d"].map((title) => ({ title, command: title }));
  const reasons = [
    { kind: "one", message: "One.", actions: [mark] },
    { kind: "two", message: "Two.", actions: [mark, ...actions] },
  ];
  const { actions: buttons } = explanation("a.py", { marks: 0, reasons });
  assert.deepEqual(
    buttons.map(({ title }) => title),
    ["Mark This File", "b", "c"],
  );
});

test("what brings a rule back is found among the reasons", () => {
  const reasons = [
    { kind: "demoted", message: "GW208 is demoted here.", actions: [undo] },
    { kind: "clean", message: "Nothing was found.", actions: [mark] },
  ];
  assert.deepEqual(bringingBack({ marks: 0, reasons }), [undo]);
});

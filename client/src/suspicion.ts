/** Whether an insertion is so large at once that it may be a model's: a guess, made only where a person asks for it. */
import type { Replacement } from "./insertions";

const LINES = 2;
const CHARACTERS = 40;

/** The one change of an event that looks like an insertion of generated text; nobody types so much at once. */
export function suspected(changes: readonly Replacement[]): Replacement | undefined {
  const [change] = changes;
  if (!change || changes.length > 1) return undefined;
  const text = change.text.trim();
  if (text.length <= change.rangeLength) return undefined; // a formatter, or a rename
  return text.length >= CHARACTERS || text.split("\n").length > LINES ? change : undefined;
}

/** The server's reasons why nothing is marked, made ready to be shown. */
import type { NextAction, WhyResult } from "./protocol";

/** More buttons than these do not fit beside one another. */
const BUTTONS = 3;

/** What to show for an answer: every reason, and the first few different actions. */
export interface Explanation {
  title: string;
  detail: string;
  actions: NextAction[];
}

/** Puts an answer into words; `file` is the name of the file that was asked about. */
export function explanation(file: string, { marks, reasons }: WhyResult): Explanation {
  const count = marks === 0 ? "Nothing is" : marks === 1 ? "One place is" : `${marks} places are`;
  const actions = new Map<string, NextAction>();
  for (const action of reasons.flatMap((reason) => reason.actions)) {
    if (!actions.has(action.title)) actions.set(action.title, action);
  }
  return {
    title: `${count} marked in ${file}.`,
    detail: reasons.map(({ message }) => (reasons.length > 1 ? `• ${message}` : message)).join("\n"),
    actions: [...actions.values()].slice(0, BUTTONS),
  };
}

/** What brings back the rules that were demoted. */
export function bringingBack({ reasons }: WhyResult): NextAction[] {
  return reasons.flatMap(({ actions }) => actions).filter(({ command }) => command === "groundwire.undoNotUseful");
}

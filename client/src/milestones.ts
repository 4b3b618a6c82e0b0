/** What the walkthrough ticks off: context keys that are set when something really happened. */
import * as vscode from "vscode";

/** The sample was opened; an agent is connected; the person attributed code; the person read a mark. */
export type Milestone = "sampleOpened" | "agentConnected" | "codeAttributed" | "markRead";

const REMEMBERED = "milestones";
/** How long the editor may take to read its walkthroughs when it shows them first. */
const SETTLED = 1000;

let memory: vscode.Memento | undefined;

/** Ticks a step off, in this window or wherever the walkthrough is opened next. */
export function reached(milestone: Milestone): void {
  const before = remembered();
  if (before.includes(milestone)) return;
  void memory?.update(REMEMBERED, [...before, milestone]);
  void tell(milestone);
}

/** Tells the walkthrough what was reached before it was opened. */
export function rememberMilestones(storage: vscode.Memento): vscode.Disposable {
  memory = storage;
  let timer: NodeJS.Timeout | undefined;
  const listener = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
    if (![...opened, ...changed].some(({ input }) => input === undefined)) return; // no page of the editor's own
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const milestone of remembered()) void tell(milestone);
    }, SETTLED);
  });
  return vscode.Disposable.from(listener, {
    dispose() {
      clearTimeout(timer);
    },
  });
}

function remembered(): Milestone[] {
  return memory?.get<Milestone[]>(REMEMBERED) ?? [];
}

/** Sets the key for a moment: one that is set when the editor begins to look at it never ticks anything off. */
async function tell(milestone: Milestone): Promise<void> {
  for (const value of [true, undefined]) {
    await vscode.commands.executeCommand("setContext", `groundwire.${milestone}`, value);
  }
}

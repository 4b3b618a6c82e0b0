/** What the walkthrough ticks off: context keys that are set when something really happened. */
import * as vscode from "vscode";

/** The sample was opened; an agent is connected; the person attributed code; the person read a mark. */
export type Milestone = "sampleOpened" | "agentConnected" | "codeAttributed" | "markRead";

/** The editor remembers a step that was ticked off: setting it once in a window is enough. */
export function reached(milestone: Milestone): void {
  void vscode.commands.executeCommand("setContext", `groundwire.${milestone}`, true);
}

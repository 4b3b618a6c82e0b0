/** Says which code was generated: a selection, a file, or what changed since a revision. */
import * as vscode from "vscode";
import { ask, complain, folderHere, pythonEditor, tell } from "./asking";
import type { ChangedResult } from "./protocol";
import type { Server } from "./server";

type ServerCommand = "groundwire.markGenerated" | "groundwire.markMine" | "groundwire.unmark";

/** Marks or unmarks what is selected, or the whole file; true when something was marked. */
export async function mark(server: Server, command: ServerCommand, extent: "selection" | "file"): Promise<boolean> {
  const editor = await pythonEditor();
  if (!editor) return false;
  const selections = editor.selections.filter((selection) => !selection.isEmpty);
  if (extent === "selection" && selections.length === 0) {
    await complain("Select the lines first.");
    return false;
  }
  const uri = editor.document.uri.toString();
  for (const selection of extent === "file" ? [undefined] : selections) {
    // Plain data: `Range` writes itself as a pair of positions, the protocol as an object.
    const range = selection && { range: { start: plain(selection.start), end: plain(selection.end) } };
    if ((await ask(server, command, { uri, ...range })) === undefined) return false;
  }
  return command === "groundwire.markGenerated";
}

/** Treats what changed since a revision as generated; asks which one unless it is given. True when lines were found. */
export async function markChanged(server: Server, revision?: string): Promise<boolean> {
  const folder = await folderHere();
  if (!folder) return false;
  const since = revision ?? (await askRevision(folder.name));
  if (since === undefined) return false;
  const title = `Groundwire: looking for changes since ${since}`;
  const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    ask<ChangedResult>(server, "groundwire.markChanged", { uri: folder.uri.toString(), revision: since }),
  );
  if (!answer) return false;
  await tellSoon(answer.message, answer.lines > 0);
  return answer.lines > 0;
}

function plain({ line, character }: vscode.Position): { line: number; character: number } {
  return { line, character };
}

async function askRevision(folder: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: "Treat changes as generated",
    prompt: `What changed in ${folder} since which revision? A branch, a tag, a commit, or HEAD for what is not committed.`,
    value: "HEAD",
    validateInput: (value) => (/^\s*$|^\s*-/.test(value) ? "A branch, a tag or a commit, as git names it." : undefined),
  });
  return answer?.trim();
}

/** A message whose answer nobody waits for. */
function tellSoon(message: string, marked: boolean): Promise<void> {
  const offers = marked ? [{ title: "Show Problems", command: "workbench.actions.view.problems" }] : [];
  void tell(message, ...offers);
  return Promise.resolve();
}

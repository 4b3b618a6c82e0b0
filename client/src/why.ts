/** *Why is nothing marked here?*: the server's reasons in full, with buttons for what can be done. */
import * as path from "node:path";
import * as vscode from "vscode";
import { ask, pythonEditor } from "./asking";
import { reached } from "./milestones";
import type { NextAction, WhyResult } from "./protocol";
import { bringingBack, explanation } from "./reasons";
import type { Server } from "./server";

/** The menu does not wait longer than this for the rules that were demoted. */
const PATIENCE = 1000;

/** Server commands that the client has a better way to do: with a question first, or with the difference shown. */
const OWN: Record<string, string> = {
  "groundwire.connectAgent": "groundwire.connectMyAgent",
  "groundwire.markChanged": "groundwire.markChangedSinceHead",
};

/** Asks the server and shows its answer until the person closes it. */
export async function explainSilence(server: Server): Promise<void> {
  const editor = await pythonEditor();
  if (!editor) return;
  const { uri } = editor.document;
  const answer = await ask<WhyResult>(server, "groundwire.whyNothing", { uri: uri.toString() });
  if (!answer) return;
  reached("markRead");
  const { title, detail, actions } = explanation(path.posix.basename(uri.path), answer);
  // A modal message: it wraps, a screen reader reads it whole, and it stays until it was read.
  const choice = await vscode.window.showInformationMessage(title, { modal: true, detail }, ...actions);
  if (choice) await perform(choice);
}

/** What brings back the rules that were demoted in a file's folder; nothing where that is not known soon. */
export async function demotedRules(server: Server, uri: vscode.Uri): Promise<NextAction[]> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, PATIENCE);
  });
  const request = { command: "groundwire.whyNothing", arguments: [{ uri: uri.toString() }] };
  const asked = server.client?.sendRequest<WhyResult>("workspace/executeCommand", request);
  const answer = await Promise.race([asked, patience]).catch(() => null); // the menu opens all the same
  clearTimeout(timer);
  return answer ? bringingBack(answer) : [];
}

/** Runs an action of the server's. */
async function perform({ command, arguments: given = [] }: NextAction): Promise<void> {
  const own = OWN[command];
  await (own ? vscode.commands.executeCommand(own) : vscode.commands.executeCommand(command, ...given));
}

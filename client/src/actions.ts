/** The list that the status item opens. */
import * as vscode from "vscode";
import { focusedEditor, focusedFolder } from "./cells";
import { entries, type Entry, type Situation } from "./menu";
import type { Server } from "./server";
import type { StatusItem } from "./status";
import { isOn } from "./switch";
import { demotedRules } from "./why";

type Item = vscode.QuickPickItem & Omit<Entry, "label">;

/** Shows what there is to do here, and does what is chosen. */
export async function showActions(server: Server, status: StatusItem): Promise<void> {
  const items: Item[] = entries(await situation(server)).map((entry) =>
    entry.command ? entry : { ...entry, kind: vscode.QuickPickItemKind.Separator },
  );
  const restricted = vscode.workspace.isTrusted ? null : "in Restricted Mode nothing inside the workspace is started";
  const concern = status.problem ?? restricted;
  const title = concern === null ? "Groundwire" : `Groundwire — ${concern}`;
  const placeHolder = status.problem === null ? status.summary : "What can be done about it";
  const choice = await vscode.window.showQuickPick(items, { title, placeHolder });
  if (choice?.command) await vscode.commands.executeCommand(choice.command, ...(choice.arguments ?? []));
}

async function situation(server: Server): Promise<Situation> {
  const editor = focusedEditor();
  const file = editor?.document.languageId === "python";
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = focusedFolder() ?? folders[0];
  return {
    running: server.client !== undefined,
    trusted: vscode.workspace.isTrusted,
    folder: folder?.name ?? null,
    on: isOn(folder?.uri),
    file,
    selection: editor?.selection.isEmpty === false,
    demoted: file ? await demotedRules(server, editor.document.uri) : [],
  };
}

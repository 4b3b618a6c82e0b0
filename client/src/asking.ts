/** Asks the server to do something, and tells the person in plain words when it cannot. */
import * as vscode from "vscode";
import { focusedEditor, focusedFolder } from "./cells";
import type { Server } from "./server";

/** A button of a message: its text, and the command that it runs. */
export interface Offer {
  title: string;
  command: string;
  arguments?: unknown[];
}

const LOGS: Offer = { title: "Show Logs", command: "groundwire.showLogs" };
const RESTART: Offer = { title: "Restart Server", command: "groundwire.restartServer" };

/** Runs a server command on its one argument; undefined, after a message, when it could not be done. */
export async function ask<T>(server: Server, command: string, argument: object): Promise<T | undefined> {
  const client = server.client;
  if (!client) {
    await complain("Groundwire's server does not run, so this cannot be done now.", RESTART, LOGS);
    return undefined;
  }
  try {
    return await client.sendRequest("workspace/executeCommand", { command, arguments: [argument] });
  } catch (error) {
    await complain(`Groundwire: ${error instanceof Error ? error.message : String(error)}`, LOGS);
    return undefined;
  }
}

/** Says that something was not done, with what can be done next. */
export function complain(message: string, ...offers: Offer[]): Promise<void> {
  return offer(vscode.window.showWarningMessage(message, ...offers), offers);
}

/** Says what was done, with what can be done next. */
export function tell(message: string, ...offers: Offer[]): Promise<void> {
  return offer(vscode.window.showInformationMessage(message, ...offers), offers);
}

async function offer(message: Thenable<Offer | undefined>, offers: Offer[]): Promise<void> {
  const choice = await message;
  const chosen = offers.find(({ title }) => title === choice?.title);
  if (chosen) await vscode.commands.executeCommand(chosen.command, ...(chosen.arguments ?? []));
}

/** The Python file or cell that has the focus; undefined, after a message, when there is none. */
export async function pythonEditor(): Promise<vscode.TextEditor | undefined> {
  const editor = focusedEditor();
  if (editor?.document.languageId === "python") return editor;
  await complain("Open a Python file first.", { title: "Open File…", command: "workbench.action.quickOpen" });
  return undefined;
}

/** The folder of the file that has the focus, else the one that the person picks; undefined without one. */
export async function folderHere(): Promise<vscode.WorkspaceFolder | undefined> {
  const around = focusedFolder();
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (around ?? folders.length === 1) return around ?? folders[0];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick({ placeHolder: "Which folder?" });
  await complain("Open a folder first.", { title: "Open Folder…", command: "vscode.openFolder" });
  return undefined;
}

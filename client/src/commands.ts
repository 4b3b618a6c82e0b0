/** The palette's commands: mark and unmark, restart, logs, and the list that the status item opens. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Server } from "./server";
import type { StatusItem } from "./status";

type ServerCommand = "groundwire.markGenerated" | "groundwire.unmark";

/** Registers the commands; each says so when it cannot do what was asked. */
export function registerCommands(
  server: Server,
  status: StatusItem,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const register = (id: string, run: () => unknown) => vscode.commands.registerCommand(`groundwire.${id}`, run);
  return [
    register("markSelectionGenerated", () => send(server, "groundwire.markGenerated", "selection")),
    register("markFileGenerated", () => send(server, "groundwire.markGenerated", "file")),
    register("unmarkSelection", () => send(server, "groundwire.unmark", "selection")),
    register("unmarkFile", () => send(server, "groundwire.unmark", "file")),
    register("restartServer", () => server.restart()),
    register("showLogs", () => {
      log.show();
    }),
    register("showActions", () => showActions(server, status)),
  ];
}

async function send(server: Server, command: ServerCommand, extent: "selection" | "file"): Promise<void> {
  const client = server.client;
  const editor = vscode.window.activeTextEditor;
  if (!client) {
    await complain("Groundwire's server does not run.", true);
  } else if (editor?.document.languageId !== "python") {
    await complain("Open a Python file first.");
  } else if (extent === "selection" && editor.selections.every((selection) => selection.isEmpty)) {
    await complain("Select the lines first.");
  } else {
    await execute(client, command, editor, extent === "file" ? [undefined] : editor.selections);
  }
}

async function execute(
  client: LanguageClient,
  command: ServerCommand,
  editor: vscode.TextEditor,
  selections: readonly (vscode.Selection | undefined)[],
): Promise<void> {
  const uri = editor.document.uri.toString();
  for (const selection of selections) {
    if (selection?.isEmpty) continue;
    const range = selection ? { range: client.code2ProtocolConverter.asRange(selection) } : {};
    try {
      await client.sendRequest("workspace/executeCommand", { command, arguments: [{ uri, ...range }] });
    } catch (error) {
      await complain(`Groundwire: ${error instanceof Error ? error.message : String(error)}`, true);
    }
  }
}

async function complain(message: string, withLogs = false): Promise<void> {
  const logs = "Show Logs";
  const choice = await vscode.window.showWarningMessage(message, ...(withLogs ? [logs] : []));
  if (choice === logs) await vscode.commands.executeCommand("groundwire.showLogs");
}

interface Action extends vscode.QuickPickItem {
  command: string;
}

async function showActions(server: Server, status: StatusItem): Promise<void> {
  const actions = [
    ...(server.client ? marking() : []),
    { label: "$(warning) Show problems", command: "workbench.actions.view.problems" },
    { label: "$(output) Show logs", command: "groundwire.showLogs" },
    { label: "$(refresh) Restart server", command: "groundwire.restartServer" },
    { label: "$(gear) Settings", command: "groundwire.openSettings" },
    ...(vscode.workspace.isTrusted
      ? []
      : [{ label: "$(shield) Manage workspace trust", command: "workbench.trust.manage" }]),
  ];
  const title = status.problem ? `Groundwire — ${status.problem}` : "Groundwire";
  const choice = await vscode.window.showQuickPick(actions, { title, placeHolder: "What to do" });
  if (!choice) return;
  if (choice.command === "groundwire.openSettings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "@ext:groundwire.groundwire");
  } else {
    await vscode.commands.executeCommand(choice.command);
  }
}

/** What can be marked in the editor that has the focus. */
function marking(): Action[] {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== "python") return [];
  const selection = { label: "$(edit) Mark selection as generated", command: "groundwire.markSelectionGenerated" };
  const file = { label: "$(file-code) Mark this file as generated", command: "groundwire.markFileGenerated" };
  return editor.selection.isEmpty ? [file] : [selection, file];
}

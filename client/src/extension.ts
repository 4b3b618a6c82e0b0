/** Puts the parts together when the editor activates the extension; activating never fails. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerAcceptCommands } from "./attribution";
import { registerCommands } from "./commands";
import { Decorations } from "./decorations";
import { onDidChangeSelectedInterpreter } from "./environments";
import { didAttribute, didChangeRegions, didChangeStatus, regions } from "./protocol";
import { Server } from "./server";
import { StatusItem } from "./status";
import { serverText, statusText } from "./wording";

let server: Server | undefined;

/** Called by the editor when a Python file is first opened. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Groundwire", { log: true });
  const status = new StatusItem();
  const prepare = (client: LanguageClient): void => {
    client.onNotification(didChangeStatus, (params) => {
      status.show(statusText(params));
    });
    client.onNotification(didChangeRegions, ({ textDocument }) => {
      decorations.refresh({ uri: client.protocol2CodeConverter.asUri(textDocument.uri) });
    });
  };
  const running = new Server(context.extensionUri, log, prepare);
  const media = vscode.Uri.joinPath(context.extensionUri, "client", "media");
  const decorations = new Decorations(media, async ({ uri }) =>
    running.client?.sendRequest(regions, { textDocument: { uri: uri.toString() } }),
  );
  const accept = registerAcceptCommands(async (params) => {
    if (!running.connecting) throw new Error("the server does not run");
    await running.connecting.sendNotification(didAttribute, params);
  }, log);
  server = running;
  context.subscriptions.push(log, status, running, decorations, ...accept, ...registerCommands(running, status, log));
  running.onDidChange((event) => {
    status.show(serverText(event));
    if (event.state === "running") decorations.refresh();
    if (event.state === "stopped") decorations.clear();
  });
  context.subscriptions.push(...listeners(running));
  void running.restart().then(() => {
    // Only now: finding the interpreter is what activates the Python extension.
    context.subscriptions.push(onDidChangeSelectedInterpreter(() => void running.interpreterChanged()));
  });
}

/** Called by the editor before it ends. */
export async function deactivate(): Promise<void> {
  await server?.shutdown();
}

function listeners(running: Server): vscode.Disposable[] {
  return [
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("groundwire.interpreter")) void running.restart();
      else if (event.affectsConfiguration("groundwire")) void running.sendSettings();
    }),
  ];
}

/** Puts the parts together when the editor activates the extension; activating never fails. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { renewLauncher } from "./agent";
import { registerAcceptCommands } from "./attribution";
import { registerCommands } from "./commands";
import { Decorations } from "./decorations";
import { Differences } from "./difference";
import { onDidChangeSelectedInterpreter } from "./environments";
import { GeneratedView } from "./generatedView";
import { rememberMilestones } from "./milestones";
import {
  didAttribute,
  didChangeRegions,
  didChangeStatus,
  generatedFiles,
  regions,
  type DidAttributeParams,
} from "./protocol";
import { attributeSample } from "./sample";
import { Server } from "./server";
import { StatusItem } from "./status";
import { watchChanges } from "./watching";

let server: Server | undefined;

/** Called by the editor when a Python file is first opened, or at one of the other `activationEvents`. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Groundwire", { log: true });
  const status = new StatusItem();
  const prepare = (client: LanguageClient): void => {
    client.onNotification(didChangeStatus, (params) => {
      status.told(params);
    });
    client.onNotification(didChangeRegions, ({ textDocument }) => {
      decorations.refresh({ uri: client.protocol2CodeConverter.asUri(textDocument.uri) });
      generated.refresh();
    });
  };
  const running = new Server(context.extensionUri, log, prepare);
  const media = vscode.Uri.joinPath(context.extensionUri, "client", "media");
  const decorations = new Decorations(media, async ({ uri }) =>
    running.client?.sendRequest(regions, { textDocument: { uri: uri.toString() } }),
  );
  const generated = new GeneratedView(
    async () => running.client?.sendRequest(generatedFiles, {}),
    context.workspaceState,
  );
  const attribute = async (params: DidAttributeParams): Promise<void> => {
    if (!running.connecting) throw new Error("the server does not run");
    await running.connecting.sendNotification(didAttribute, params);
  };
  const accept = [...registerAcceptCommands(attribute, log), ...watchChanges(attribute, log)];
  const differences = new Differences();
  const { extensionUri: extension, globalStorageUri: storage } = context;
  const parts = { context, server: running, status, log, generated, differences, extension, storage };
  const commands = registerCommands(parts);
  server = running;
  context.subscriptions.push(log, status, running, decorations, generated, differences, ...accept, ...commands);
  running.onDidChange((event) => {
    status.happened(event);
    if (event.state === "running") decorations.refresh();
    if (event.state === "stopped") decorations.clear();
    generated.refresh();
  });
  context.subscriptions.push(rememberMilestones(context.globalState), ...listeners(running, decorations));
  void running.restart().then(() => {
    // Only now: finding the interpreter is what activates the Python extension.
    context.subscriptions.push(onDidChangeSelectedInterpreter(() => void running.interpreterChanged()));
    const late = [renewLauncher(running, extension, storage), attributeSample(context, running.client)];
    for (const task of late)
      task.catch((error: unknown) => {
        log.error(String(error));
      });
  });
}

/** Called by the editor before it ends. */
export async function deactivate(): Promise<void> {
  await server?.shutdown();
}

function listeners(running: Server, decorations: Decorations): vscode.Disposable[] {
  return [
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("groundwire.enable")) decorations.refresh();
      if (event.affectsConfiguration("groundwire.interpreter")) void running.restart();
      else if (event.affectsConfiguration("groundwire")) void running.sendSettings();
    }),
  ];
}

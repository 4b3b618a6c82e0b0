/** The palette's commands, each in one line: what a command does stands in the file that is named for it. */
import * as vscode from "vscode";
import { showActions } from "./actions";
import { connectAgent, type AgentParts } from "./agent";
import { clearAttribution } from "./clearing";
import type { GeneratedView } from "./generatedView";
import { mark, markChanged } from "./marking";
import { reached } from "./milestones";
import { showOrigin } from "./origin";
import { openSample } from "./sample";
import type { StatusItem } from "./status";
import { switchFolder } from "./switch";
import { explainSilence } from "./why";

/** What the commands need. */
export interface CommandParts extends AgentParts {
  context: vscode.ExtensionContext;
  status: StatusItem;
  log: vscode.LogOutputChannel;
  generated: GeneratedView;
}

const WALKTHROUGH = "groundwire.groundwire#start";

/** Registers the commands; each says so when it cannot do what was asked. */
export function registerCommands(parts: CommandParts): vscode.Disposable[] {
  const { context, server, status, log, generated } = parts;
  const commands: Record<string, (place?: { lineNumber?: number }) => unknown> = {
    markSelectionGenerated: () => attributed(mark(server, "groundwire.markGenerated", "selection")),
    markFileGenerated: () => attributed(mark(server, "groundwire.markGenerated", "file")),
    markChangedSinceHead: () => attributed(markChanged(server, "HEAD")),
    markChangedSince: () => attributed(markChanged(server)),
    markSelectionMine: () => mark(server, "groundwire.markMine", "selection"),
    markFileMine: () => mark(server, "groundwire.markMine", "file"),
    unmarkSelection: () => mark(server, "groundwire.unmark", "selection"),
    unmarkFile: () => mark(server, "groundwire.unmark", "file"),
    clearFile: () => clearAttribution(server, "file"),
    clearFolder: () => clearAttribution(server, "folder"),
    connectMyAgent: () => connectAgent(parts),
    showOriginHere: (place?: { lineNumber?: number }) => showOrigin(server, place?.lineNumber),
    groupByState: () => {
      generated.group("state");
    },
    groupByFile: () => {
      generated.group("file");
    },
    whyNothingHere: () => explainSilence(server),
    switchOff: () => switchFolder(false),
    switchOn: () => switchFolder(true),
    openSample: () => openSample(context),
    getStarted: () => vscode.commands.executeCommand("workbench.action.openWalkthrough", WALKTHROUGH, false),
    openSettings: () => vscode.commands.executeCommand("workbench.action.openSettings", "@ext:groundwire.groundwire"),
    restartServer: () => server.restart(),
    showLogs: () => {
      log.show();
    },
    showActions: () => showActions(server, status),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(`groundwire.${id}`, run));
}

async function attributed(marked: Promise<boolean>): Promise<void> {
  if (await marked) reached("codeAttributed");
}

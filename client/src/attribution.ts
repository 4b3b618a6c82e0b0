/** Records accepted inline suggestions: runs the editor's own accept command and reports what it inserted. */
import * as vscode from "vscode";
import { detailedReason } from "./changeReason";
import { reached } from "./milestones";
import { insertions, type Replacement } from "./insertions";
import type { DidAttributeParams } from "./protocol";

type AcceptEvent = "whole" | "word" | "line";

/** Our command, the editor's command that it stands for, and how much that one accepts. */
const ACCEPT: readonly [command: string, original: string, event: AcceptEvent][] = [
  ["groundwire.acceptInlineSuggestion", "editor.action.inlineSuggest.commit", "whole"],
  ["groundwire.acceptNextWord", "editor.action.inlineSuggest.acceptNextWord", "word"],
  ["groundwire.acceptNextLine", "editor.action.inlineSuggest.acceptNextLine", "line"],
];

/**
 * Registers the accept commands.
 *
 * They always accept; what cannot be recorded stays of unknown origin and is logged.
 */
export function registerAcceptCommands(
  send: (params: DidAttributeParams) => Promise<void>,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  return ACCEPT.map(([command, original, event]) =>
    vscode.commands.registerCommand(command, async () => {
      const document = vscode.window.activeTextEditor?.document;
      if (document?.languageId !== "python") {
        await vscode.commands.executeCommand(original);
        return;
      }
      const params = await accept(document, original, event);
      if (!params) return;
      try {
        await send(params);
        reached("codeAttributed");
      } catch (error) {
        log.warn(`An accepted suggestion in ${document.uri.toString()} was not recorded: ${String(error)}`);
      }
    }),
  );
}

/** Runs the accept command; undefined when it inserted nothing. */
async function accept(
  document: vscode.TextDocument,
  original: string,
  event: AcceptEvent,
): Promise<DidAttributeParams | undefined> {
  const before = document.getText();
  const changes: Replacement[] = [];
  const listener = vscode.workspace.onDidChangeTextDocument((change) => {
    if (change.document !== document || detailedReason(change)) return; // the editor's own account is told by itself
    changes.push(...change.contentChanges);
  });
  try {
    await vscode.commands.executeCommand(original);
  } finally {
    listener.dispose();
  }
  // Nothing may be awaited from here on: offsets, positions and version belong to one state of the document.
  const edits = insertions(before, changes).map(({ start, end }) => ({
    range: { start: document.positionAt(start), end: document.positionAt(end) },
  }));
  if (edits.length === 0) return undefined;
  return {
    textDocument: { uri: document.uri.toString(), version: document.version },
    edits,
    origin: { kind: "completion", event, grade: "B" },
  };
}

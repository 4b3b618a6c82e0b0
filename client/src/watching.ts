/** Tells the server of changes whose author the editor itself names, and of large insertions where a person wants that. */
import * as vscode from "vscode";
import { fileOf } from "./cells";
import { detailedReason, originOf } from "./changeReason";
import { insertions } from "./insertions";
import { reached } from "./milestones";
import type { DidAttributeParams, NewOrigin } from "./protocol";
import { suspected } from "./suspicion";

type Send = (params: DidAttributeParams) => Promise<void>;

/** Follows changes of Python documents. What cannot be recorded stays of unknown origin and is logged. */
export function watchChanges(send: Send, log: vscode.LogOutputChannel): vscode.Disposable[] {
  /** The text before the next change, kept only while the editor gives accounts: what an edit replaced is in none. */
  const texts = new WeakMap<vscode.TextDocument, string>();
  const told = async (event: vscode.TextDocumentChangeEvent): Promise<void> => {
    const { document } = event;
    if (document.languageId !== "python" || event.contentChanges.length === 0) return;
    const reason = detailedReason(event);
    const before = texts.get(document);
    if (reason) texts.set(document, document.getText());
    const origin = reason ? originOf(reason) : guessed(event);
    if (!origin) return;
    const changes = [...event.contentChanges];
    const places = before === undefined ? whole(changes) : insertions(before, changes);
    const edits = places.map(({ start, end }) => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
    }));
    if (edits.length === 0) return;
    try {
      await send({ textDocument: { uri: document.uri.toString(), version: document.version }, edits, origin });
      if (origin.grade !== "D") reached("codeAttributed");
    } catch (error) {
      log.warn(`A change of ${document.uri.toString()} was not recorded: ${String(error)}`);
    }
  };
  return [vscode.workspace.onDidChangeTextDocument((event) => void told(event))];
}

/** A guess, where a person wants guesses: never of an undo, nor of what was loaded from disk. */
function guessed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): NewOrigin | undefined {
  const wanted = vscode.workspace
    .getConfiguration("groundwire", fileOf(document))
    .get<boolean>("suspectLargeInsertions");
  if (!wanted || reason !== undefined || !document.isDirty) return undefined;
  return suspected(contentChanges) ? { kind: "suspected", grade: "D" } : undefined;
}

/** Where a single change's text stands; of several, nobody can say without the text before. */
function whole(changes: readonly vscode.TextDocumentContentChangeEvent[]): { start: number; end: number }[] {
  const [change] = changes;
  if (!change || changes.length > 1) return [];
  return [{ start: change.rangeOffset, end: change.rangeOffset + change.text.length }];
}

/** *Show Origin*: who wrote the selected lines and how that is known, with what corrects it. */
import * as path from "node:path";
import * as vscode from "vscode";
import { ask, pythonEditor } from "./asking";
import type { OriginPiece, OriginResult, State } from "./protocol";
import type { Server } from "./server";

interface Row extends vscode.QuickPickItem {
  piece?: OriginPiece;
  command?: string;
}

const ICONS: Record<State, string> = {
  ai: "sparkle",
  "ai-modified": "edit",
  "likely-ai": "question",
  human: "person",
  unknown: "circle-slash",
};

/** Shows the author of each run of selected lines; of the cursor's line, or the one given, counted from 1, without. */
export async function showOrigin(server: Server, line?: number): Promise<void> {
  const editor = await pythonEditor();
  if (!editor) return;
  const { document } = editor;
  const selection = line === undefined ? editor.selection : new vscode.Selection(line - 1, 0, line - 1, 0);
  const uri = document.uri.toString();
  const range = { start: plain(selection.start), end: plain(selection.end) };
  const answer = await ask<OriginResult>(server, "groundwire.showOrigin", { uri, range });
  if (!answer) return;
  const choice = await vscode.window.showQuickPick(rows(answer), {
    title: `Who wrote this in ${path.posix.basename(document.uri.path)}`,
    placeHolder: "Lines with one author each; choose some to select them",
    matchOnDetail: true,
  });
  if (choice?.piece) select(editor, choice.piece);
  if (choice?.command) await correct(server, uri, choice.command, lines(document, selection));
}

function rows({ pieces }: OriginResult): Row[] {
  const found: Row[] = pieces.map((piece) => ({
    label: `$(${ICONS[piece.state]}) ${where(piece)}: ${piece.state}`,
    description: [piece.origin?.tool, piece.origin?.model].filter(Boolean).join(" · "),
    detail: piece.message + standing(piece),
    piece,
  }));
  const separator = { label: "Correct it", kind: vscode.QuickPickItemKind.Separator };
  return [
    ...found,
    separator,
    { label: "$(person) These lines are mine", command: "groundwire.markMine" },
    { label: "$(sparkle) These lines were generated", command: "groundwire.markGenerated" },
    { label: "$(circle-slash) Nobody knows who wrote these lines", command: "groundwire.unmark" },
  ];
}

function where({ range }: OriginPiece): string {
  const [first, last] = [range.start.line + 1, range.end.line + 1];
  return first === last ? `Line ${first}` : `Lines ${first}–${last}`;
}

function standing({ retained }: OriginPiece): string {
  return retained === null || retained > 0.995 ? "" : ` ${Math.round(retained * 100)} % of what it wrote still stands.`;
}

function select(editor: vscode.TextEditor, { range: { start, end } }: OriginPiece): void {
  const chosen = new vscode.Selection(start.line, start.character, end.line, end.character);
  editor.selection = chosen;
  editor.revealRange(chosen, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function correct(server: Server, uri: string, command: string, range: object): Promise<void> {
  await ask(server, command, { uri, range });
}

/** The whole lines of a selection, their last ending included where there is one. */
function lines(document: vscode.TextDocument, { start, end }: vscode.Selection): object {
  const last = end.line > start.line && end.character === 0 ? end.line - 1 : end.line;
  const whole = document.lineAt(last).rangeIncludingLineBreak.end;
  return { start: { line: start.line, character: 0 }, end: plain(whole) };
}

function plain({ line, character }: vscode.Position): { line: number; character: number } {
  return { line, character };
}

/** Cells of notebooks, where they are unlike files: which file they belong to, and which one a person means. */
import * as vscode from "vscode";

const CELL = "vscode-notebook-cell";

/** The file of a document: a cell's is its notebook. */
export function fileOf(document: vscode.TextDocument): vscode.Uri {
  if (document.uri.scheme !== CELL) return document.uri;
  const holds = (notebook: vscode.NotebookDocument): boolean =>
    notebook.getCells().some((cell) => cell.document === document);
  return vscode.workspace.notebookDocuments.find(holds)?.uri ?? document.uri;
}

/** The editor that has the focus; of a notebook whose focus a list took, the one of the cell that is chosen. */
export function focusedEditor(): vscode.TextEditor | undefined {
  if (vscode.window.activeTextEditor) return vscode.window.activeTextEditor;
  const active = vscode.window.activeNotebookEditor;
  if (!active || active.notebook.cellCount === 0) return undefined;
  const chosen = active.notebook.cellAt(active.selection.start).document;
  return vscode.window.visibleTextEditors.find(({ document }) => document === chosen);
}

/** The folder of the file that has the focus, if any. */
export function focusedFolder(): vscode.WorkspaceFolder | undefined {
  const document = focusedEditor()?.document;
  const file = document ? fileOf(document) : vscode.window.activeNotebookEditor?.notebook.uri;
  return file && vscode.workspace.getWorkspaceFolder(file);
}

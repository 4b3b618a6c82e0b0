/** Saves the file that the server wrote a test stub into, so that a test runner sees it. */
import * as vscode from "vscode";
import type { StubResult } from "./protocol";

/** Passes a server command's result on, whichever command it was. */
export async function saveStub(command: string, result: unknown, log: vscode.LogOutputChannel): Promise<unknown> {
  if (command !== "groundwire.writeTestStub" || !isNewStub(result)) return result;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (document.isDirty && !(await document.save())) log.warn(`${result.uri} could not be saved.`);
  return result;
}

function isNewStub(result: unknown): result is StubResult & { uri: string } {
  return typeof result === "object" && result !== null && (result as StubResult).created;
}

/** What follows on the server having written a test stub: the file is saved, or the person is told where one is. */
import * as vscode from "vscode";
import type { StubResult } from "./protocol";

/** Passes a server command's result on; a new stub is saved so that a test runner sees it. */
export async function saveStub(command: string, result: unknown, log: vscode.LogOutputChannel): Promise<unknown> {
  if (command !== "groundwire.writeTestStub" || !isStub(result)) return result;
  if (!result.created) {
    void vscode.window.showInformationMessage(result.message);
    return result;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (document.isDirty && !(await document.save())) log.warn(`${result.uri} could not be saved.`);
  return result;
}

function isStub(result: unknown): result is StubResult {
  return typeof result === "object" && result !== null && "uri" in result && "created" in result;
}

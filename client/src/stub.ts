/** Saves the file that the server wrote a test stub into, so that a test runner sees it. */
import * as vscode from "vscode";
import type { StubResult } from "./protocol";

/** Saves the stub that `groundwire.writeTestStub` answered with, if it wrote one; passes the answer on. */
export async function saveStub(result: unknown, log: vscode.LogOutputChannel): Promise<unknown> {
  if (!isNewStub(result)) return result;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.uri));
  if (document.isDirty && !(await document.save())) log.warn(`${result.uri} could not be saved.`);
  return result;
}

function isNewStub(result: unknown): result is StubResult & { uri: string } {
  return typeof result === "object" && result !== null && (result as StubResult).created;
}

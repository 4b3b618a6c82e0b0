/** What follows on a server command that a quick fix or a lens ran: the stub is saved, an opinion can be taken back. */
import type * as vscode from "vscode";
import { tell } from "./asking";
import type { OpinionResult } from "./protocol";
import { saveStub } from "./stub";

/** Passes a server command's result on, whichever command it was. */
export async function followUp(
  command: string,
  args: unknown[],
  result: unknown,
  log: vscode.LogOutputChannel,
): Promise<unknown> {
  if (command === "groundwire.writeTestStub") return saveStub(result, log);
  if (command === "groundwire.notUseful" && isOpinion(result)) {
    const undo = { uri: (args[0] as { uri: string }).uri, code: result.code };
    void tell(result.message, { title: "Undo", command: "groundwire.undoNotUseful", arguments: [undo] });
  }
  return result;
}

function isOpinion(result: unknown): result is OpinionResult {
  return typeof result === "object" && result !== null && typeof (result as OpinionResult).message === "string";
}

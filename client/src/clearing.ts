/** Forgets who wrote a file, or a whole folder: asked for, and confirmed. */
import * as vscode from "vscode";
import { ask, folderHere, pythonEditor, tell } from "./asking";
import { fileOf } from "./cells";
import type { ClearedResult } from "./protocol";
import type { Server } from "./server";

/** Clears the attribution of the file that has the focus, or of its folder, when the person confirms it. */
export async function clearAttribution(server: Server, extent: "file" | "folder"): Promise<void> {
  const document = extent === "file" ? (await pythonEditor())?.document : undefined;
  const place = document ? fileOf(document) : extent === "folder" ? (await folderHere())?.uri : undefined;
  if (!place) return;
  const name = vscode.workspace.asRelativePath(place);
  const clear = "Clear";
  const choice = await vscode.window.showWarningMessage(
    `Clear the attribution of ${extent === "folder" ? "the whole folder" : name}?`,
    {
      modal: true,
      detail:
        "Who wrote its code is forgotten for good, with every review of it, and its marks go. " +
        "The code itself stays as it is.",
    },
    clear,
  );
  if (choice !== clear) return;
  const answer = await ask<ClearedResult>(server, "groundwire.clearAttribution", { uri: place.toString() });
  if (answer) await tell(answer.message);
}

/** The off switch of a folder: the setting `groundwire.enable`, written where it holds for that folder alone. */
import * as vscode from "vscode";
import { folderHere, tell } from "./asking";

const SETTING = "enable";

/** Whether Groundwire is on for a document or a folder. */
export function isOn(scope: vscode.Uri | undefined): boolean {
  return vscode.workspace.getConfiguration("groundwire", scope ?? null).get<boolean>(SETTING, true);
}

/** Switches a folder off or on. */
export async function switchFolder(on: boolean): Promise<void> {
  const folder = await folderHere();
  if (!folder) return;
  const section = vscode.workspace.getConfiguration("groundwire", folder.uri);
  const target = vscode.ConfigurationTarget.WorkspaceFolder;
  // On is what holds where nothing is said, unless the person's own settings say otherwise.
  await section.update(SETTING, on ? undefined : false, target);
  if (on && !isOn(folder.uri)) await section.update(SETTING, true, target);
  if (on) return;
  await tell(`Groundwire is off in ${folder.name}: nothing is marked. Who writes its code is still recorded.`, {
    title: "Switch On Again",
    command: "groundwire.switchOn",
  });
}

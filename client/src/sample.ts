/** The sample project: a copy of it is opened, and what a model wrote in it is attributed there. */
import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { complain } from "./asking";
import { reached } from "./milestones";

/** Says in a fresh copy what is still to be attributed; the extension starts where it is (see `activationEvents`). */
export const PENDING = ".groundwire-sample.json";
/** The copy that the extension made: a file of that name elsewhere means nothing. */
const MADE = "sample";
const FIRST_FILE = "src/shop/pricing.py";

interface Generated {
  generated: { path: string; units: { lines: [first: number, last: number] }[] }[];
}

/** Copies the sample where the person wants it, and opens the copy. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const own = path.join(context.globalStorageUri.fsPath, "sample", "shop");
  const folder = await choose(own);
  if (folder === undefined) return;
  try {
    if (folder.fresh) await copySample(context.extensionUri.fsPath, folder.path);
  } catch (error) {
    await complain(`The sample could not be copied to ${folder.path}: ${String(error)}`, {
      title: "Choose Another Folder",
      command: "groundwire.openSample",
    });
    return;
  }
  await context.globalState.update(MADE, folder.path);
  reached("sampleOpened");
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(folder.path), { forceNewWindow });
}

/** In a window of a fresh copy: shows a file of it and attributes what a model wrote. Once per copy. */
export async function attributeSample(
  context: vscode.ExtensionContext,
  client: LanguageClient | undefined,
): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!client || !folder || folder.fsPath !== context.globalState.get<string>(MADE)) return;
  const pending = path.join(folder.fsPath, PENDING);
  const text = await fs.readFile(pending, "utf8").catch(() => undefined);
  if (text === undefined) return;
  for (const { path: file, units } of (JSON.parse(text) as Generated).generated) {
    const { uri } = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, file));
    for (const [first, last] of units.map(({ lines }) => lines)) {
      const range = { start: { line: first - 1, character: 0 }, end: { line: last, character: 0 } };
      const request = { command: "groundwire.markGenerated", arguments: [{ uri: uri.toString(), range }] };
      await client.sendRequest("workspace/executeCommand", request);
    }
  }
  await fs.rm(pending);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, FIRST_FILE), { preview: false });
}

/** Copies the project, and puts beside it what is to be attributed. */
export async function copySample(extension: string, folder: string): Promise<void> {
  const samples = path.join(extension, "samples");
  await fs.cp(path.join(samples, "shop"), folder, { recursive: true });
  await fs.copyFile(path.join(samples, "shop.generated.json"), path.join(folder, PENDING));
}

async function choose(own: string): Promise<{ path: string; fresh: boolean } | undefined> {
  const there = await fs.access(own).then(
    () => true,
    () => false,
  );
  const choices = [
    ...(there ? [{ label: "$(folder-opened) Open the copy that is there", detail: own, kept: own }] : []),
    ...(there ? [] : [{ label: "$(folder) Open a copy in Groundwire's own folder", detail: own, fresh: own }]),
    { label: "$(new-folder) Choose a folder for a copy…", detail: "A folder “shop” is made in it." },
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: "Groundwire: open the sample",
    placeHolder: "A small shop: a person wrote most of it, a model wrote the rest",
  });
  if (!choice) return undefined;
  if ("kept" in choice) return { path: own, fresh: false };
  if ("fresh" in choice) return { path: own, fresh: true };
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: "Put the Sample Here",
  });
  const parent = picked?.[0];
  return parent && { path: await unused(path.join(parent.fsPath, "shop")), fresh: true };
}

/** The path, or with a number behind it where something of that name stands: nothing of the person's is written over. */
async function unused(wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? wanted : `${wanted}-${number}`;
    const taken = await fs.access(candidate).then(
      () => true,
      () => false,
    );
    if (!taken) return candidate;
  }
}

/** Shows what a file is to become beside what it is, and asks before anything is written. */
import { homedir } from "node:os";
import * as vscode from "vscode";

const SCHEME = "groundwire-difference";

/** A change to one file. */
export interface Difference {
  /** The file's path, for the person. */
  path: string;
  before: string | null;
  after: string | null;
}

/** Offers texts that are in no file as read-only documents. */
export class Differences implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration: vscode.Disposable;
  private count = 0;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.texts.get(uri.toString()) ?? "",
    });
  }

  /** Shows a difference until the person has decided; true when it is to be written. */
  async confirm({ path, before, after }: Difference): Promise<boolean> {
    this.count++;
    const [left, right] = [this.document("now", path, before), this.document("then", path, after)];
    const name = path.split(/[\\/]/).at(-1) ?? path;
    try {
      await vscode.commands.executeCommand("vscode.diff", left, right, `${name}: now ↔ then`, { preview: true });
      const [question, write] =
        after === null
          ? [`Delete ${shown(path)}, in which nothing is left?`, "Delete the file"]
          : [`Write this change to ${shown(path)}?`, "Write"];
      const choices = [
        { label: `$(check) ${write}`, write: true },
        { label: "$(close) Cancel", description: "Nothing is written", write: false },
      ];
      // A list stays until it is answered; a message in the corner would be gone before the change was read. It has no
      // title, to hide as little of the change as can be.
      const choice = await vscode.window.showQuickPick(choices, { placeHolder: question, ignoreFocusOut: true });
      return choice?.write ?? false;
    } finally {
      await close(right);
      for (const uri of [left, right]) this.texts.delete(uri.toString());
    }
  }

  dispose(): void {
    this.registration.dispose();
  }

  private document(side: "now" | "then", path: string, text: string | null): vscode.Uri {
    const name = path.split(/[\\/]/).at(-1) ?? "settings.json";
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${this.count}/${side}/${name}` });
    this.texts.set(uri.toString(), text ?? "");
    return uri;
  }
}

/** A path as people write it: from the workspace's folder, or from their home. */
export function shown(path: string): string {
  const relative = vscode.workspace.asRelativePath(path);
  const home = homedir();
  return relative === path && path.startsWith(home) ? `~${path.slice(home.length)}` : relative;
}

async function close(right: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === right.toString(),
  );
  await vscode.window.tabGroups.close(shown);
}

/** The status item; a click opens what there is to do. */
import * as vscode from "vscode";
import { focusedFolder } from "./cells";
import type { ServerStatus } from "./protocol";
import type { ServerEvent } from "./server";
import { isOn } from "./switch";
import { statusText, type Known } from "./wording";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("status", vscode.StatusBarAlignment.Left, 0);
  private readonly subscription: vscode.Disposable;
  private known: Known = { state: "starting" };
  /** What is known, in a sentence, for the list that the click opens. */
  summary = "";
  /** What is wrong, if something is. */
  problem: string | null = null;

  constructor() {
    this.item.name = "Groundwire";
    this.item.command = "groundwire.showActions";
    this.show();
    this.item.show();
    this.subscription = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.show();
      }),
      vscode.window.onDidChangeActiveNotebookEditor(() => {
        this.show();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("groundwire.enable")) this.show();
      }),
    );
  }

  /** The server started, runs, or does not. */
  happened({ state, problem }: ServerEvent): void {
    this.known = problem === undefined ? { state } : { state, problem };
    this.show();
  }

  /** The server told what it knows about the workspace. */
  told(status: ServerStatus): void {
    this.known = { state: "running", status };
    this.show();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private show(): void {
    const folder = focusedFolder() ?? vscode.workspace.workspaceFolders?.[0];
    const off = isOn(folder?.uri) ? null : (folder?.name ?? "this window");
    const { text, tooltip, severity } = statusText(this.known, { off, trusted: vscode.workspace.isTrusted });
    const [first = ""] = tooltip.split("\n\n");
    const spoken = tooltip.replaceAll("\n\n", " ");
    this.summary = first;
    this.problem = severity === "normal" ? null : spoken;
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `${text.replaceAll(/\$\([^)]*\)\s*/g, "")}. ${spoken}` };
    this.item.backgroundColor =
      severity === "normal" ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
  }
}

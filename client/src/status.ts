/** The status item; a click opens what there is to do. */
import * as vscode from "vscode";
import type { StatusText } from "./wording";

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("status", vscode.StatusBarAlignment.Left, 0);
  /** What is wrong, for the list that the click opens. */
  problem: string | null = null;

  constructor() {
    this.item.name = "Groundwire";
    this.item.command = "groundwire.showActions";
    this.item.show();
  }

  show({ text, tooltip, severity }: StatusText): void {
    this.problem = severity === "normal" ? null : tooltip;
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: `${text.replaceAll(/\$\([^)]*\)\s*/g, "")}. ${tooltip}` };
    this.item.backgroundColor =
      severity === "normal" ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
  }

  dispose(): void {
    this.item.dispose();
  }
}

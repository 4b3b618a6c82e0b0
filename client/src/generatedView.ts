/** The view *Generated Code* in the Explorer: every generated unit of the workspace, by file or by state. */
import * as vscode from "vscode";
import { groups, type Grouping, type GroupNode, type UnitNode } from "./generatedTree";
import type { GeneratedFile } from "./protocol";

type Row = GroupNode | UnitNode;

/** Asks the server; undefined while it does not run. */
export type AskFiles = () => Promise<{ files: GeneratedFile[] } | null | undefined>;

const ICONS = { refuted: "warning", unverified: "question", supported: "pass" } as const;
const BY_STATE = "groundwire.groupedByState";
const SETTLED = 300;

export class GeneratedView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<Row>;
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly ask: AskFiles,
    private readonly memory: vscode.Memento,
  ) {
    this.view = vscode.window.createTreeView("groundwire.generatedCode", { treeDataProvider: this });
    this.group(this.grouping);
  }

  /** Shows files, or states, as groups; remembered for the workspace. */
  group(by: Grouping): void {
    void this.memory.update(BY_STATE, by === "state");
    void vscode.commands.executeCommand("setContext", BY_STATE, by === "state");
    this.changed.fire(undefined);
  }

  /** Asks again soon: several changes at once become one. */
  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.changed.fire(undefined);
    }, SETTLED);
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return row.kind === "unit" ? [] : row.children;
    const answer = await this.ask().catch(() => undefined); // the status item says what is wrong
    return groups(answer?.files ?? [], this.grouping);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem(row.label);
    item.description = row.description;
    item.tooltip = row.sentence;
    item.accessibilityInformation = { label: row.sentence };
    if (row.kind === "unit") {
      const { start } = row.unit.range;
      const selection = new vscode.Range(start.line, start.character, start.line, start.character);
      item.iconPath = new vscode.ThemeIcon(
        ICONS[row.verdict],
        new vscode.ThemeColor(`groundwire.${row.verdict}Foreground`),
      );
      item.command = { title: "Open", command: "vscode.open", arguments: [vscode.Uri.parse(row.uri), { selection }] };
      return item;
    }
    item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    if (row.uri === null) item.iconPath = new vscode.ThemeIcon("symbol-misc");
    else {
      item.resourceUri = vscode.Uri.parse(row.uri);
      item.iconPath = vscode.ThemeIcon.File;
    }
    return item;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.view.dispose();
    this.changed.dispose();
  }

  private get grouping(): Grouping {
    return this.memory.get<boolean>(BY_STATE) ? "state" : "file";
  }
}

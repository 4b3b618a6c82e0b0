/** Shows generated lines and each unit's verdict in the gutter and the overview ruler. */
import * as vscode from "vscode";
import { fileOf } from "./cells";
import type { RegionsResult, Verdict } from "./protocol";
import { isOn } from "./switch";

/** Asks the server about a document; undefined when it does not run. */
export type AskRegions = (document: vscode.TextDocument) => Promise<RegionsResult | null | undefined>;

const VERDICTS: readonly Verdict[] = ["refuted", "unverified", "supported"];
const SETTLED = 150;

export class Decorations implements vscode.Disposable {
  private readonly generated: vscode.TextEditorDecorationType;
  private readonly verdicts: Record<Verdict, vscode.TextEditorDecorationType>;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly subscription: vscode.Disposable;

  constructor(
    media: vscode.Uri,
    private readonly ask: AskRegions,
  ) {
    this.generated = decoration(media, "generated", vscode.OverviewRulerLane.Left);
    this.verdicts = {
      refuted: decoration(media, "refuted", vscode.OverviewRulerLane.Center),
      unverified: decoration(media, "unverified", vscode.OverviewRulerLane.Center),
      supported: decoration(media, "supported", vscode.OverviewRulerLane.Center),
    };
    this.subscription = vscode.window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) this.refresh(document);
    });
  }

  /** Asks again for the editors that show a document, or for all; several requests at once become one. */
  refresh(document?: { uri: vscode.Uri }): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const uri = editor.document.uri.toString();
      if (editor.document.languageId !== "python") continue;
      if (document && document.uri.toString() !== uri) continue;
      clearTimeout(this.timers.get(uri));
      this.timers.set(
        uri,
        setTimeout(() => {
          this.timers.delete(uri);
          void this.update(editor.document);
        }, SETTLED),
      );
    }
  }

  /** Removes every mark: nothing is known while no server runs. */
  clear(): void {
    for (const editor of vscode.window.visibleTextEditors) this.show(editor, { version: null, regions: [], units: [] });
  }

  dispose(): void {
    this.subscription.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const type of [this.generated, ...Object.values(this.verdicts)]) type.dispose();
  }

  private async update(document: vscode.TextDocument): Promise<void> {
    const result = isOn(fileOf(document)) ? await this.ask(document).catch(() => undefined) : null;
    if (result === undefined || document.isClosed) return;
    if (result && result.version !== null && result.version < document.version) {
      this.refresh(document);
      return;
    }
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) this.show(editor, result ?? { version: null, regions: [], units: [] });
    }
  }

  private show(editor: vscode.TextEditor, { regions, units }: RegionsResult): void {
    const headers = new Set(units.map(({ range }) => range.start.line));
    const generated = regions.filter(({ origin }) => origin.kind !== "human");
    const lines = new Set(
      generated.flatMap(({ spans }) => spans.flatMap(({ start, end }) => linesOf(start.line, end.line, end.character))),
    );
    editor.setDecorations(this.generated, ranges([...lines].filter((line) => !headers.has(line))));
    for (const verdict of VERDICTS) {
      const starts = units.filter((unit) => unit.verdict === verdict).map(({ range }) => range.start.line);
      editor.setDecorations(this.verdicts[verdict], ranges(starts));
    }
  }
}

function linesOf(first: number, last: number, lastCharacter: number): number[] {
  const end = lastCharacter === 0 && last > first ? last : last + 1;
  return Array.from({ length: end - first }, (_, index) => first + index);
}

function ranges(lines: number[]): vscode.Range[] {
  return lines.map((line) => new vscode.Range(line, 0, line, 0));
}

function decoration(
  media: vscode.Uri,
  name: "generated" | Verdict,
  lane: vscode.OverviewRulerLane,
): vscode.TextEditorDecorationType {
  const icon = (theme: string) => vscode.Uri.joinPath(media, `${name}-${theme}.svg`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    gutterIconSize: "100% 100%",
    light: { gutterIconPath: icon("light") },
    dark: { gutterIconPath: icon("dark") },
    overviewRulerColor: new vscode.ThemeColor(`groundwire.${name}Foreground`),
    overviewRulerLane: lane,
  });
}

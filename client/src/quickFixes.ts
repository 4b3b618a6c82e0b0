/** Keeps a quick fix doing what it says, also after the editor has dropped the list that it stands in. */
import type { CodeAction, Command, Disposable } from "vscode";

/** Some lists' worth: the editor asks for one whenever the cursor moves, and the one that is open may be an older one. */
const KEPT = 200;

/** What the editor does with commands. */
export interface Commands {
  registerCommand(command: string, run: () => unknown): Disposable;
  executeCommand(command: string, ...args: unknown[]): unknown;
}

/**
 * Gives each quick fix a command of its own, which needs no arguments.
 *
 * The editor holds the arguments of a fix's command no longer than its list, and may drop a list while it is open or as
 * one of its fixes is chosen (microsoft/vscode#331834): the fix then ends in "Actual command not found".
 */
export class QuickFixes {
  private readonly kept: Disposable[] = [];
  private count = 0;

  constructor(private readonly commands: Commands) {}

  /** The same actions, whose commands last. */
  lasting<T extends Command | CodeAction>(actions: T[] | null | undefined): T[] | null | undefined {
    for (const action of actions ?? []) {
      const { command } = action;
      if (typeof command === "object" && command.arguments?.length) action.command = this.own(command);
    }
    return actions;
  }

  dispose(): void {
    for (const each of this.kept.splice(0)) each.dispose();
  }

  private own({ title, command, arguments: all }: Command): Command {
    const args: unknown[] = all ?? [];
    const name = `_groundwire.quickFix.${++this.count}`; // a leading underscore keeps it out of the list of shortcuts
    this.kept.push(this.commands.registerCommand(name, () => this.commands.executeCommand(command, ...args)));
    if (this.kept.length > KEPT) this.kept.shift()?.dispose();
    return { title, command: name };
  }
}

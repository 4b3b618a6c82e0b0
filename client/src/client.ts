/** Makes the language client: how the server is started, what it is told, and what happens when it ends. */
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";
import { followUp } from "./answers";
import { reached } from "./milestones";
import { logLines } from "./output";
import { workingFolder } from "./python";
import type { QuickFixes } from "./quickFixes";
import { serverSettings } from "./settings";

const CRASHES = 4;
const CRASH_WINDOW = 3 * 60_000;

export interface ClientParts {
  /** The extension's folder. */
  extension: vscode.Uri;
  /** The Python that runs the server. */
  interpreter: string;
  /** The project's Python, asked for again at each use. */
  environment: () => string | null;
  log: vscode.LogOutputChannel;
  quickFixes: QuickFixes;
  /** Called when the server ended by itself; `problem` says why it is not started again. */
  ended: (problem?: string) => void;
}

/** A client whose troubles are in the log and in the status item, never in a pop-up. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A client that is not started yet. */
export function newClient(parts: ClientParts): LanguageClient {
  const { extension, interpreter, environment, log, quickFixes, ended } = parts;
  const main = vscode.Uri.joinPath(extension, "server", "groundwire", "__main__.py").fsPath;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return new QuietClient(
    "groundwire",
    "Groundwire",
    { command: interpreter, args: ["-I", main, "lsp"], options: { cwd: workingFolder() } },
    {
      documentSelector: [
        ...["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "python" })),
        { notebook: "*", language: "python" },
      ],
      outputChannel: log,
      traceOutputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: { stdout: (input) => input.resume(), stderr: logLines },
      initializationOptions: () => ({
        trusted: vscode.workspace.isTrusted,
        settings: serverSettings(folder, environment()),
      }),
      initializationFailedHandler: () => false,
      errorHandler: errorHandler(ended),
      middleware: {
        executeCommand: async (command, args: unknown[], next) =>
          followUp(command, args, await next(command, args), log),
        provideCodeActions: async (document, range, context, token, next) =>
          quickFixes.lasting(await next(document, range, context, token)),
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          if (hover) reached("markRead");
          return hover;
        },
        workspace: {
          // The environment that the Python extension knows is in no setting.
          configuration: async (params, token, next) => {
            const answers = (await next(params, token)) as unknown[];
            return params.items.map(({ section, scopeUri }, index) => {
              if (section !== "groundwire") return answers[index];
              return serverSettings(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri), environment());
            });
          },
        },
      },
    },
  );
}

/** Restarts a server that ended by itself, unless it keeps doing so. */
function errorHandler(ended: (problem?: string) => void) {
  const crashes: number[] = [];
  return {
    error: (_error: Error, _message: unknown, count: number | undefined) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const now = Date.now();
      crashes.push(now);
      const recent = crashes.filter((time) => now - time < CRASH_WINDOW).length;
      if (recent <= CRASHES) {
        ended();
        return { action: CloseAction.Restart, message: "The server ended unexpectedly; restarting.", handled: true };
      }
      const problem = `The server ended ${recent} times in three minutes and is not started again. The log says why; Restart Server tries once more.`;
      ended(problem);
      return { action: CloseAction.DoNotRestart, message: problem, handled: true };
    },
  };
}

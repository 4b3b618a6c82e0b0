/** The server process and its client: starts, restarts, and says what went wrong when it does not run. */
import * as path from "node:path";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { findInterpreter, projectEnvironment, type Interpreter } from "./python";
import { serverSettings } from "./settings";
import { saveStub } from "./stub";

export type ServerState = "starting" | "running" | "stopped";

/** What happened to the server; `problem` says why it does not run. */
export interface ServerEvent {
  state: ServerState;
  problem?: string;
}

const CRASHES = 4;
const CRASH_WINDOW = 3 * 60_000;

/** A client whose troubles are in the log and in the status item, never in a pop-up. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Owns the language client; one at a time. */
export class Server implements vscode.Disposable {
  private running: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<ServerEvent>();
  private environment: string | null = null;
  private interpreter: string | undefined;
  readonly onDidChange = this.changed.event;

  /** @param prepare registers handlers on every new client before it starts. */
  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    private readonly prepare: (client: LanguageClient) => void,
  ) {}

  /** The client, when the server runs. */
  get client(): LanguageClient | undefined {
    return this.running?.state === State.Running ? this.running : undefined;
  }

  /** The client as soon as it is being started: what is sent to it waits until the server answers. */
  get connecting(): LanguageClient | undefined {
    return this.running;
  }

  /** Stops the server that runs, if any, and starts one; resolves when it answers or cannot. Never rejects. */
  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stop();
      await this.start();
    });
  }

  /** Tells the server that settings or the project's environment changed. */
  async sendSettings(): Promise<void> {
    this.environment = await projectEnvironment();
    await this.client?.sendNotification("workspace/didChangeConfiguration", {
      settings: { groundwire: serverSettings(undefined, this.environment) },
    });
  }

  /** Another interpreter was selected: restarts where the server itself would run with it, else passes it on. */
  async interpreterChanged(): Promise<void> {
    const found = await findInterpreter();
    if ("path" in found && found.path === this.interpreter) await this.sendSettings();
    else await this.restart();
  }

  /** Stops the server; resolves when its process was told to end. */
  shutdown(): Promise<void> {
    return this.enqueue(() => this.stop());
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Starts and stops follow one another, whoever asks. */
  private enqueue(task: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(task).catch((error: unknown) => {
      this.log.error(String(error));
      this.changed.fire({ state: "stopped", problem: "The server could not be started." });
    });
    return this.queue;
  }

  private async start(): Promise<void> {
    this.changed.fire({ state: "starting" });
    const found = await findInterpreter();
    if (!("path" in found)) {
      this.log.warn(`No Python that can run the server. Tried:\n  ${found.probed.join("\n  ")}`);
      const problem = vscode.workspace.isTrusted
        ? "No Python 3.10 or newer was found. Set groundwire.interpreter."
        : "Restricted Mode: trust the workspace, or name an interpreter in your own settings.";
      this.changed.fire({ state: "stopped", problem });
      return;
    }
    this.interpreter = found.path;
    this.log.info(`Server runs with ${found.path} (${found.source}, Python ${found.version})`);
    this.environment = await projectEnvironment();
    const client = this.newClient(found);
    this.prepare(client);
    this.running = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.changed.fire({ state: "running" });
    });
    try {
      await client.start();
    } catch (error) {
      this.log.error(`The server did not start: ${String(error)}`);
      this.changed.fire({ state: "stopped", problem: "The server did not start. The log says why." });
    }
  }

  private async stop(): Promise<void> {
    const client = this.running;
    this.running = undefined;
    if (!client) return;
    try {
      await client.dispose();
    } catch (error) {
      this.log.warn(`The server did not stop as asked: ${String(error)}`);
      client.serverProcess?.kill();
    }
  }

  private newClient({ path: command }: Interpreter): LanguageClient {
    const main = vscode.Uri.joinPath(this.extension, "server", "groundwire", "__main__.py").fsPath;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const cwd = folder?.scheme === "file" ? folder.fsPath : path.dirname(main);
    return new QuietClient(
      "groundwire",
      "Groundwire",
      { command, args: ["-I", main, "lsp"], options: { cwd } },
      {
        documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "python" })),
        outputChannel: this.log,
        traceOutputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: () => ({
          trusted: vscode.workspace.isTrusted,
          settings: serverSettings(folder, this.environment),
        }),
        initializationFailedHandler: () => false,
        errorHandler: this.errorHandler(),
        middleware: {
          executeCommand: async (command, args, next) => saveStub(command, await next(command, args), this.log),
          workspace: {
            configuration: (params, token, next) => this.answerConfiguration(params.items, () => next(params, token)),
          },
        },
      },
    );
  }

  /** Fills in the environment that the Python extension knows, which no setting holds. */
  private async answerConfiguration(
    items: { section?: string; scopeUri?: string }[],
    next: () => unknown,
  ): Promise<unknown[]> {
    const answers = (await next()) as unknown[];
    return answers.map((answer, index) => {
      const item = items[index];
      if (item?.section !== "groundwire") return answer;
      const scope = item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri);
      return serverSettings(scope, this.environment);
    });
  }

  private errorHandler() {
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
          this.changed.fire({ state: "starting" });
          return { action: CloseAction.Restart, message: "The server ended unexpectedly; restarting.", handled: true };
        }
        const problem = `The server ended ${recent} times in three minutes and is not started again.`;
        this.changed.fire({ state: "stopped", problem });
        return { action: CloseAction.DoNotRestart, message: problem, handled: true };
      },
    };
  }
}

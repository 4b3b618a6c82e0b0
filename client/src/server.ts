/** The server process and its client: starts, restarts, and says what went wrong when it does not run. */
import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import { newClient } from "./client";
import { findInterpreter, projectEnvironment } from "./python";
import { QuickFixes } from "./quickFixes";
import { serverSettings } from "./settings";

export type ServerState = "starting" | "running" | "stopped";

/** What happened to the server; `problem` says why it does not run. */
export interface ServerEvent {
  state: ServerState;
  problem?: string;
}

/** Owns the language client; one at a time. */
export class Server implements vscode.Disposable {
  private running: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<ServerEvent>();
  private environment: string | null = null;
  private found: string | undefined;
  private readonly quickFixes = new QuickFixes(vscode.commands);
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

  /** The Python that runs the server, once one was found. */
  get interpreter(): string | undefined {
    return this.found;
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
    if ("path" in found && found.path === this.found) await this.sendSettings();
    else await this.restart();
  }

  /** Stops the server; resolves when its process was told to end. */
  shutdown(): Promise<void> {
    return this.enqueue(() => this.stop());
  }

  dispose(): void {
    this.changed.dispose();
    this.quickFixes.dispose();
  }

  /** Starts and stops follow one another, whoever asks. */
  private enqueue(task: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(task).catch((error: unknown) => {
      this.log.error(String(error));
      this.changed.fire({ state: "stopped", problem: "The server could not be started. The log says why." });
    });
    return this.queue;
  }

  private async start(): Promise<void> {
    this.changed.fire({ state: "starting" });
    const found = await findInterpreter();
    if (!("path" in found)) {
      this.log.warn(`No Python that can run the server. Tried:\n  ${found.probed.join("\n  ")}`);
      this.changed.fire({ state: "stopped", problem: found.problem });
      return;
    }
    this.found = found.path;
    this.log.info(`Server runs with ${found.path} (${found.source}, Python ${found.version})`);
    this.environment = await projectEnvironment();
    const client = newClient({
      extension: this.extension,
      interpreter: found.path,
      environment: () => this.environment,
      log: this.log,
      quickFixes: this.quickFixes,
      ended: (problem) => {
        this.changed.fire(problem === undefined ? { state: "starting" } : { state: "stopped", problem });
      },
    });
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
}

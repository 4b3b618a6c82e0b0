/** Talks to the language server as an editor does, from a script: over stdio, one workspace folder. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

/** A server with its connection. */
export class Session {
  /** Resolves with the exit status. */
  #ended;
  #connection;
  #texts = new Map();
  #log = "";

  /**
   * Starts the server on a folder and waits until it answers.
   * @param {{python: string, main: string, folder: string, settings?: object}} options `main` is the server's `__main__.py`
   */
  static async start({ python, main, folder, settings = {} }) {
    const session = new Session();
    const child = spawn(python, ["-I", main, "lsp"], { cwd: folder, stdio: "pipe" });
    child.stderr.setEncoding("utf8").on("data", (text) => (session.#log = (session.#log + text).slice(-4000)));
    session.#ended = new Promise((resolve) => child.once("exit", resolve));
    session.#connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    session.#connection.onRequest("workspace/configuration", ({ items }) => items.map(() => settings));
    session.#connection.onRequest("client/registerCapability", () => null);
    session.#connection.listen();
    const uri = pathToFileURL(folder).href;
    await session.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: path.basename(folder) }],
      capabilities: {},
      initializationOptions: { trusted: false, settings },
    });
    await session.notify("initialized", {});
    return session;
  }

  /** Sends a request; rejects with the server's error, or when the server has ended. */
  request(method, params) {
    return Promise.race([
      this.#connection.sendRequest(method, params),
      this.#ended.then((code) => this.#gone(method, code)),
    ]);
  }

  notify(method, params) {
    return this.#connection.sendNotification(method, params);
  }

  /** Runs a server command on its one argument. */
  command(command, argument) {
    return this.request("workspace/executeCommand", { command, arguments: [argument] });
  }

  /** Opens a file of the disk; returns its URI. */
  async open(file) {
    const uri = pathToFileURL(file).href;
    const text = fs.readFileSync(file, "utf8");
    this.#texts.set(uri, text);
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
    return uri;
  }

  /** The text of an opened file. */
  text(uri) {
    return this.#texts.get(uri);
  }

  /** Ends the server as an editor does; what it knows is stored then. */
  async close() {
    await this.request("shutdown");
    await this.notify("exit");
    await this.#ended;
    this.#connection.dispose();
  }

  #gone(method, code) {
    throw new Error(`the server ended with ${code} before it answered ${method}:\n${this.#log}`);
  }
}

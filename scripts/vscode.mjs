/** Runs the VS Code server: a real VS Code, served to a browser on this machine only. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { node24, vscodeServer } from "./editor.mjs";
import { Failure, run } from "./process.mjs";

/** Settings that keep the editor still, silent and off the network. */
const QUIET = {
  "workbench.startupEditor": "none",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "chat.disableAIFeatures": true,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/** A folder in which one VS Code keeps everything: its data, its extensions, its home and its temporary files. */
export class Profile {
  /**
   * @param {string} folder made when it does not exist
   * @param {{user?: object, machine?: object, keys?: object[]}} settings `machine` holds the paths of programs, `keys`
   *   the person's own key bindings
   */
  constructor(folder, { user = {}, machine = {}, keys = [] } = {}) {
    this.folder = folder;
    this.data = path.join(folder, "data");
    this.extensions = path.join(folder, "extensions");
    for (const [file, values] of [
      ["User/settings.json", { ...QUIET, ...user }],
      ["User/keybindings.json", keys],
      ["Machine/settings.json", machine],
    ]) {
      fs.mkdirSync(path.dirname(path.join(this.data, "data", file)), { recursive: true });
      fs.writeFileSync(path.join(this.data, "data", file), JSON.stringify(values, undefined, 2));
    }
    for (const name of ["home", "tmp", "run"]) fs.mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
    this.env = {
      ...process.env,
      HOME: path.join(folder, "home"),
      TMPDIR: path.join(folder, "tmp"),
      XDG_RUNTIME_DIR: path.join(folder, "run"),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no gallery, so the editor asks none
    };
  }

  /** Installs packed extensions. */
  async install(...packages) {
    const options = packages.flatMap((file) => ["--install-extension", file]);
    await run("vscode", node24, [...this.#command(), ...options, "--force"], { env: this.env });
  }

  /**
   * Starts the server.
   * @param {{port?: number, trusted: boolean}} options port 0 takes a free one
   * @returns {Promise<{origin: string, url: (folder: string, file?: string, options?: {proposed: boolean}) => string,
   *   stop: () => Promise<void>}>}
   */
  async serve({ port = 0, trusted }) {
    const options = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
    options.push("--telemetry-level", "off", "--reconnection-grace-time", "1");
    if (trusted) options.push("--disable-workspace-trust");
    const child = spawn(node24, [...this.#command(), ...options], {
      env: this.env,
      detached: process.platform !== "win32",
    });
    const stop = () => end(child);
    process.once("exit", () => kill(child));
    const origin = `http://127.0.0.1:${await listening(child)}`;
    return { origin, url: (...place) => address(origin, ...place), stop };
  }

  #command() {
    const main = path.join(vscodeServer, "out", "server-main.js");
    const data = ["--server-data-dir", this.data, "--extensions-dir", this.extensions];
    return [main, "--accept-server-license-terms", ...data];
  }
}

/** The address that opens a folder, and a file in it; with `proposed` every extension may use proposed API. */
function address(origin, folder, file, { proposed = false } = {}) {
  const query = new URLSearchParams({ folder });
  const remote = `vscode-remote://${new URL(origin).host}`;
  const payload = file ? [["openFile", remote + path.posix.join(folder, file)]] : [];
  if (proposed) payload.push(["enableProposedApi", ""]);
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `${origin}/?${query}`;
}

function listening(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
        const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
        if (port) resolve(port);
      });
    }
    child.once("error", reject);
    child.once("exit", () => reject(new Failure(`The VS Code server did not start:\n${output.trim()}`)));
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  kill(child);
  await Promise.race([ended, delay(5000)]);
}

/** Ends the server with its extension hosts and what they started. */
function kill(child) {
  try {
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid, "SIGTERM");
  } catch {
    // it has ended already
  }
}

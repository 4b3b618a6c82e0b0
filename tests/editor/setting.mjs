/** What the editor tests share: one VS Code server with the packed extension, one browser, copies of the sample. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium as playwright } from "playwright-core";
import { chromium } from "../../scripts/browser.mjs";
import { proposedVsix, vsix } from "../../scripts/package.mjs";
import { bareInterpreter } from "../../scripts/python.mjs";
import { attributeSample, copySample, sampleEnvironment } from "../../scripts/sample.mjs";
import { suggestions } from "../../scripts/suggestions.mjs";
import { Profile } from "../../scripts/vscode.mjs";
import { SharedWindow } from "./shared.mjs";
import { CLEAR, Workbench } from "./workbench.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"];
/** Nothing may move, or be saved, by itself in a test. */
const STILL = {
  "files.autoSave": "off",
  "workbench.reduceMotion": "on",
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "editor.inlayHints.enabled": "off",
  "editor.hover.above": false, // where it hides nothing of what it is about
  "git.enabled": false,
  "workbench.editor.restoreViewState": false, // a file that is opened again shows its beginning
};
/** With an editor that shows it, a window has everything: files it finds, and the extensions that Python starts. */
const SOME_FILE = "src/shop/settings.py";
const VIEWPORT = { width: 1280, height: 800 };
// Not in the checkout: agents' settings name this folder, and pictures show them.
const runs = path.join(fs.realpathSync(os.tmpdir()), "groundwire-editor");
const home = path.join(runs, String(process.pid));

export class Setting {
  /** Folders that are made once, the second by a server that takes as long as many a test; tests get copies. */
  #plain;
  #attributed;

  /** Starts from nothing: no data, no extensions, no browser profile of an earlier run. */
  static async start() {
    fs.mkdirSync(runs, { recursive: true });
    for (const run of fs.readdirSync(runs).filter((pid) => !runsStill(Number(pid)))) {
      fs.rmSync(path.join(runs, run), { recursive: true, force: true });
    }
    const interpreter = await bareInterpreter();
    const profile = await installed("vscode", vsix);
    // One context, with a folder of its own: its cache keeps the editor's code, compiled too, which is slow to load.
    const context = await playwright.launchPersistentContext(path.join(home, "browser"), {
      executablePath: chromium(),
      args: FLAGS,
      viewport: VIEWPORT,
      deviceScaleFactor: 1.5,
    });
    return new Setting(profile, context, interpreter);
  }

  constructor(profile, context, interpreter) {
    this.profile = profile;
    this.context = context;
    this.interpreter = interpreter;
    this.outside = new Set();
    this.servers = new Map();
    /** Windows of the test that runs, and those that tests share, by whether the sample in it is attributed. */
    this.open = [];
    this.shared = new Map();
    this.copies = 0;
    /** The size of every window, unless a test changes it. */
    this.viewport = VIEWPORT;
  }

  /** A fresh copy of the sample in a folder of that name. */
  async sample(name, { attributed }) {
    const folder = path.join(home, "workspaces", name, "shop");
    const original = attributed
      ? await (this.#attributed ??= attributedSample())
      : await (this.#plain ??= plainSample());
    fs.cpSync(original, folder, { recursive: true });
    return folder;
  }

  /**
   * The window that tests share whose sample is attributed, or not: with nothing open, on a copy that is as it was.
   *
   * It is new for the first of them, and after one that failed. `changing` says that the test changes who wrote what, and
   * does not change it back; every test of the plain sample does.
   */
  async sharedWindow({ attributed, changing = !attributed }) {
    if (!this.shared.has(attributed)) {
      const folder = await this.sample(`shared-${++this.copies}`, { attributed });
      const shared = new SharedWindow(await this.window(folder, SOME_FILE), { attributed });
      await shared.ready(); // Python's extensions do not start for a file that is closed at once
      this.shared.set(attributed, shared);
    }
    return this.shared.get(attributed).take({ changing });
  }

  /** Opens a file of a folder in a new window, in a workspace that is trusted unless it is said to be restricted. */
  async window(folder, file, { trusted = true } = {}) {
    let server = this.servers.get(trusted);
    if (!server) this.servers.set(trusted, (server = await this.profile.serve({ trusted })));
    return this.page(server.url(folder, file));
  }

  /** The same in an editor that lets the extension use proposed API; it has a profile of its own. */
  async proposedWindow(folder, file) {
    let server = this.servers.get("proposed");
    if (!server) {
      server = await (await installed("proposed", proposedVsix)).serve({ trusted: true });
      this.servers.set("proposed", server);
    }
    return this.page(server.url(folder, file, { proposed: true }));
  }

  /** Opens the address of an editor in a new window. */
  async page(url) {
    const workbench = await Workbench.open(this.context, url);
    this.open.push(workbench);
    return workbench;
  }

  /** The window that the editor opens by itself next. */
  async nextWindow() {
    const page = await this.context.waitForEvent("page");
    const workbench = await Workbench.of(page, page.url());
    this.open.push(workbench);
    return workbench;
  }

  /** Where the extension keeps what outlives its versions. */
  get storage() {
    return path.join(this.profile.data, "data", "User", "globalStorage", "groundwire.groundwire");
  }

  /**
   * Closes the windows that a test opened, and after a failed test the shared ones, too: nobody knows what they show.
   *
   * Pictures are kept of what the failed test last showed, and of its messages.
   */
  async closeWindows(failed) {
    const shared = [...this.shared.values()].map(({ workbench }) => workbench);
    if (failed) this.shared.clear();
    const closing = this.open.filter((workbench) => failed || !shared.includes(workbench));
    this.open = this.open.filter((workbench) => !closing.includes(workbench));
    await this.#close(closing, failed);
  }

  async #close(windows, failed) {
    for (const [index, workbench] of windows.entries()) {
      if (failed) {
        const picture = (what) => workbench.screenshot(`failed-${failed}-${index}${what}`).catch(() => undefined);
        await picture("");
        await workbench.run("Notifications: Show Notifications").catch(() => undefined);
        await picture("-messages");
      }
      for (const host of workbench.outside) this.outside.add(host);
      await workbench.close();
    }
  }

  /** Writes the settings that a workspace has of its own. */
  configure(folder, settings) {
    fs.mkdirSync(path.join(folder, ".vscode"), { recursive: true });
    fs.writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
  }

  /** A folder of this run. */
  folder(name) {
    return path.join(home, name);
  }

  /** Ends everything; returns what of this run is still alive ten seconds later. */
  async stop() {
    await this.#close(this.open, "");
    await this.context.close();
    for (const server of this.servers.values()) await server.stop();
    let alive = strays();
    for (let second = 0; alive.length > 0 && second < 10; second++) {
      await delay(1000);
      alive = strays();
    }
    return alive;
  }
}

async function plainSample(name = "plain") {
  const folder = path.join(home, "originals", name, "shop");
  await copySample(folder);
  return folder;
}

async function attributedSample() {
  const folder = await plainSample("attributed");
  await attributeSample(folder);
  return folder;
}

/** A profile of that name with the extension, and one that suggests completions. */
async function installed(name, extension) {
  const interpreter = await bareInterpreter();
  const profile = new Profile(path.join(home, name), {
    user: STILL,
    keys: [{ key: "alt+l", command: "groundwire.acceptNextLine", when: "inlineSuggestionVisible" }, CLEAR],
    machine: { "groundwire.interpreter": interpreter, "groundwire.environment": await sampleEnvironment() },
  });
  await profile.install(extension, suggestions);
  return profile;
}

/** Processes that were started from this run's folder. */
function strays() {
  const listed = spawnSync("ps", ["-A", "-o", "args="], { encoding: "utf8" });
  return (listed.stdout ?? "").split("\n").filter((command) => command.includes(home));
}

function runsStill(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

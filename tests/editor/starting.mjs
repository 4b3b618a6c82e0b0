/** Starting anew, and not being able to start. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { root } from "../../scripts/paths.mjs";

/** What the status item says until the server answers. */
const STARTING = /^\s*Groundwire\s*$/;

export function starting(shared) {
  test("regions survive a restart of the server", async () => {
    const window = await shared.setting.sharedWindow({ attributed: false });
    await window.openFile("src/shop/settings.py");
    await window.waitForStatus("nothing attributed yet");
    await window.run("Groundwire: Mark File as Generated");
    await window.waitForStatus("1 refuted");
    await Promise.all([window.waitForStatus(STARTING), window.run("Groundwire: Restart Server")]);
    await window.waitForStatus("1 refuted");
    await window.warnings.first().waitFor();
    assert.ok((await window.gutterIcons("generated")) > 0);
  });

  test("without an interpreter the status says so, and a changed setting starts the server", async () => {
    const { setting } = shared;
    const folder = await setting.sample("lost", { attributed: true });
    setting.configure(folder, { "groundwire.interpreter": "no/such/python" });
    const window = await setting.window(folder, "src/shop/settings.py");
    await window.waitForStatus("not running");
    await window.status.click();
    await window.page.locator(".quick-input-titlebar", { hasText: "groundwire.interpreter names" }).waitFor();
    await window.screenshot("no-interpreter");
    assert.equal(await window.toasts.count(), 0);
    await window.press("Escape");
    setting.configure(folder, {});
    await window.waitForStatus("refuted");
    await window.warnings.first().waitFor();
  });

  test("npm start serves the sample with its attribution, and ends when it is interrupted", async () => {
    const { setting } = shared;
    const started = startSample(setting);
    try {
      const url = await started.url;
      const window = await setting.page(url);
      await window.waitForStatus(/\d refuted · \d unverified/);
      await window.lens("no test refers to it");
      await setting.closeWindows("");
    } finally {
      started.child.kill("SIGINT");
    }
    assert.equal(await started.ended, 0);
  });
}

/** Runs `npm start`'s script where no desktop VS Code is on the PATH. */
function startSample(setting) {
  const folders = process.env.PATH.split(path.delimiter);
  const PATH = folders.filter((folder) => !fs.existsSync(path.join(folder, "code"))).join(path.delimiter);
  const script = path.join(root, "scripts", "start.mjs");
  const child = spawn(process.execPath, [script, setting.folder("start")], { env: { ...process.env, PATH } });
  let output = "";
  const url = new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      const address = /http:\S+/.exec(output)?.[0];
      if (address) resolve(address);
    });
    child.once("exit", () => reject(new Error(`npm start ended:\n${output}`)));
  });
  return { child, url, ended: new Promise((resolve) => child.once("exit", resolve)) };
}

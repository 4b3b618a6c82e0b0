/** Restricted Mode: nothing inside the workspace is started. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const FILE = "src/shop/settings.py";

export function trust(shared) {
  test("in Restricted Mode no program of the workspace is started, and the menu says how to go on", async () => {
    const { setting } = shared;
    const folder = await setting.sample("trapped", { attributed: true });
    const ran = path.join(folder, "RAN");
    const trap = path.join(folder, ".venv", "bin", "python");
    fs.mkdirSync(path.dirname(trap), { recursive: true });
    fs.writeFileSync(trap, `#!/bin/sh\necho "$@" >> '${ran}'\n`, { mode: 0o755 });
    setting.configure(folder, { "groundwire.interpreter": trap, "groundwire.environment": trap });

    const window = await setting.window(folder, FILE, { trusted: false });
    await window.page.locator('[id="status.workspaceTrust"]').waitFor();
    await window.warnings.first().waitFor();
    await window.waitForStatus("refuted");
    await window.lens(/refuted/i);
    assert.equal(await window.toasts.count(), 0);
    assert.match(await window.status.locator("a").getAttribute("aria-label"), /Restricted Mode: nothing inside/);
    await window.status.click();
    await window.entry("Trust this workspace…").waitFor();
    await window.page
      .locator(".quick-input-titlebar", { hasText: "nothing inside the workspace is started" })
      .waitFor();
    await window.screenshot("restricted");
    await window.press("Escape");
    assert.ok(!fs.existsSync(ran), "the workspace's interpreter was started");
    await setting.closeWindows("");

    // The trap does spring where the workspace is trusted: the test above would have seen it.
    const trusted = await setting.window(folder, FILE);
    await trusted.waitForStatus("not running");
    assert.match(fs.readFileSync(ran, "utf8"), /^-I -c/);
  });
}

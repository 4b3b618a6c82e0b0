/** Starting anew, and not being able to start. */
import assert from "node:assert/strict";
import test from "node:test";

export function starting(shared) {
  test("regions survive a restart of the server", async () => {
    const folder = await shared.setting.sample("restarting", { attributed: false });
    const window = await shared.setting.window(folder, "src/shop/settings.py");
    await window.waitForStatus("nothing attributed yet");
    await window.run("Groundwire: Mark File as Generated");
    await window.waitForStatus("1 refuted");
    await window.run("Groundwire: Restart Server");
    await window.waitForStatus("1 refuted");
    await window.warnings.first().waitFor();
    assert.ok((await window.gutterIcons("generated")) > 0);
  });

  test("in Restricted Mode the extension works with the interpreter of the person's own settings", async () => {
    const folder = await shared.setting.sample("restricted", { attributed: true });
    const window = await shared.setting.window(folder, "src/shop/settings.py", { trusted: false });
    await window.page.locator('[id="status.workspaceTrust"]').waitFor();
    await window.warnings.first().waitFor();
    await window.waitForStatus("refuted");
    await window.screenshot("restricted");
    assert.equal(await window.toasts.count(), 0);
  });
}

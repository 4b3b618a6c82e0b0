/** The first run: the walkthrough, and the sample that it opens. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const STEPS = ["sample", "agent", "generated", "read"];

export function first(shared) {
  test("the walkthrough's steps are ticked off by what happened, and it opens the sample", async () => {
    const { setting } = shared;
    const folder = await setting.sample("first", { attributed: false });
    const window = await setting.window(folder, "src/shop/settings.py");
    await window.waitForStatus("nothing attributed yet");
    await window.run("Groundwire: Get Started");
    for (const step of STEPS) await window.step(step, { done: false }).waitFor();
    await window.press("Control+B");
    await window.page.locator(".getting-started-media img").waitFor();
    await window.screenshot("walkthrough", window.editor);
    await window.press("Control+B");

    await window.page.getByRole("button", { name: "Open the Sample" }).click();
    const opened = setting.nextWindow();
    await window.pick("Open a copy in Groundwire's own folder");
    const sample = await opened;
    await sample.page.locator(".tab.active", { hasText: "pricing.py" }).waitFor();
    await sample.lens("no test refers to it");
    await sample.waitForStatus(/[1-9] refuted · [1-9] unverified/);
    assert.ok((await sample.gutterIcons("generated")) > 5);
    const made = path.join(setting.storage, "sample", "shop");
    assert.ok(!fs.existsSync(path.join(made, ".groundwire-sample.json")), "what was to be attributed is attributed");

    await window.page.bringToFront();
    await window.step("sample", { done: true }).waitFor();
    for (const step of STEPS.slice(1)) await window.step(step, { done: false }).waitFor();
    await window.page.locator(".tab", { hasText: "settings.py" }).click();
    await window.run("Groundwire: Mark File as Generated");
    await window.warnings.first().waitFor();
    await (await window.hover(window.warnings.first(), "GW208")).waitFor();
    await window.page.locator(".tab", { hasText: "Welcome" }).click();
    for (const step of ["generated", "read"]) await window.step(step, { done: true }).waitFor();
    await window.step("agent", { done: false }).waitFor();

    await window.choose("Open the sample");
    await window.entry("Open the copy that is there").waitFor();
    await window.press("Escape");
  });
}

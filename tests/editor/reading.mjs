/** What a person sees who opens a project with generated code. */
import assert from "node:assert/strict";
import test from "node:test";

export function reading(shared) {
  test("generated code shows its guesses: mark, hover, lens, gutter, status", async () => {
    const folder = await shared.setting.sample("reading", { attributed: true });
    const window = await shared.setting.window(folder, "src/shop/settings.py");
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    assert.equal(await window.gutterIcons("refuted"), 1);
    assert.ok((await window.gutterIcons("generated")) >= 6);
    await window.waitForStatus(/\d+ refuted · \d+ unverified/);
    const hover = await window.hover(window.warnings.first(), "GW208");
    assert.match(await hover.innerText(), /SHOP_DEBUG|non-empty|string/);
    await window.screenshot("hover");
  });

  test("the status item opens what there is to do", async () => {
    const folder = await shared.setting.sample("doing", { attributed: true });
    const window = await shared.setting.window(folder, "src/shop/pricing.py");
    await window.waitForStatus("refuted");
    await window.status.click();
    const entries = window.page.locator(".quick-input-list .monaco-list-row");
    await entries.filter({ hasText: "Mark this file as generated" }).waitFor();
    await window.screenshot("actions");
    await entries.filter({ hasText: "Show problems" }).click();
    const problems = window.page.locator(".markers-panel .monaco-list-row", { hasText: "GW208" });
    await problems.first().waitFor();
    await window.screenshot("problems");
  });
}

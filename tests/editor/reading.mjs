/** What a person sees who opens a project with generated code. */
import assert from "node:assert/strict";
import test from "node:test";

const OFFERED = [
  "Connect my agent…",
  "Treat changes since HEAD as generated",
  "Treat changes since … as generated",
  "Mark this file as generated",
  "Show problems",
  "Why is nothing marked here?",
  "Switch off in shop",
  "Open the sample",
  "Get started",
  "Clear attribution of this file…",
  "Clear attribution of this folder…",
];

export function reading(shared) {
  test("generated code shows its guesses: mark, hover, lens, gutter, status", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile("src/shop/settings.py");
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    assert.equal(await window.gutterIcons("refuted"), 1);
    assert.ok((await window.gutterIcons("generated")) >= 6);
    await window.waitForStatus(/\d+ refuted · \d+ unverified/);
    const hover = await window.hover(window.warnings.first(), "GW208");
    assert.match(await hover.innerText(), /SHOP_DEBUG|non-empty|string/);
    await window.settled();
    await window.screenshot("hover", window.editor, window.statusBar);
  });

  test("the status item opens what there is to do", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile("src/shop/pricing.py");
    await window.waitForStatus("4 refuted");
    await window.settled();
    await window.status.click();
    for (const label of OFFERED) await window.entry(label).waitFor();
    await window.screenshot("menu", window.menu);
    await window.pick("Show problems");
    await window.problems.filter({ hasText: "GW208" }).first().waitFor();
    await window.screenshot("problems");
  });
}

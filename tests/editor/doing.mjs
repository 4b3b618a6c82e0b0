/** What a person does about marks: switches them off, and calls one not useful. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const FILE = "src/shop/settings.py";

export function doing(shared) {
  test("a folder is switched off and on again", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile(FILE);
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    await window.choose("Switch off in shop");
    await window.waitForStatus("off here");
    await window.marks.first().waitFor({ state: "detached" });
    await window.lenses.first().waitFor({ state: "detached" });
    await window.noGutterIcons();
    await window.screenshot("off");
    const settings = path.join(window.folder, ".vscode", "settings.json");
    assert.deepEqual(JSON.parse(fs.readFileSync(settings, "utf8")), { "groundwire.enable": false });
    await window.choose("Switch on in shop");
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    await window.gutterIcons("refuted");
    await window.waitForStatus(/\d refuted/);
  });

  test("a mark that is not useful goes, and comes back", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile(FILE);
    await window.waitForStatus("4 refuted · 6 unverified");
    await window.settled();
    await window.warnings.first().click({ force: true });
    await window.quickFix("Not useful");
    await window.screenshot("not-useful");
    await window.press("Enter");
    await window.toasts.first().waitFor();
    assert.match(await window.toasts.first().innerText(), /This GW208 mark is gone/);
    await window.warnings.first().waitFor({ state: "detached" });
    await window.answer("This GW208 mark is gone", "Undo");
    await window.warnings.first().waitFor();
  });
}

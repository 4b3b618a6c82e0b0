/** What the status item's menu does. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const FILE = "src/shop/settings.py";

export function doing(shared) {
  test("a folder is switched off and on again", async () => {
    const folder = await shared.setting.sample("switch", { attributed: true });
    const window = await shared.setting.window(folder, FILE);
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    await window.choose("Switch off in shop");
    await window.waitForStatus("off here");
    await window.marks.first().waitFor({ state: "detached" });
    await window.lenses.first().waitFor({ state: "detached" });
    await window.noGutterIcons();
    await window.screenshot("off");
    const settings = path.join(folder, ".vscode", "settings.json");
    assert.deepEqual(JSON.parse(fs.readFileSync(settings, "utf8")), { "groundwire.enable": false });
    await window.choose("Switch on in shop");
    await window.warnings.first().waitFor();
    await window.lens(/refuted/i);
    await window.gutterIcons("refuted");
    await window.waitForStatus(/\d refuted/);
  });

  test("nothing marked is explained, changes since HEAD are marked, and attribution is cleared", async () => {
    const folder = await shared.setting.sample("doing", { attributed: false });
    const code = 'def is_verbose() -> bool:\n    return bool(os.environ.get("SHOP_VERBOSE"))\n';
    fs.appendFileSync(path.join(folder, FILE), `\n\n${code}`);
    const window = await shared.setting.window(folder, FILE);
    await window.waitForStatus("nothing attributed yet");
    await window.choose("Why is nothing marked here?");
    await window.dialog("Nothing is marked in settings.py.").waitFor();
    await window.screenshot("why-nothing", window.dialog("Nothing is marked in settings.py."));
    await window.press("Escape");

    await window.choose("Treat changes since HEAD as generated");
    const told = window.toast("2 lines of 1 file count as generated now.");
    await told.getByRole("button", { name: "Show Problems" }).waitFor();
    await window.warnings.first().waitFor();
    await window.waitForStatus("1 refuted");
    assert.equal(await window.gutterIcons("refuted"), 1);

    await window.choose("Clear attribution of this file…");
    await window.dialog("Clear the attribution of src/shop/settings.py?").waitFor();
    await window.press("Escape");
    assert.equal(await window.gutterIcons("refuted"), 1, "nothing is cleared that was not confirmed");
    await window.choose("Clear attribution of this file…");
    await window.answer("Clear the attribution of src/shop/settings.py?", "Clear");
    await window.waitForStatus("nothing attributed yet");
    await window.marks.first().waitFor({ state: "detached" });

    await window.choose("Why is nothing marked here?");
    await window.answer("Nothing is marked in settings.py.", "Mark This File as Generated");
    await window.warnings.first().waitFor();
    await window.waitForStatus("2 refuted");
    await window.choose("Clear attribution of this folder…");
    await window.answer("Clear the attribution of the whole folder?", "Clear");
    await window.waitForStatus("nothing attributed yet");
  });

  test("a mark that is not useful goes, and comes back", async () => {
    const folder = await shared.setting.sample("opinion", { attributed: true });
    const window = await shared.setting.window(folder, FILE);
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

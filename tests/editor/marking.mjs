/** Saying by hand what is generated, and taking it back. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const FILE = "src/shop/settings.py";

export function marking(shared) {
  test("nothing marked is explained, changes since HEAD are marked, and attribution is cleared", async () => {
    const window = await shared.setting.sharedWindow({ attributed: false });
    const code = 'def is_verbose() -> bool:\n    return bool(os.environ.get("SHOP_VERBOSE"))\n';
    fs.appendFileSync(path.join(window.folder, FILE), `\n\n${code}`);
    await window.openFile(FILE);
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
}

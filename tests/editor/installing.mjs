/** The package in a fresh editor, with an interpreter that has no packages and no network to fetch any. */
import test from "node:test";

export function installing(shared) {
  test("the packed extension marks a guess with an interpreter that has no packages", async () => {
    const window = await shared.setting.sharedWindow({ attributed: false });
    await window.openFile("src/shop/settings.py");
    await window.waitForStatus("nothing attributed yet");
    await window.screenshot("nothing-attributed");
    await window.choose("Mark this file as generated");
    await window.warnings.first().waitFor();
    const hover = await window.hover(window.warnings.first(), "GW208");
    await hover.waitFor();
    await window.waitForStatus("1 refuted");
  });
}

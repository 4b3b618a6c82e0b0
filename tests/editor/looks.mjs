/** The marks in light, dark and high-contrast themes: what is drawn stands out from what is behind it. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { root } from "../../scripts/paths.mjs";

/** Theme, the icons that it uses, and the class by which the page shows that it is in force. */
const THEMES = [
  { theme: "Light Modern", icons: "light", kind: "vs" },
  { theme: "Dark Modern", icons: "dark", kind: "vs-dark" },
  { theme: "Default High Contrast", icons: "dark", kind: "hc-black" },
  { theme: "Default High Contrast Light", icons: "light", kind: "hc-light" },
];
const KINDS = ["generated", "refuted", "unverified", "supported"];
/** What WCAG 2 asks of graphics (1.4.11). */
const LEAST = 3;

export function looks(shared) {
  test("gutter icons and overview colours are legible in every theme", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: true, changing: true });
    await window.openFile("src/shop/pricing.py");
    await window.waitForStatus("4 refuted · 6 unverified");
    await window.settled();
    await window.line("def shipping").click();
    await window.quickFix("Mark `shipping` reviewed");
    await window.press("Enter");
    await window.lens(/supported/i);
    for (const verdict of ["supported", "unverified", "generated"]) await window.gutterIcons(verdict);
    for (const { theme, icons, kind } of THEMES) {
      setting.configure(window.folder, { "workbench.colorTheme": theme });
      await window.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await window.gutterIcons("generated", icons);
      const colours = await window.colours([
        "editor-background",
        ...KINDS.map((name) => `groundwire-${name}Foreground`),
      ]);
      const [background, ...overview] = colours;
      for (const [index, name] of KINDS.entries()) {
        const drawn = fs.readFileSync(path.join(root, "client", "media", `${name}-${icons}.svg`), "utf8");
        for (const [colour] of drawn.matchAll(/#[0-9a-f]{6}/g)) {
          const icon = contrast(parse(colour), background);
          assert.ok(icon >= LEAST, `${name} in the gutter of ${theme}: ${icon.toFixed(2)}`);
        }
        const ruler = contrast(over(overview[index], background), background);
        assert.ok(ruler >= LEAST, `${name} in the overview ruler of ${theme}: ${ruler.toFixed(2)} ${overview[index]}`);
      }
      await window.screenshot(`theme-${kind}`, window.editor);
    }
    setting.configure(window.folder, {});
    await window.page.locator(".monaco-workbench.vs").waitFor(); // as other tests see it
  });

  test("what is drawn is said in words, too, for who hears the screen", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile("src/shop/pricing.py");
    await window.waitForStatus(/4 refuted · 6 unverified/);
    await window.settled();
    const status = await window.status.locator("a").getAttribute("aria-label");
    assert.match(status, /^Groundwire: 4 refuted · 6 unverified\. Generated code in 7 files: 4 refuted, 6 unverified/);

    // The gutter can have no words of its own: they stand in the line above.
    await window.lens("no test run recorded");
    const lenses = await window.lenses.allInnerTexts();
    const verdicts = lenses.filter((text) => /^unverified: [a-z ]{10,}/.test(text));
    assert.deepEqual([verdicts.length, lenses.length], [3, 3], lenses.join("\n"));
    assert.equal(await window.gutterIcons("unverified"), 3);

    await window.run("Problems: Focus on Problems View");
    await window.problems.filter({ hasText: "GW206" }).first().waitFor();
    const labels = await window.problems.evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
    const marks = labels.filter((label) => label.includes("groundwire"));
    assert.ok(marks.length >= 4, labels.join("\n"));
    for (const label of marks) assert.match(label, /^(Warning|Info): \S.{15,}\. /);
  });
}

function parse(colour) {
  return [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
}

/** A colour with its opacity, as it looks over a background. */
function over([red, green, blue, opacity = 1], background) {
  return [red, green, blue].map((value, index) => value * opacity + background[index] * (1 - opacity));
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

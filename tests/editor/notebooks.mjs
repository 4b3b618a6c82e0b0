/** What a person sees who opens a notebook with generated code. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const IMPORTS = "import os";
const TRAP = 'def debug():\n    return bool(os.environ.get("SHOP_DEBUG"))';

export function notebooks(shared) {
  test("a notebook's generated cell shows its guess: mark, hover, lens", async () => {
    const window = await shared.setting.sharedWindow({ attributed: false });
    fs.writeFileSync(path.join(window.folder, "orders.ipynb"), notebook(IMPORTS, TRAP));
    await window.openFromExplorer("orders.ipynb"); // an address would open it as text
    const [imports, generated] = [window.cell(IMPORTS), window.cell("def debug")];
    await generated.locator(".view-line").first().click();
    await generated.locator(".monaco-editor.focused").waitFor(); // the palette lists what can be done where the focus is
    await window.run("Groundwire: Mark File as Generated"); // it marks the cell that has the cursor
    const mark = generated.locator(".squiggly-warning").first();
    await mark.waitFor();
    await window.settled();
    assert.equal(await imports.locator(":is(.squiggly-warning, .squiggly-info)").count(), 0);
    await generated.locator(".codelens-decoration", { hasText: /refuted/i }).waitFor();
    const hover = await window.hover(mark, "GW208");
    assert.match(await hover.innerText(), /refuted/i);
    await window.screenshot("notebook", window.editor, window.statusBar);
  });
}

/** A notebook with Python cells of these texts. */
function notebook(...texts) {
  const cells = texts.map((source, number) => {
    return { cell_type: "code", id: `c${number}`, metadata: {}, execution_count: null, outputs: [], source };
  });
  const metadata = { language_info: { name: "python" } };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
}

/** The quick fix that writes the test which would settle a guess. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

export function stubs(shared) {
  test("the quick fix writes a test stub, shows it, and saves it", async () => {
    const window = await shared.setting.sharedWindow({ attributed: true });
    await window.openFile("src/shop/pricing.py");
    await window.waitForStatus("4 refuted · 6 unverified");
    await window.settled();
    await window.lens("no test refers to it");
    await window.line("def is_valid_coupon").click();
    await window.quickFix("Write a test stub for `is_valid_coupon` (red until you state the expectations)");
    await window.screenshot("quick-fix");
    await window.press("Enter");
    await window.page.locator(".tab.active", { hasText: "test_pricing.py" }).waitFor();
    await window.line("is_valid_coupon").waitFor();
    await window.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    await window.screenshot("stub", window.editor);
    const written = fs.readFileSync(path.join(window.folder, "tests", "test_pricing.py"), "utf8");
    assert.match(written, /def test_is_valid_coupon/);
    assert.match(written, /test_large_orders_are_sent_for_free/, "what was there stays");
  });
}

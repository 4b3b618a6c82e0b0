/** Tests in a real VS Code that share a server and a browser, one after the other. */
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { Setting } from "./setting.mjs";

/** Registers the tests of some files; what they share is filled before the first of them runs. */
export function suite(...files) {
  const shared = {};

  before(async () => {
    shared.setting = await Setting.start();
  });

  afterEach(async (context) => {
    const failed = context.passed === false ? context.name.replaceAll(/\W+/g, "-").slice(0, 60) : "";
    await shared.setting.closeWindows(failed);
  });

  after(async () => {
    assert.deepEqual(await shared.setting?.stop(), [], "processes outlived the editor");
    assert.deepEqual([...(shared.setting?.outside ?? [])], [], "the editor asked another machine");
  });

  for (const tests of files) tests(shared);
}

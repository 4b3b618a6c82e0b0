/** Accepting an inline suggestion records what it inserted, and nothing that the person typed. */
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { packedServer } from "../../scripts/sample.mjs";
import { Session } from "../../scripts/session.mjs";

const FILE = "src/shop/settings.py";
const LIMIT = 20_000;
const SUGGESTED = 'def is_debug() -> bool:\n    return bool(os.environ.get("SHOP_DEBUG"))\n';

export function accepting(shared) {
  test("an accepted suggestion is generated, without the typed prefix", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: false });
    await window.openFile(FILE);
    await window.waitForStatus("nothing attributed yet");
    await typeAtEnd(window, "sender = 'shop at home'\n"); // typed beside a suggestion that is not accepted
    await window.type("def is_d");
    await window.suggested();
    await window.screenshot("suggestion");
    await window.press("Tab");
    await window.warnings.first().waitFor();
    await window.waitForStatus("1 refuted");
    await window.lens(/refuted/i);
    assert.equal(await window.gutterIcons("refuted"), 1);
    await window.settled();
    await window.screenshot("accepted", window.editor, window.statusBar);
    await window.save();
    assert.deepEqual(await generatedText(setting, window.folder), [SUGGESTED.slice("def is_d".length)]);
  });

  test("words accepted one by one are generated, one region each time", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: false });
    await window.openFile(FILE);
    await window.waitForStatus("nothing attributed yet");
    await typeAtEnd(window, "sender = ");
    await window.suggested();
    for (const column of ["sender = '".length, "sender = 'shop".length]) {
      await window.press("Control+ArrowRight");
      await window.waitForColumn(column + 1);
    }
    await window.press("Escape");
    await window.type(" home'");
    await window.save();
    assert.equal((await generatedText(setting, window.folder)).join(""), "'shop");
  });

  test("a line accepted with a key of the person's own is generated", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: false });
    await window.openFile(FILE);
    await window.waitForStatus("nothing attributed yet");
    await typeAtEnd(window, "def is_d");
    await window.suggested();
    await window.press("Alt+L");
    await window.waitForStatus("1 unverified");
    await window.press("Escape");
    await window.save();
    assert.equal((await generatedText(setting, window.folder)).join("").trimEnd(), "ebug() -> bool:");
  });

  // This editor gives its account to every extension; where none is given the origin stays unknown.
  test("with interposition off the editor's own key accepts, and what is known is the editor's own account", async () => {
    const { setting } = shared;
    const window = await setting.sharedWindow({ attributed: false });
    await window.openFile(FILE);
    // Both come into force at once, and one of them shows.
    setting.configure(window.folder, { "groundwire.acceptInterposition": false, "editor.lineNumbers": "off" });
    await window.page.locator(".editor-instance .line-numbers").first().waitFor({ state: "detached" });
    await window.waitForStatus("nothing attributed yet");
    await typeAtEnd(window, "def is_d");
    await window.suggested();
    await window.press("Tab");
    await window.ghostText.waitFor({ state: "detached" });
    await window.line('return bool(os.environ.get("SHOP_DEBUG"))').waitFor();
    await window.waitForStatus("1 refuted");
    await window.save();
    assert.deepEqual(await generatedText(setting, window.folder), [SUGGESTED.slice("def is_d".length)]);
    assert.deepEqual(await tools(setting, window.folder), ["groundwire-tests.suggestions"]);
  });

  test("where the editor itself says who changed a text, that counts, whichever way it was accepted", async () => {
    const { setting } = shared;
    const folder = await setting.sample("account", { attributed: false });
    setting.configure(folder, { "groundwire.acceptInterposition": false });
    const window = await setting.proposedWindow(folder, FILE);
    await window.waitForStatus("nothing attributed yet");
    await typeAtEnd(window, "def is_d");
    await window.suggested();
    await window.press("Tab");
    await window.waitForStatus("1 refuted");
    await window.save();
    await setting.closeWindows("");
    assert.deepEqual(await generatedText(setting, folder), [SUGGESTED.slice("def is_d".length)]);
    assert.deepEqual(await tools(setting, folder), ["groundwire-tests.suggestions"]);
  });
}

async function typeAtEnd(window, text) {
  await window.line("from dataclasses import dataclass").click();
  await window.press("Control+End");
  await window.type(`\n${text}`);
}

/** The texts that the server, started anew, knows to be generated. */
async function generatedText(setting, folder) {
  const { regions, text } = await known(setting, folder);
  const spans = regions.flatMap(({ spans }) => spans);
  spans.sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
  return spans.map((span) => between(text.split("\n"), span));
}

/** Who wrote each of its regions. */
async function tools(setting, folder) {
  return (await known(setting, folder)).regions.map(({ origin }) => origin.tool);
}

/** What the server, started anew, knows of the file, as soon as it knows something: it hears what another one keeps. */
async function known(setting, folder) {
  const session = await Session.start({ python: setting.interpreter, main: packedServer, folder });
  try {
    const uri = await session.open(path.join(folder, FILE));
    const limit = Date.now() + LIMIT;
    for (;;) {
      const { regions } = await session.request("groundwire/regions", { textDocument: { uri } });
      if (regions.length > 0 || Date.now() > limit) return { regions, text: session.text(uri) };
      await delay(200);
    }
  } finally {
    await session.close();
  }
}

function between(lines, { start, end }) {
  const inside = lines.slice(start.line, end.line + 1);
  inside[inside.length - 1] = inside[inside.length - 1].slice(0, end.character);
  inside[0] = inside[0].slice(start.character);
  return inside.join("\n");
}

/** Everything that starting and testing need, each step done once and again when what it is made of changes. */
import fs from "node:fs";
import path from "node:path";
import { installChromium } from "./browser.mjs";
import { installEditor } from "./editor.mjs";
import { installEditors } from "./editors.mjs";
import { root } from "./paths.mjs";
import { npm, which, Failure } from "./process.mjs";
import { bareInterpreter, installDevelopment } from "./python.mjs";
import { step } from "./step.mjs";

/**
 * Sets up what a command needs.
 * @param {{editor: boolean, browser: boolean, others?: boolean}} parts `editor` is the VS Code server, `browser` a Chromium
 *   to test it with, `others` are Neovim and Emacs
 * @throws {Failure} with one line that says what is missing on this machine
 */
export async function setUp({ editor, browser, others = false }) {
  if (!which("git")) throw new Failure("Missing system package: git.");
  const modules = path.join(root, "node_modules", ".package-lock.json");
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  await step("Node packages", { files: ["package-lock.json"], values: [devDependencies], results: [modules] }, () =>
    npm("node", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
  );
  await installDevelopment();
  const { makePackage, makeProposedPackage } = await import("./package.mjs");
  await makePackage();
  if (browser) {
    await makeProposedPackage();
    const { packSuggestions } = await import("./suggestions.mjs");
    await packSuggestions();
    await bareInterpreter();
    const { sampleEnvironment } = await import("./sample.mjs");
    await sampleEnvironment();
    await installChromium();
  }
  if (editor) await installEditor();
  if (others) await installEditors();
}

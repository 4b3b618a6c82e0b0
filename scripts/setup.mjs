/** Everything that starting and testing need, each step done once and again when what it is made of changes. */
import fs from "node:fs";
import path from "node:path";
import { installChromium } from "./browser.mjs";
import { installEditor } from "./editor.mjs";
import { installEditors } from "./editors.mjs";
import { makePackage, makeProposedPackage } from "./package.mjs";
import { root } from "./paths.mjs";
import { npm, which, Failure } from "./process.mjs";
import { bareInterpreter, installDevelopment } from "./python.mjs";
import { step } from "./step.mjs";
import { packSuggestions } from "./suggestions.mjs";

/**
 * Sets up what a command needs: what needs nothing of each other beside each other, as either waits for its downloads.
 * @param {{editor: boolean, browser: boolean, others?: boolean}} parts `editor` is the VS Code server, `browser` a Chromium
 *   to test it with, `others` are Neovim and Emacs
 * @throws {Failure} with one line that says what is missing on this machine
 */
export async function setUp({ editor, browser, others = false }) {
  if (!which("git")) throw new Failure("Missing system package: git.");
  const packages = installNodePackages();
  const work = [packExtension(packages, { browser }), installPrograms({ browser, others })];
  if (browser) work.push(bareInterpreter(), makeSample(packages));
  if (editor) work.push(installEditor());
  await allOf(work);
}

function installNodePackages() {
  const modules = path.join(root, "node_modules", ".package-lock.json");
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  return step("Node packages", { files: ["package-lock.json"], values: [devDependencies], results: [modules] }, () =>
    npm("node", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
  );
}

async function packExtension(packages, { browser }) {
  await allOf([packages, installDevelopment()]);
  await makePackage();
  if (!browser) return;
  await makeProposedPackage();
  await packSuggestions();
}

async function makeSample(packages) {
  await packages; // its module imports one of them
  const { sampleEnvironment } = await import("./sample.mjs");
  await sampleEnvironment();
}

/** One after the other: apt-get runs once at a time. */
async function installPrograms({ browser, others }) {
  if (browser) await installChromium();
  if (others) await installEditors();
}

/**
 * Waits for all of some work, also where a part fails: nothing goes on behind the message that says so.
 * @returns {Promise<unknown[]>} what each gave
 */
export async function allOf(work) {
  const ended = await Promise.allSettled(work);
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return ended.map(({ value }) => value);
}

/** Packs the extension for one platform: the client, the server, and every library that the server needs. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, devPython, root } from "./paths.mjs";
import { run } from "./process.mjs";
import { declaredDependencies } from "./python.mjs";
import { filesBelow, step } from "./step.mjs";

/** The platform as the marketplace names it, and as `scripts/libraries.py` does. */
export const platform = `${onMusl() ? "alpine" : process.platform}-${process.arch}`;
/** What the package is made of; the server in it runs by itself. */
export const stage = path.join(build, "stage");
export const vsix = path.join(build, `groundwire-${platform}.vsix`);
/** The same for an editor that is told to trust it with proposed API; no marketplace takes it. */
export const proposedVsix = path.join(build, "proposed", `groundwire-${platform}.vsix`);

const libraries = path.join(build, "libs", platform);
const SOURCES = [
  "package.json",
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "client/src",
  "client/media",
  "samples",
  "server/groundwire",
];

/** The editor's own account of who changed a text. */
const PROPOSALS = ["textDocumentChangeReason"];

/** Keys of package.json that say nothing about the extension. */
const DEVELOPMENT = new Set(["scripts", "devDependencies", "private"]);

/**
 * Makes the package unless it is up to date.
 * @param {{published?: boolean}} what a package that is to be published is searched for secrets, which takes ten times as
 *   long as all the rest
 */
export async function makePackage({ published = false } = {}) {
  await step(
    "Python libraries",
    { files: ["scripts/libraries.py"], values: [declaredDependencies()], results: [libraries] },
    async () => {
      fs.rmSync(libraries, { recursive: true, force: true });
      await run("libraries", devPython, [path.join("scripts", "libraries.py"), platform, libraries]);
    },
  );
  const files = [...SOURCES, "package-lock.json", "scripts/bundle.mjs", "scripts/package.mjs", "scripts/libraries.py"];
  const values = [declaredDependencies(), ...(published ? ["searched"] : [])];
  await step("extension package", { files, values, results: [vsix, stage] }, async () => {
    await run("package", process.execPath, [path.join("scripts", "bundle.mjs")]);
    fillStage();
    await pack(vsix, { searched: published });
  });
}

/** Makes the package that asks for proposed API, of the same files. */
export async function makeProposedPackage() {
  await makePackage();
  const made = fs.statSync(vsix).mtimeMs;
  await step("proposed package", { values: [PROPOSALS, made], results: [proposedVsix] }, async () => {
    fs.mkdirSync(path.dirname(proposedVsix), { recursive: true });
    const manifest = path.join(stage, "package.json");
    const plain = fs.readFileSync(manifest, "utf8");
    fs.writeFileSync(manifest, JSON.stringify({ ...JSON.parse(plain), enabledApiProposals: PROPOSALS }, undefined, 2));
    await pack(proposedVsix, { searched: false }).finally(() => fs.writeFileSync(manifest, plain));
  });
}

async function pack(file, { searched }) {
  const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  if (!searched) options.push("--allow-package-all-secrets");
  const target = ["--target", platform, "--out", file];
  await run("package", process.execPath, [vsce, "package", ...options, ...target], { cwd: stage });
}

function fillStage() {
  fs.rmSync(stage, { recursive: true, force: true });
  const shipped = SOURCES.filter((source) => source !== "client/src" && source !== "package.json");
  for (const file of [...filesBelow(shipped), path.join("dist", "extension.js")]) {
    const target = path.join(stage, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(root, file), target);
  }
  fs.cpSync(libraries, path.join(stage, "server", "libs"), { recursive: true });
  const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const shippedKeys = Object.entries(manifest).filter(([key]) => !DEVELOPMENT.has(key));
  fs.writeFileSync(path.join(stage, "package.json"), JSON.stringify(Object.fromEntries(shippedKeys), undefined, 2));
}

function onMusl() {
  return process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes("--proposed") ? makeProposedPackage() : makePackage({ published: true }));
}

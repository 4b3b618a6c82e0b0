import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const root = path.dirname(path.dirname(__dirname));
const python = path.join(root, ".build", "venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** Every file that the package may hold. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|LICENSE\.txt|changelog\.md)$/,
  /^extension\/dist\/extension\.js$/,
  /^extension\/client\/media\/[a-z-]+\.(svg|png)$/,
  /^extension\/client\/media\/walkthrough\/[a-z-]+\.(md|png)$/,
  /^extension\/samples\/shop\.generated\.json$/,
  /^extension\/samples\/shop\/([a-z_]+\/)*[A-Za-z_]+\.(py|toml|md)$/,
  /^extension\/server\/groundwire\/([a-z_]+\/)*[a-z_][a-z0-9_]*\.(py|json|sql|typed|js|sh)$/,
  /^extension\/server\/libs\/(attrs?|cattrs?|coverage|exceptiongroup|jedi|libcst|lsprotocol|packaging|parso|pygls|radon|tomli)\/([\w.-]+\/)*[\w.-]+\.(py|typed|so|pyd)$/,
  /^extension\/server\/libs\/jedi\/third_party\/typeshed\/(LICENSE|stdlib\/([\w-]+\/)*(\w+\.pyi|VERSIONS))$/,
  /^extension\/server\/libs\/parso\/python\/grammar\d+\.txt$/,
  /^extension\/server\/libs\/typing_extensions\.py$/,
  /^extension\/server\/libs\/(attrs|cattrs|coverage|exceptiongroup|jedi|libcst|lsprotocol|packaging|parso|pygls|radon|tomli|typing_extensions)-[\w.]+\.dist-info\/[\w./-]+$/,
];

interface Manifest {
  contributes: {
    commands: { command: string }[];
    walkthroughs: {
      steps: { description: string; media: { image?: string; markdown?: string }; completionEvents: string[] }[];
    }[];
  };
}

function packed(): string[] {
  const folder = path.join(root, ".build");
  const names = fs.readdirSync(folder).filter((name) => /^groundwire-.*\.vsix$/.test(name));
  assert.equal(names.length, 1);
  const list = "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')";
  const listed = spawnSync(python, ["-c", list, path.join(folder, names[0] ?? "")], { encoding: "utf8" });
  assert.equal(listed.status, 0, listed.stderr);
  return listed.stdout.trim().split("\n");
}

test("the package holds the extension and nothing else", () => {
  const surplus = packed().filter((name) => !ALLOWED.some((pattern) => pattern.test(name)));
  assert.deepEqual(surplus, []);
});

test("the package holds the whole server", () => {
  const names = new Set(packed());
  const sources = fs
    .readdirSync(path.join(root, "server", "groundwire"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(py|json|sql|js|sh)$/.test(name));
  const missing = sources.filter((name) => !names.has(`extension/server/groundwire/${name.replaceAll("\\", "/")}`));
  assert.ok(sources.length > 20);
  assert.deepEqual(missing, []);
});

test("the package holds the whole sample, with what a model wrote in it", () => {
  const names = new Set(packed());
  const samples = fs
    .readdirSync(path.join(root, "samples"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(py|toml|md|json)$/.test(name));
  assert.ok(samples.length > 10);
  const missing = samples.filter((name) => !names.has(`extension/samples/${name.replaceAll("\\", "/")}`));
  assert.deepEqual(missing, []);
});

test("what the walkthrough and the commands name is there", () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
  const commands = new Set(manifest.contributes.commands.map(({ command }) => command));
  for (const { description, media, completionEvents } of manifest.contributes.walkthroughs.flatMap((w) => w.steps)) {
    for (const [, command] of description.matchAll(/\(command:(groundwire\.\w+)\)/g)) {
      assert.ok(commands.has(command ?? ""), command);
    }
    const file = media.image ?? media.markdown ?? "";
    assert.ok(fs.existsSync(path.join(root, file)), file);
    assert.ok(fs.statSync(path.join(root, file)).size <= 150 * 1024, `${file} is too large`);
    assert.equal(completionEvents.length, 1);
  }
});

test("the package holds libcst's parser for every supported Python", () => {
  const natives = packed().filter((name) => name.includes("/libcst/native."));
  const versions = natives.map((name) => /cp(?:ython-)?(3\d+)/.exec(name)?.[1]).sort();
  assert.deepEqual(versions, ["310", "311", "312", "313", "314"]);
});

test("the lock file names no registry", () => {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"), "utf8");
  assert.doesNotMatch(lock, /"resolved"/);
});

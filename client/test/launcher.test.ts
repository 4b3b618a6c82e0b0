import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { hasLauncher, launcherName, launcherText, writeLauncher } from "../src/launcher";

const posix = { skip: process.platform === "win32" };

function temporary(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "groundwire launcher '"));
}

/** A program that stands for Python: it says how it was called, and what it was given. */
function recorder(folder: string): string {
  const file = path.join(folder, "py thon$HOME");
  fs.writeFileSync(file, '#!/bin/sh\nprintf "%s|" "$@"\ncat\n', { mode: 0o755 });
  return file;
}

test("the launcher passes the payload on, whatever characters its paths hold", posix, async () => {
  const folder = temporary();
  const main = path.join(folder, "ma'in\".py");
  fs.writeFileSync(main, "");
  const file = await writeLauncher(path.join(folder, "storage"), { interpreter: recorder(folder), main });
  const { status, stdout, stderr } = spawnSync(file, { input: '{"a": 1}', encoding: "utf8" });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: `-I|-S|${main}|record|{"a": 1}`, stderr: "" });
});

test("without the extension the launcher does nothing, and says nothing", posix, async () => {
  const folder = temporary();
  const file = await writeLauncher(folder, { interpreter: recorder(folder), main: path.join(folder, "gone.py") });
  const { status, stdout, stderr } = spawnSync(file, { input: "{}", encoding: "utf8" });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
});

test("where its Python is gone the launcher takes another, or does nothing", posix, async () => {
  const folder = temporary();
  const main = path.join(folder, "main.py");
  fs.writeFileSync(main, "import sys; print(sys.argv[1:])");
  const file = await writeLauncher(folder, { interpreter: path.join(folder, "gone"), main });
  assert.equal(spawnSync(file, { input: "{}", encoding: "utf8" }).stdout, "['record']\n");
  const lost = spawnSync("/bin/sh", [file], { input: "{}", encoding: "utf8", env: { PATH: folder } });
  assert.deepEqual([lost.status, lost.stdout, lost.stderr], [0, "", ""]);
});

test("a new version of the extension takes the launcher over; the same one leaves it alone", async () => {
  const folder = temporary();
  assert.equal(await hasLauncher(folder), false);
  const file = await writeLauncher(folder, { interpreter: "/usr/bin/python3", main: "/one/__main__.py" });
  assert.equal(await hasLauncher(folder), true);
  const { ino } = fs.statSync(file);
  assert.equal(await writeLauncher(folder, { interpreter: "/usr/bin/python3", main: "/one/__main__.py" }), file);
  assert.equal(fs.statSync(file).ino, ino);
  assert.equal(await writeLauncher(folder, { interpreter: "/usr/bin/python3", main: "/two/__main__.py" }), file);
  assert.match(fs.readFileSync(file, "utf8"), /\/two\//);
  assert.deepEqual(fs.readdirSync(folder), [launcherName(process.platform)]);
});

test("a batch file keeps per cent signs, and always succeeds", () => {
  const text = launcherText({ interpreter: "C:\\100%\\python.exe", main: "C:\\x\\__main__.py" }, "win32");
  assert.match(text, /"C:\\100%%\\python\.exe" -I -S "C:\\x\\__main__\.py" record\r\nexit \/b 0\r\n$/);
});

import assert from "node:assert/strict";
import test from "node:test";
import { lookUp, type Machine } from "../src/programs";

/** A machine with these files; a value is what a symbolic link leads to. */
function machine(folders: string, files: Record<string, string>, platform: NodeJS.Platform = "linux"): Machine {
  return { folders, platform, real: (file) => files[file] };
}

const own = (...files: string[]): Record<string, string> => Object.fromEntries(files.map((file) => [file, file]));

test("a program outside the workspace is found by its name", () => {
  const here = machine("/opt/bin:/usr/bin", own("/usr/bin/python3", "/work"));
  assert.equal(lookUp("python3", ["/work"], here), "/usr/bin/python3");
});

test("one inside the workspace is passed over, also where its environment is activated", () => {
  const here = machine("/work/.venv/bin:/usr/bin", own("/work/.venv/bin/python3", "/usr/bin/python3", "/work"));
  assert.equal(lookUp("python3", ["/work"], here), "/usr/bin/python3");
  assert.equal(lookUp("/work/.venv/bin/python3", ["/work"], here), undefined);
});

test("an environment inside the workspace is inside, though its program links out of it", () => {
  const files = { "/work": "/work", "/work/.venv/bin/python": "/usr/bin/python3.12" };
  assert.equal(lookUp("/work/.venv/bin/python", ["/work"], machine("", files)), undefined);
});

test("a link from outside into the workspace leads inside", () => {
  const files = { "/work": "/real/work", "/home/bin/python3": "/real/work/evil" };
  assert.equal(lookUp("python3", ["/work"], machine("/home/bin", files)), undefined);
});

test("relative folders of the PATH are not searched, nor is the working directory", () => {
  const files = own("bin/python3", "./python3", "python3", "/work");
  assert.equal(lookUp("python3", ["/work"], machine("bin:.::", files)), undefined);
});

test("a folder whose name only begins like the workspace's is outside", () => {
  const here = machine("/workshop:/..work", own("/workshop/python3", "/work"));
  assert.equal(lookUp("python3", ["/work"], here), "/workshop/python3");
});

test("on Windows programs end in .exe, and case does not count", () => {
  const files = own("C:\\Py\\python.exe", "c:\\Work\\.venv\\Scripts\\python.exe", "C:\\work");
  const here = machine("c:\\Work\\.venv\\Scripts;C:\\Py", files, "win32");
  assert.equal(lookUp("python", ["C:\\work"], here), "C:\\Py\\python.exe");
});

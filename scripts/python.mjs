/** The Python that sets things up, and the development environment made with it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build, devPython, root } from "./paths.mjs";
import { Failure, run } from "./process.mjs";
import { step } from "./step.mjs";

let found;

/**
 * A Python of at least 3.10 on the PATH.
 * @throws {Failure} when there is none
 */
export function python() {
  found ??= ["python3", "python", "py"].find((name) => {
    const check = "import sys, venv; sys.exit(sys.version_info < (3, 10))";
    return spawnSync(name, ["-c", check], { stdio: "ignore" }).status === 0;
  });
  if (!found) throw new Failure("Python 3.10 or newer with its venv module is needed and was not found on the PATH.");
  return found;
}

/** Makes `.build/venv`: this project, editable, with the development group of pyproject.toml. */
export async function installDevelopment() {
  await step("Python environment", { files: ["pyproject.toml"], results: [devPython] }, async () => {
    const folder = path.join(build, "venv");
    fs.rmSync(folder, { recursive: true, force: true });
    await run("venv", python(), ["-m", "venv", folder]);
    const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
    await run("venv", devPython, [...pip, "--upgrade", "pip>=25.1"]); // the first that knows --group
    await run("venv", devPython, [...pip, "--group", "dev", "--editable", root]);
  });
}

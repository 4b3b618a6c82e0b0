/** The Python that sets things up, and the development environment made with it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build, devPython, root, venvPython } from "./paths.mjs";
import { Failure, run } from "./process.mjs";
import { step } from "./step.mjs";

let found;

/**
 * The absolute path of a Python of at least 3.10 that the PATH leads to.
 * @throws {Failure} when there is none
 */
export function python() {
  const check = "import sys, venv; print(sys.executable); sys.exit(sys.version_info < (3, 10))";
  for (const name of found ? [] : ["python3", "python", "py"]) {
    const answer = spawnSync(name, ["-c", check], { encoding: "utf8" });
    if (answer.status === 0) found ??= answer.stdout.trim();
  }
  if (!found) throw new Failure("Python 3.10 or newer with its venv module is needed and was not found on the PATH.");
  return found;
}

/** Makes a Python without any package, not even pip, as a person may have one; returns its path. */
export async function bareInterpreter() {
  const folder = path.join(build, "bare");
  await step("bare interpreter", { values: [python()], results: [venvPython(folder)] }, async () => {
    await run("bare", python(), ["-m", "venv", "--without-pip", "--clear", folder]);
  });
  return venvPython(folder);
}

/** What pyproject.toml says of the project and its dependencies: all that stands above the settings of tools. */
export function declaredDependencies() {
  return fs.readFileSync(path.join(root, "pyproject.toml"), "utf8").split("\n[tool.", 1)[0];
}

/** Makes `.build/venv`: this project, editable, with the development group of pyproject.toml. */
export async function installDevelopment() {
  await step("Python environment", { values: [declaredDependencies()], results: [devPython] }, async () => {
    const folder = path.join(build, "venv");
    fs.rmSync(folder, { recursive: true, force: true });
    await run("venv", python(), ["-m", "venv", folder]);
    const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
    await run("venv", devPython, [...pip, "--upgrade", "pip>=25.1"]); // the first that knows --group
    await run("venv", devPython, [...pip, "--group", "dev", "--editable", root]);
  });
}

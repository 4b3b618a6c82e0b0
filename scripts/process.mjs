/** Runs programs for the build scripts: quietly, with their output in a log file that is shown when they fail. */
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { logs, root } from "./paths.mjs";

const windows = process.platform === "win32";

/** A failure to tell the person in one line, without a stack trace. */
export class Failure extends Error {}

/**
 * Runs a program to its end and appends its output to `.build/logs/<log>.log`.
 * @throws {Failure} when it cannot start or ends with another status than 0; the message holds the end of its output.
 */
export async function run(log, program, args, options = {}) {
  fs.mkdirSync(logs, { recursive: true });
  const file = path.join(logs, `${log}.log`);
  const sink = fs.openSync(file, "a");
  fs.writeSync(sink, `$ ${[program, ...args].join(" ")}\n`);
  const before = fs.fstatSync(sink).size;
  try {
    const status = await finished(spawn(program, args, { cwd: root, stdio: ["ignore", sink, sink], ...options }));
    if (status !== 0) {
      const output = fs
        .readFileSync(file)
        .subarray(before)
        .toString("utf8")
        .trimEnd()
        .split("\n")
        .slice(-30)
        .join("\n");
      throw new Failure(
        `${path.basename(program)} ${args.slice(0, 3).join(" ")} … ended with ${status}:\n${output}\n(${file})`,
      );
    }
  } finally {
    fs.closeSync(sink);
  }
}

/** Runs a program with its output on this terminal; resolves with its exit status. */
export function show(program, args, options = {}) {
  return finished(spawn(program, args, { cwd: root, stdio: "inherit", ...options }));
}

/** Runs a program and shows its output in one piece when it has ended; resolves with its exit status. */
export async function showInTheEnd(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(data));
  const closed = new Promise((resolve) => child.once("close", resolve));
  const status = await finished(child);
  await closed;
  process.stdout.write(Buffer.concat([Buffer.from("\n"), ...output])); // where what is shown live is in the middle of a line
  return status;
}

/**
 * Runs npm with this Node, or with the Node and npm given.
 * @throws {Failure} as `run` does.
 */
export function npm(log, args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js") && fs.existsSync(cli)) return run(log, process.execPath, [cli, ...args], options);
  return run(log, windows ? "npm.cmd" : "npm", args, { shell: windows, ...options });
}

/** The absolute path of a program on the PATH, or undefined. */
export function which(name) {
  const found = spawnSync(windows ? "where" : "which", [name], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0] : undefined;
}

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Failure(`${child.spawnfile} cannot be started: ${error.message}`)));
    child.on("exit", (code, signal) => resolve(code ?? `signal ${signal}`));
  });
}

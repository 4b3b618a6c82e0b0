/** Finds the Python that runs the server, and the one that is the project's. */
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { selectedInterpreter } from "./environments";
import { lookUp } from "./programs";

const OLDEST = [3, 10] as const;
const PROBE = "import platform, sys; print(platform.python_implementation(), *sys.version_info[:3])";

export interface Interpreter {
  path: string;
  /** Where it was found, for the log. */
  source: string;
  version: string;
}

/** Why there is none: for the person, and everything that was tried for the log. */
export interface NoInterpreter {
  problem: string;
  probed: string[];
}

/**
 * The interpreter for the server: the setting, else the one selected in the Python extension, else one on the PATH.
 *
 * In an untrusted workspace nothing inside the workspace is started, nor a launcher that the workspace's files could lead
 * there.
 */
export async function findInterpreter(): Promise<Interpreter | NoInterpreter> {
  const probed: string[] = [];
  for await (const { command, source } of candidates()) {
    const program = vscode.workspace.isTrusted ? command : outsideWorkspace(command);
    if (program === undefined) {
      probed.push(`${command} (${source}): not found outside the workspace, which is not trusted`);
      continue;
    }
    const version = await probe(program);
    if (typeof version === "string") return { path: program, source, version };
    probed.push(`${command} (${source}): ${version.problem}`);
  }
  return { problem: problemOf(fromSetting("interpreter")), probed };
}

function problemOf(setting: string | undefined): string {
  if (setting) return `groundwire.interpreter names ${setting}, which cannot run the server. The log says why.`;
  if (vscode.workspace.isTrusted) return "No Python 3.10 or newer was found. Set groundwire.interpreter.";
  return "Restricted Mode, and no Python 3.10 or newer outside the workspace: trust it, or name one in your own settings.";
}

/** The project's Python: the setting, else the selected interpreter, else null (the server looks in the workspace). */
export async function projectEnvironment(): Promise<string | null> {
  const setting = fromSetting("environment");
  if (setting) return setting;
  return vscode.workspace.isTrusted ? ((await selectedInterpreter()) ?? null) : null;
}

async function* candidates(): AsyncGenerator<{ command: string; source: string }> {
  const setting = fromSetting("interpreter");
  if (setting) {
    yield { command: setting, source: "groundwire.interpreter" };
    return; // a named interpreter that does not work is said, not replaced
  }
  const selected = await selectedInterpreter();
  if (selected) yield { command: selected, source: "Python extension" };
  const names = process.platform === "win32" ? ["py", "python", "python3"] : ["python3", "python"];
  for (const command of names) yield { command, source: "PATH" };
}

/** The absolute path that a setting names; relative paths start at the first workspace folder. */
function fromSetting(name: "interpreter" | "environment"): string | undefined {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const value = vscode.workspace.getConfiguration("groundwire").get<string>(name, "").trim();
  if (value === "") return undefined;
  const expanded = value.replaceAll("${workspaceFolder}", folder ?? "").replace(/^~(?=[/\\]|$)/, homedir());
  if (path.isAbsolute(expanded) || !/[/\\]/.test(expanded)) return expanded;
  return path.resolve(folder ?? homedir(), expanded);
}

/**
 * Where programs are started: in the workspace, so that a version manager picks the project's Python; while it is not
 * trusted outside, for its files then decide nothing.
 */
export function workingFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.workspace.isTrusted && folder?.scheme === "file" ? folder.fsPath : path.dirname(process.execPath);
}

/** The absolute path of a program outside the workspace; `py` is none: an activated environment decides what it starts. */
function outsideWorkspace(command: string): string | undefined {
  if (/^py(\.exe)?$/i.test(path.basename(command))) return undefined;
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return lookUp(command, folders, { folders: process.env.PATH ?? "", platform: process.platform, real });
}

function real(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** The version as `3.12.1`, or why the program cannot run the server. */
function probe(command: string): Promise<string | { problem: string }> {
  return new Promise((resolve) => {
    execFile(
      command,
      ["-I", "-c", PROBE],
      { timeout: 15_000, windowsHide: true, cwd: workingFolder() },
      (error, stdout) => {
        if (error) {
          resolve({ problem: error.killed ? "gave no answer in 15 seconds" : firstLine(error.message) });
          return;
        }
        const [implementation, ...numbers] = stdout.trim().split(" ");
        const [major = 0, minor = 0] = numbers.map(Number);
        const version = numbers.join(".");
        if (implementation !== "CPython") resolve({ problem: `is ${implementation ?? "unknown"}, CPython is needed` });
        else if (major !== OLDEST[0] || minor < OLDEST[1])
          resolve({ problem: `is ${version}, 3.10 or newer is needed` });
        else resolve(version);
      },
    );
  });
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

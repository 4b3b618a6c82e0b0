/** Finds the Python that runs the server, and the one that is the project's. */
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { selectedInterpreter } from "./environments";

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
 * In an untrusted workspace nothing inside the workspace is started, and the PATH is not searched.
 */
export async function findInterpreter(): Promise<Interpreter | NoInterpreter> {
  const probed: string[] = [];
  for await (const { command, source } of candidates()) {
    if (!vscode.workspace.isTrusted && insideWorkspace(command)) {
      probed.push(`${command} (${source}): inside the workspace, which is not trusted`);
      continue;
    }
    const version = await probe(command);
    if (typeof version === "string") return { path: command, source, version };
    probed.push(`${command} (${source}): ${version.problem}`);
  }
  return { problem: problemOf(fromSetting("interpreter")), probed };
}

function problemOf(setting: string | undefined): string {
  if (setting) return `groundwire.interpreter names ${setting}, which cannot run the server. The log says why.`;
  if (vscode.workspace.isTrusted) return "No Python 3.10 or newer was found. Set groundwire.interpreter.";
  return "Restricted Mode: trust the workspace, or name an interpreter in your own settings.";
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
  if (!vscode.workspace.isTrusted) return;
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

function insideWorkspace(command: string): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => {
    const relative = path.relative(uri.fsPath, command);
    return path.isAbsolute(command) && !relative.startsWith("..") && !path.isAbsolute(relative);
  });
}

/** The version as `3.12.1`, or why the program cannot run the server. */
function probe(command: string): Promise<string | { problem: string }> {
  return new Promise((resolve) => {
    execFile(command, ["-I", "-c", PROBE], { timeout: 15_000, windowsHide: true }, (error, stdout) => {
      if (error) {
        resolve({ problem: error.killed ? "gave no answer in 15 seconds" : firstLine(error.message) });
        return;
      }
      const [implementation, ...numbers] = stdout.trim().split(" ");
      const [major = 0, minor = 0] = numbers.map(Number);
      const version = numbers.join(".");
      if (implementation !== "CPython") resolve({ problem: `is ${implementation ?? "unknown"}, CPython is needed` });
      else if (major !== OLDEST[0] || minor < OLDEST[1]) resolve({ problem: `is ${version}, 3.10 or newer is needed` });
      else resolve(version);
    });
  });
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

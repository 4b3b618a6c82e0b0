/** The small program that an agent's hook runs: its path outlives the extension's versions. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** What the launcher starts. */
export interface Target {
  interpreter: string;
  /** The server's `__main__.py`. */
  main: string;
}

/** The launcher's file name on a platform. */
export function launcherName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "groundwire-record.cmd" : "groundwire-record";
}

/**
 * The launcher's text.
 *
 * Python starts without its site packages, which recording needs none of. An agent must never be held up: where the extension or every Python is gone it does nothing and says nothing.
 */
export function launcherText({ interpreter, main }: Target, platform: NodeJS.Platform): string {
  if (platform === "win32") {
    return [
      "@echo off",
      "rem Written by the Groundwire extension when it starts: records what an agent edited.",
      `if not exist "${batch(main)}" exit /b 0`,
      `if not exist "${batch(interpreter)}" exit /b 0`,
      `"${batch(interpreter)}" -I -S "${batch(main)}" record`,
      "exit /b 0",
      "",
    ].join("\r\n");
  }
  return [
    "#!/bin/sh",
    "# Written by the Groundwire extension when it starts: records what an agent edited.",
    `main=${quoted(main)}`,
    `python=${quoted(interpreter)}`,
    '[ -f "$main" ] || exit 0',
    '[ -x "$python" ] || python=$(command -v python3) || exit 0',
    'exec "$python" -I -S "$main" record',
    "",
  ].join("\n");
}

/** Writes the launcher into a folder unless it stands there already; returns its path. */
export async function writeLauncher(folder: string, target: Target): Promise<string> {
  const file = path.join(folder, launcherName(process.platform));
  const text = launcherText(target, process.platform);
  if ((await fs.readFile(file, "utf8").catch(() => "")) === text) return file;
  await fs.mkdir(folder, { recursive: true });
  const fresh = `${file}.${process.pid}`; // a hook that runs meanwhile sees the old one or the new one, never half
  await fs.writeFile(fresh, text, { mode: 0o755 });
  await fs.rename(fresh, file);
  return file;
}

/** Whether there is a launcher to keep up to date: one is made only when an agent is connected. */
export async function hasLauncher(folder: string): Promise<boolean> {
  return fs.access(path.join(folder, launcherName(process.platform))).then(
    () => true,
    () => false,
  );
}

/** One word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Inside the quotes of a batch file, where a per cent sign begins a variable. */
function batch(text: string): string {
  return text.replaceAll("%", "%%");
}

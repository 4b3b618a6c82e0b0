/** Copies what the server writes on its error output, its log, to the editor's log at the level it names. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

type Write = (message: string) => void;

/** The methods used of a log output channel. */
export interface LevelledLog {
  error: Write;
  warn: Write;
  info: Write;
  debug: Write;
}

/** Logs each line; a line that names no level belongs to the one before it. */
export function logLines(input: Readable, log: LevelledLog): void {
  let write: Write = log.info.bind(log);
  createInterface({ input }).on("line", (line) => {
    write = levelOf(line, log) ?? write;
    write(line);
  });
}

function levelOf(line: string, log: LevelledLog): Write | undefined {
  const level = /\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b/.exec(line.slice(0, 60))?.[1];
  if (level === undefined) return line.startsWith("Traceback ") ? log.error.bind(log) : undefined;
  if (level === "DEBUG") return log.debug.bind(log);
  if (level === "INFO") return log.info.bind(log);
  return level === "WARNING" ? log.warn.bind(log) : log.error.bind(log);
}

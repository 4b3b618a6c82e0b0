/** Where a program is, without starting anything: the pure part of finding an interpreter that may be started. */
import * as path from "node:path";

/** What the search reads of the machine. */
export interface Machine {
  /** The `PATH`. */
  folders: string;
  platform: NodeJS.Platform;
  /** The real path of a file, through symbolic links; undefined when there is none. */
  real: (file: string) => string | undefined;
}

/**
 * The absolute path that a program's name leads to; undefined when it leads nowhere, or only to forbidden places.
 *
 * Neither a relative folder of the `PATH` nor the working directory is searched: both may be the workspace.
 *
 * @param forbidden folders in which nothing may be started: neither the program nor what it links to may lie there
 */
export function lookUp(name: string, forbidden: readonly string[], machine: Machine): string | undefined {
  const flavour = machine.platform === "win32" ? path.win32 : path.posix;
  const folders = machine.folders.split(flavour.delimiter).filter((folder) => flavour.isAbsolute(folder));
  const file = machine.platform === "win32" && !/\.exe$/i.test(name) ? `${name}.exe` : name;
  const candidates = flavour.isAbsolute(name) ? [name] : folders.map((folder) => flavour.join(folder, file));
  const inside = forbidden.flatMap((folder) => [folder, machine.real(folder) ?? folder]);
  return candidates.find((candidate) => {
    const real = machine.real(candidate);
    return real !== undefined && !inside.some((folder) => [candidate, real].some((at) => holds(flavour, folder, at)));
  });
}

/** Whether a path lies in a folder. */
function holds(flavour: path.PlatformPath, folder: string, at: string): boolean {
  const relative = flavour.relative(folder, at);
  return (
    relative === "" || !(relative === ".." || relative.startsWith(`..${flavour.sep}`) || flavour.isAbsolute(relative))
  );
}

/** Finds the Chromium that the editor tests drive, and installs it where that can be done. */
import fs from "node:fs";
import { Failure, run, which } from "./process.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The path of a Chromium, from the environment variable CHROMIUM or the PATH; undefined when there is none. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return NAMES.map(which).find(Boolean) ?? (fs.existsSync(MAC) ? MAC : undefined);
}

/**
 * Makes sure that there is a Chromium.
 * @throws {Failure} when there is none and it cannot be installed here
 */
export async function installChromium() {
  if (chromium()) return;
  if (!which("apt-get") || process.getuid?.() !== 0) {
    throw new Failure("Missing system package: chromium (or set CHROMIUM to the path of one).");
  }
  process.stdout.write("chromium …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("chromium", "apt-get", ["update", "--quiet"], { env });
  const packages = ["chromium", "fonts-dejavu-core"];
  await run("chromium", "apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...packages], { env });
}

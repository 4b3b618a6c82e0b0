/** A step of setting up that is skipped while its inputs and its result stand. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { build, root } from "./paths.mjs";

/**
 * Does `work` unless it was done before with the same inputs and its results still exist.
 * @param {string} name what the person reads, and the name of the stamp
 * @param {{files?: string[], values?: unknown[], results?: string[]}} on files and folders (relative to the root) whose
 *   content counts, other values that count, and absolute paths that must exist afterwards
 * @param {() => Promise<void>} work
 */
export async function step(name, { files = [], values = [], results = [] }, work) {
  const stamp = path.join(build, "stamps", name.replaceAll(/\W+/g, "-"));
  const digest = digestOf(files, values);
  const before = fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8") : "";
  if (before === digest && results.every((result) => fs.existsSync(result))) return;
  const start = Date.now();
  process.stdout.write(`${name} …\n`);
  fs.rmSync(stamp, { force: true });
  try {
    await work();
  } catch (error) {
    process.stdout.write(`${name}: failed\n`);
    throw error;
  }
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, digest);
  process.stdout.write(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Every file below the given files and folders, sorted, relative to the root, without hidden ones and what Python leaves behind. */
export function filesBelow(entries) {
  return entries
    .flatMap((entry) => {
      const absolute = path.join(root, entry);
      if (!fs.existsSync(absolute)) return [];
      if (!fs.statSync(absolute).isDirectory()) return [entry];
      return filesBelow(fs.readdirSync(absolute).map((name) => path.join(entry, name)));
    })
    .filter((file) => !/__pycache__|\.pyc$|(^|[\\/])\.\w/.test(file))
    .sort();
}

function digestOf(files, values) {
  const hash = createHash("sha256").update(JSON.stringify(values));
  for (const file of filesBelow(files)) hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

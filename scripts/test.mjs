/** `npm test`: sets everything up, runs every check, and says in the end what passed; `--fast` leaves out the browser and the editors. */
import fs from "node:fs";
import path from "node:path";
import { devPython, logs, root } from "./paths.mjs";
import { Failure, run, show, showInTheEnd } from "./process.mjs";
import { allOf, setUp } from "./setup.mjs";

// Where nothing is kept of what is compiled, every process of pytest rewrites the assertions of all tests again.
delete process.env.PYTHONDONTWRITEBYTECODE;

const fast = process.argv.includes("--fast");
const module = (...parts) => path.join(root, "node_modules", ...parts);
const node = (script, ...args) => [process.execPath, [script, ...args]];
const python = (name, ...args) => [devPython, ["-m", name, ...args]];
const files = (...folder) => fs.readdirSync(path.join(root, ...folder)).map((name) => path.join(...folder, name));
const clientTests = files("client", "test");
const editorTests = files("tests", "editor").filter((file) => file.endsWith(".test.mjs"));

/** Name and command of what takes seconds; two of them at a time, as most use one processor. */
const QUICK = [
  ["ruff format", python("ruff", "format", "--check")],
  ["ruff", python("ruff", "check")],
  ["mypy", python("mypy")],
  ["prettier", node(module("prettier", "bin", "prettier.cjs"), "--check", ".")],
  ["tsc", node(module("typescript", "bin", "tsc"), "-p", ".")],
  ["eslint", node(module("eslint", "bin", "eslint.js"), ".")],
  ["client tests", node("--import=tsx", "--test", ...clientTests)],
];
/** The same of what takes minutes and is worth watching. */
const PYTEST = [["pytest", python("pytest", "-q", "--numprocesses=auto", "--maxprocesses=4", "--dist=worksteal")]];
/** What goes on beside it, one after the other: most tests wait for a server or an editor of their own much of the time. */
const EDITORS = [
  ["editor tests", node("--test", "--test-concurrency=1", "--test-reporter=spec", ...editorTests)],
  ["other editors", python("pytest", "-q", "tests/editors")],
];

/** Ways to show a check's output, each with what there is to say of its failure: where it failed, at once, or in the end. */
const quietly = (name, program, args) =>
  run(name.replace(" ", "-"), program, args).then(
    () => "",
    (error) => error.message,
  );
const live = async (name, program, args) => ((await show(program, args)) === 0 ? "" : "failed");
const inTheEnd = async (name, program, args) => ((await showInTheEnd(program, args)) === 0 ? "" : "failed");

async function passes([name, [program, args]], shown) {
  if (shown !== quietly) process.stdout.write(`${name} …\n`);
  const start = Date.now();
  const failure = await shown(name, program, args);
  const seconds = (Date.now() - start) / 1000;
  process.stdout.write(`${name}: ${failure || `${seconds.toFixed(1)} s`}\n`);
  return { name, passed: failure === "", seconds };
}

/** The results of some checks, in their order, by so many runners that each take the next one. */
async function results(checks, runners, shown) {
  const waiting = [...checks.entries()];
  const found = [];
  const runner = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) found[next[0]] = await passes(next[1], shown);
  };
  await Promise.all(Array.from({ length: runners }, runner));
  return found;
}

try {
  const start = Date.now();
  await setUp({ editor: false, browser: false });
  const editors = fast ? undefined : setUp({ editor: true, browser: true, others: true });
  const [quick] = await allOf([results(QUICK, 2, quietly), editors]);
  const long = await allOf([results(PYTEST, 1, live), results(fast ? [] : EDITORS, 1, inTheEnd)]);
  const all = [quick, ...long].flat();
  console.log(`\n${"─".repeat(40)}`);
  for (const { name, passed, seconds } of all) {
    console.log(`${passed ? "passed" : "FAILED"}  ${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s`);
  }
  const failed = all.filter(({ passed }) => !passed).length;
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  console.log(`${failed === 0 ? "Everything passed" : `${failed} of ${all.length} failed`} in ${minutes} minutes.`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`${error.message}\nLogs: ${path.relative(root, logs)}`);
  process.exitCode = 1;
}

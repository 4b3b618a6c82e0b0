/**
 * `npm start`: sets everything up and opens the sample project in VS Code, with the extension and its attribution.
 *
 * The copy of the sample and the editor's profile are kept in `.build/start`, or in the folder named as argument.
 */
import fs from "node:fs";
import path from "node:path";
import { build } from "./paths.mjs";
import { Failure, run, show, which } from "./process.mjs";
import { python } from "./python.mjs";
import { setUp } from "./setup.mjs";
import { Profile } from "./vscode.mjs";

const FIRST_FILE = "src/shop/pricing.py";

const home = path.resolve(process.argv[2] ?? path.join(build, "start"));

async function start() {
  const code = which("code");
  await setUp({ editor: !code, browser: false });
  const { vsix } = await import("./package.mjs");
  const { attributeSample, copySample, sampleEnvironment } = await import("./sample.mjs");
  const folder = path.join(home, "shop");
  const programs = { "groundwire.interpreter": python(), "groundwire.environment": await sampleEnvironment() };
  await copySample(folder);
  await attributeSample(folder);
  if (code) await openDesktop(code, vsix, folder, programs);
  else await serve(vsix, folder, programs);
}

/** VS Code on this desktop, in a profile of its own. */
async function openDesktop(code, vsix, folder, programs) {
  const settings = { ...programs, "security.workspace.trust.enabled": false, "workbench.startupEditor": "none" };
  const user = path.join(home, "code", "user");
  fs.mkdirSync(path.join(user, "User"), { recursive: true });
  fs.writeFileSync(path.join(user, "User", "settings.json"), JSON.stringify(settings, undefined, 2));
  const profile = ["--user-data-dir", user, "--extensions-dir", path.join(home, "code", "extensions")];
  const shell = process.platform === "win32";
  await run("code", code, [...profile, "--install-extension", vsix, "--force"], { shell });
  await show(code, [...profile, "--new-window", folder, path.join(folder, FIRST_FILE)], { shell });
  console.log("The sample is open in VS Code, in a profile of its own: nothing of yours is touched.");
}

/** A real VS Code in the browser, until this command is interrupted. */
async function serve(vsix, folder, programs) {
  const profile = new Profile(path.join(home, "vscode"), { machine: programs });
  await profile.install(vsix);
  const server = await profile.serve({ port: Number(process.env.PORT ?? 0), trusted: true });
  console.log(`\nVS Code with the sample project is at\n\n    ${server.url(folder, FIRST_FILE)}\n\nCtrl+C ends it.`);
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  await server.stop();
}

try {
  await start();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

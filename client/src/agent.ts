/** Connects an agent: shows what changes in its settings, and writes it when the person agrees. */
import * as path from "node:path";
import * as vscode from "vscode";
import { ask, complain, folderHere, tell } from "./asking";
import type { Differences } from "./difference";
import { hasLauncher, writeLauncher } from "./launcher";
import { reached } from "./milestones";
import type { ConnectResult } from "./protocol";
import type { Server } from "./server";

type Scope = "project" | "user";

const SCOPES: readonly { scope: Scope; label: string; detail: string }[] = [
  {
    scope: "project",
    label: "Claude Code in this project",
    detail: "In your personal settings of this project (.claude/settings.local.json).",
  },
  {
    scope: "user",
    label: "Claude Code in all my projects",
    detail: "In your own settings (~/.claude/settings.json).",
  },
];

interface Choice extends vscode.QuickPickItem {
  scope: Scope;
  remove: boolean;
}

/** What connecting needs. */
export interface AgentParts {
  server: Server;
  differences: Differences;
  /** The extension's own folder, and the one that outlives its versions. */
  extension: vscode.Uri;
  storage: vscode.Uri;
}

/** Asks what to connect or disconnect, shows the difference, and writes it after *Write*. */
export async function connectAgent({ server, differences, extension, storage }: AgentParts): Promise<void> {
  const folder = await folderHere();
  const interpreter = server.interpreter;
  if (!folder) return;
  const command = interpreter ? [await writeLauncher(storage.fsPath, target(extension, interpreter))] : undefined;
  const uri = folder.uri.toString();
  const request = (choice: { scope: Scope; remove: boolean }, apply: boolean): Promise<ConnectResult | undefined> =>
    ask(server, "groundwire.connectAgent", { uri, agent: "claude", command, ...choice, apply });
  const choice = await choose(folder.name, (scope) => request({ scope, remove: false }, false));
  if (!choice) return;
  const wanted = { scope: choice.scope, remove: choice.remove };
  let plan = await request(wanted, false);
  while (plan?.changed && plan.path !== null) {
    const { path: file, before, after } = plan;
    if (!(await differences.confirm({ path: file, before, after }))) return;
    const now = await request(wanted, false);
    // What was agreed to is what is written: somebody else may have changed the file while it was read.
    if (now?.before !== before || now.after !== after) plan = now;
    else {
      plan = await request(wanted, true);
      break;
    }
  }
  if (!plan) return;
  if (plan.path === null) {
    await complain(plan.message, { title: "Try Again", command: "groundwire.connectMyAgent" });
    return;
  }
  if (plan.installed) reached("agentConnected");
  await tell(plan.message);
}

/** Lets an existing launcher start this version of the extension. */
export async function renewLauncher(server: Server, extension: vscode.Uri, storage: vscode.Uri): Promise<void> {
  if (server.interpreter && (await hasLauncher(storage.fsPath))) {
    await writeLauncher(storage.fsPath, target(extension, server.interpreter));
  }
}

function target(extension: vscode.Uri, interpreter: string) {
  return { interpreter, main: path.join(extension.fsPath, "server", "groundwire", "__main__.py") };
}

async function choose(
  folder: string,
  plan: (scope: Scope) => Promise<ConnectResult | undefined>,
): Promise<Choice | undefined> {
  const choices: Choice[] = [];
  for (const { scope, label, detail } of SCOPES) {
    const now = await plan(scope);
    if (!now) return undefined; // said already
    if (now.installed) reached("agentConnected");
    const state = now.installed ? (now.changed ? "connected, out of date" : "connected") : "not connected";
    if (!now.installed || now.changed) {
      choices.push({ label: `$(plug) ${label}`, description: state, detail, scope, remove: false });
    }
    if (now.installed) {
      const title = `$(debug-disconnect) Disconnect ${label}`;
      choices.push({ label: title, description: state, detail: now.message, scope, remove: true });
    }
  }
  return vscode.window.showQuickPick(choices, {
    title: `Groundwire: connect my agent (${folder})`,
    placeHolder: "What it edits is then recorded as generated. You see the change before it is written.",
  });
}

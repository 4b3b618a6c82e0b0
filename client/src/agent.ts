/** Connects an agent: shows what changes in its settings, and writes it when the person agrees. */
import * as path from "node:path";
import * as vscode from "vscode";
import { ask, complain, folderHere, tell } from "./asking";
import { shown, type Differences } from "./difference";
import { hasLauncher, writeLauncher } from "./launcher";
import { reached } from "./milestones";
import type { ConnectResult } from "./protocol";
import type { Server } from "./server";

type Scope = "project" | "user";

/** An agent, and which of its files tells it of us: this project's own, or the person's for all projects. */
interface Connection {
  agent: string;
  name: string;
  scope: Scope;
}

/** Only files that are the person's: a hook names a path of one machine. */
const CONNECTIONS: readonly Connection[] = [
  { agent: "claude", name: "Claude Code", scope: "project" },
  { agent: "claude", name: "Claude Code", scope: "user" },
  { agent: "codex", name: "Codex", scope: "user" },
  { agent: "cursor", name: "Cursor", scope: "user" },
  { agent: "gemini", name: "Gemini CLI", scope: "user" },
  { agent: "windsurf", name: "Windsurf", scope: "user" },
  { agent: "vscode", name: "VS Code's agent", scope: "user" },
  { agent: "cline", name: "Cline", scope: "user" },
  { agent: "opencode", name: "OpenCode", scope: "user" },
  { agent: "continue", name: "Continue", scope: "project" },
  { agent: "continue", name: "Continue", scope: "user" },
];

/** What is to be done to one of the files. */
interface Wish {
  agent: string;
  scope: Scope;
  remove: boolean;
}

type Choice = vscode.QuickPickItem & Wish;

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
  const request = (wish: Wish, apply: boolean): Promise<ConnectResult | undefined> =>
    ask(server, "groundwire.connectAgent", { uri, command, ...wish, apply });
  const choice = await choose(folder.name, ({ agent, scope }) => request({ agent, scope, remove: false }, false));
  if (!choice) return;
  const wanted: Wish = { agent: choice.agent, scope: choice.scope, remove: choice.remove };
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
  plan: (connection: Connection) => Promise<ConnectResult | undefined>,
): Promise<Choice | undefined> {
  const choices: Choice[] = [];
  for (const connection of CONNECTIONS) {
    const now = await plan(connection);
    if (!now) return undefined; // said already
    if (now.installed) reached("agentConnected");
    choices.push(...offered(connection, now));
  }
  return vscode.window.showQuickPick(choices, {
    title: `Groundwire: connect my agent (${folder})`,
    placeHolder: "What it edits is then recorded as generated. You see the change before it is written.",
    matchOnDetail: true,
  });
}

/** To connect it, to disconnect it, or to mend what is out of date. */
function offered({ agent, name, scope }: Connection, { installed, changed, path, message }: ConnectResult): Choice[] {
  const label = `${name} in ${scope === "project" ? "this project" : "all my projects"}`;
  const choices: Choice[] = [];
  if (!installed || changed) {
    const description = installed ? "connected, out of date" : "not connected";
    const detail = path === null ? message : `In your own ${shown(path)}.`;
    choices.push({ label: `$(plug) ${label}`, description, detail, agent, scope, remove: false });
  }
  if (installed) {
    const title = `$(debug-disconnect) Disconnect ${label}`;
    choices.push({ label: title, description: "connected", detail: message, agent, scope, remove: true });
  }
  return choices;
}

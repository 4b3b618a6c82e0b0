/** Asks the Python extensions, where they are installed, which interpreter the person selected. */
import * as vscode from "vscode";

/** The parts that are used of the public API of `ms-python.vscode-python-envs`. */
interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>;
  onDidChangeEnvironment: vscode.Event<unknown>;
}

/** The parts that are used of the public API of `ms-python.python`. */
interface PythonApi {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const ENVIRONMENTS = "ms-python.vscode-python-envs";
const PYTHON = "ms-python.python";
/** Another extension that does not answer must not keep ours from starting. */
const PATIENCE = 10_000;

/** The path of the interpreter selected for the first workspace folder, or undefined. */
export async function selectedInterpreter(): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  try {
    return (await within(fromEnvironments(folder))) ?? (await within(fromPython(folder)));
  } catch {
    return undefined; // their failure to activate is theirs to report
  }
}

/** Calls back when the selection changes, also in an extension that is installed or enabled later. */
export function onDidChangeSelectedInterpreter(changed: () => void): vscode.Disposable {
  const listeners = new Map<string, vscode.Disposable>();
  const listen = (): void => {
    const environments = active(ENVIRONMENTS) as EnvironmentsApi | undefined;
    if (environments && !listeners.has(ENVIRONMENTS)) {
      listeners.set(ENVIRONMENTS, environments.onDidChangeEnvironment(changed));
    }
    const python = active(PYTHON) as PythonApi | undefined;
    if (python && !listeners.has(PYTHON)) {
      listeners.set(PYTHON, python.environments.onDidChangeActiveEnvironmentPath(changed));
    }
  };
  listen();
  const installed = vscode.extensions.onDidChange(listen);
  return new vscode.Disposable(() => {
    installed.dispose();
    for (const listener of listeners.values()) listener.dispose();
  });
}

function active(id: string): unknown {
  const extension = vscode.extensions.getExtension(id);
  return extension?.isActive ? extension.exports : undefined;
}

async function fromEnvironments(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const api = await vscode.extensions.getExtension<EnvironmentsApi>(ENVIRONMENTS)?.activate();
  return (await api?.getEnvironment(folder))?.execInfo?.run?.executable;
}

async function fromPython(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const api = await vscode.extensions.getExtension<PythonApi>(PYTHON)?.activate();
  if (!api) return undefined;
  const environment = await api.environments.resolveEnvironment(api.environments.getActiveEnvironmentPath(folder));
  return environment?.executable.uri?.fsPath;
}

async function within<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, PATIENCE);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

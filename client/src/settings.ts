/** The settings that the server needs, as it gets them at its start and after each change. */
import * as vscode from "vscode";

/** The `groundwire` section of the server's configuration. */
export interface ServerSettings {
  enable: boolean;
  environment: string | null;
  select: string[];
  ignore: string[];
  stubExpectation: "fail" | "xfail";
  extendSelect: string[];
  overlap: boolean;
  requireSuppressionReason: boolean;
}

/** What holds for a resource; `environment` is the project's Python, null when the server is to look for it. */
export function serverSettings(scope: vscode.Uri | undefined, environment: string | null): ServerSettings {
  const section = vscode.workspace.getConfiguration("groundwire", scope ?? null);
  return {
    enable: section.get<boolean>("enable", true),
    environment,
    select: section.get<string[]>("select", []),
    ignore: section.get<string[]>("ignore", []),
    stubExpectation: section.get<"fail" | "xfail">("stubExpectation", "fail"),
    extendSelect: section.get<string[]>("extendSelect", []),
    overlap: section.get<boolean>("overlap", true),
    requireSuppressionReason: section.get<boolean>("requireSuppressionReason", false),
  };
}

/**
 * What VS Code's own account of a change says of its author: the pure part of reading `detailedReason`.
 *
 * The account is a proposed API (`textDocumentChangeReason`): an editor offers it to extensions that it was told to trust
 * with it, and to no other.
 */
import type { NewOrigin } from "./protocol";

/** Why a document changed; names of metadata begin with one `$` or more, by how private the editor takes them for. */
export interface DetailedReason {
  source: string;
  metadata: Readonly<Record<string, unknown>>;
}

/** The account in a change event; undefined where the editor offers none. */
export function detailedReason(event: object): DetailedReason | undefined {
  try {
    const reason = (event as { detailedReason?: DetailedReason }).detailedReason;
    return typeof reason?.source === "string" ? reason : undefined;
  } catch {
    return undefined; // an editor that guards the property instead of leaving it out
  }
}

/** Who wrote what the change inserted; undefined where it was no model. */
export function originOf({ source, metadata }: DetailedReason): NewOrigin | undefined {
  const told = (name: string): string | undefined => {
    const value = metadata[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const tool = told("$extensionId");
  switch (source) {
    case "inlineCompletionAccept":
      return made({ kind: metadata.$nes === true ? "next_edit" : "completion", event: "whole", tool });
    case "inlineCompletionPartialAccept":
      return made({ kind: "completion", event: told("type") === "line" ? "line" : "word", tool });
    case "Chat.applyEdits":
    case "inlineChat.applyEdits":
      return made({
        kind: "chat_apply",
        tool: tool ?? "vscode-chat",
        model: told("$modelId")?.replaceAll("|", "/"), // the editor writes a model's slashes so
        session: told("$$sessionId"),
        event: told("$$requestId"),
      });
    default:
      return undefined;
  }
}

/** An origin without the members that nobody knows. */
function made(known: { [Key in keyof NewOrigin]?: NewOrigin[Key] | undefined }): NewOrigin {
  const members = Object.entries({ grade: "B", ...known }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as unknown as NewOrigin;
}

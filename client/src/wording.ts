/** What the status item says: what is known about the generated code here, never more than that. */
import type { ServerStatus } from "./protocol";

const MARK = "$(plug)";
const OFF = "$(circle-slash) Groundwire: off here";
/** What the turning icon says to who does not see it. */
const BUSY = " The analysis is still under way.";
const RESTRICTED =
  "Restricted Mode: nothing inside the workspace is started, and its settings name no program. " +
  "Trust the workspace to use its own interpreter.";

/** What the item says. */
export interface StatusText {
  text: string;
  tooltip: string;
  severity: "normal" | "warning" | "error";
}

/** What is known: whether the server runs, else why not, and what it told last. */
export interface Known {
  state: "starting" | "running" | "stopped";
  problem?: string;
  status?: ServerStatus;
}

/** What else counts: the folder in which Groundwire is switched off, and whether the workspace is trusted. */
export interface Circumstances {
  off: string | null;
  trusted: boolean;
}

/** What to say about the server and the generated code of the workspace. */
export function statusText(known: Known, { off, trusted }: Circumstances): StatusText {
  const said = known.state === "running" && off !== null ? offText(off) : knownText(known);
  return trusted || known.state === "stopped" ? said : { ...said, tooltip: `${said.tooltip}\n\n${RESTRICTED}` };
}

function offText(folder: string): StatusText {
  const tooltip = `Switched off in ${folder}: nothing is marked. Click to switch it on.`;
  return { text: OFF, tooltip, severity: "normal" };
}

function knownText({ state, problem, status }: Known): StatusText {
  if (state === "stopped") {
    return {
      text: "$(circle-slash) Groundwire: not running",
      tooltip: problem ?? "The server does not run. Click for what can be done.",
      severity: "error",
    };
  }
  if (state === "starting") {
    return { text: "$(loading~spin) Groundwire", tooltip: "Groundwire is starting.", severity: "normal" };
  }
  if (status?.state === "off") return { text: OFF, tooltip: status.message ?? "", severity: "normal" };
  return status
    ? countsText(status)
    : { text: `${MARK} Groundwire`, tooltip: "Nothing analysed yet.", severity: "normal" };
}

function countsText({ state, message, files, units }: ServerStatus): StatusText {
  const counts = [
    ...(units.refuted > 0 ? [`${units.refuted} refuted`] : []),
    ...(units.unverified > 0 ? [`${units.unverified} unverified`] : []),
  ];
  if (files > 0 && counts.length === 0) counts.push(`${units.supported} supported`);
  const known = files === 0 ? "nothing attributed yet" : counts.join(" · ");
  const icon = state === "analysing" ? "$(loading~spin)" : state === "degraded" ? "$(warning)" : MARK;
  const details =
    files === 0
      ? "No code here is known to be generated. Click to connect an agent or to mark code; accepting a suggestion with Tab counts too."
      : `Generated code in ${files} ${files === 1 ? "file" : "files"}: ${units.refuted} refuted, ` +
        `${units.unverified} unverified, ${units.supported} supported.`;
  return {
    text: `${icon} Groundwire: ${known}`,
    tooltip: [details + (state === "analysing" ? BUSY : ""), ...(message ? [message] : [])].join("\n\n"),
    severity: state === "degraded" ? "warning" : "normal",
  };
}

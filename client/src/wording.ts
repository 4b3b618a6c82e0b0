/** What the status item says: what is known about the generated code here, never more than that. */
import type { ServerStatus } from "./protocol";
import type { ServerEvent } from "./server";

const MARK = "$(plug)";

/** What the item says. */
export interface StatusText {
  text: string;
  tooltip: string;
  severity: "normal" | "warning" | "error";
}

/** What to say while the server starts or does not run. */
export function serverText({ state, problem }: ServerEvent): StatusText {
  if (state === "stopped") {
    return {
      text: "$(circle-slash) Groundwire: not running",
      tooltip: problem ?? "The server does not run.",
      severity: "error",
    };
  }
  if (state === "running") return { text: `${MARK} Groundwire`, tooltip: "Nothing analysed yet.", severity: "normal" };
  return { text: "$(loading~spin) Groundwire", tooltip: "Groundwire is starting.", severity: "normal" };
}

/** What to say about the generated code of the workspace. */
export function statusText({ state, message, files, units }: ServerStatus): StatusText {
  const counts = [
    ...(units.refuted > 0 ? [`${units.refuted} refuted`] : []),
    ...(units.unverified > 0 ? [`${units.unverified} unverified`] : []),
  ];
  if (files > 0 && counts.length === 0) counts.push(`${units.supported} supported`);
  const known = files === 0 ? "nothing attributed yet" : counts.join(" · ");
  const icon = state === "analysing" ? "$(loading~spin)" : state === "degraded" ? "$(warning)" : MARK;
  const details =
    files === 0
      ? "No code here is known to be generated. Accept a suggestion with Tab, or mark code as generated."
      : `Generated code in ${files} ${files === 1 ? "file" : "files"}: ${units.refuted} refuted, ` +
        `${units.unverified} unverified, ${units.supported} supported.`;
  return {
    text: `${icon} Groundwire: ${known}`,
    tooltip: [details, ...(message ? [message] : [])].join("\n\n"),
    severity: state === "degraded" ? "warning" : "normal",
  };
}

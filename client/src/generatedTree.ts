/** The view of generated code as plain data: groups by file or by state, and the units in them. */
import * as path from "node:path";
import type { GeneratedFile, State, UnitReport, Verdict } from "./protocol";

export type Grouping = "file" | "state";

/** A unit as a row of the view. */
export interface UnitNode {
  kind: "unit";
  label: string;
  description: string;
  /** What a screen reader says, and the tooltip. */
  sentence: string;
  verdict: Verdict;
  uri: string;
  unit: UnitReport;
}

/** A file or a state, and its units. */
export interface GroupNode {
  kind: "file" | "state";
  label: string;
  description: string;
  sentence: string;
  /** The file's; null for a state. */
  uri: string | null;
  children: UnitNode[];
}

const STATES: readonly [State, string][] = [
  ["ai", "Generated"],
  ["ai-modified", "Generated and changed"],
  ["likely-ai", "Likely generated"],
];
const WORST: readonly Verdict[] = ["refuted", "unverified", "supported"];

/** The groups in reading order: files by path, states from sure to likely; in a state what is worst comes first. */
export function groups(files: readonly GeneratedFile[], grouping: Grouping): GroupNode[] {
  return grouping === "file"
    ? files.map(fileGroup)
    : STATES.flatMap(([state, label]) => stateGroup(files, state, label));
}

function fileGroup({ uri, path: file, units }: GeneratedFile): GroupNode {
  const children = units.map((unit) => unitNode(uri, file, unit, "file"));
  const folder = path.posix.dirname(file);
  const counts = counted(units);
  return {
    kind: "file",
    label: path.posix.basename(file),
    description: folder === "." ? counts : `${folder} · ${counts}`,
    sentence: `${file}: ${counts}`,
    uri,
    children,
  };
}

function stateGroup(files: readonly GeneratedFile[], state: State, label: string): GroupNode[] {
  const children = files.flatMap(({ uri, path: file, units }) =>
    units.filter((unit) => unit.state === state).map((unit) => unitNode(uri, file, unit, "state")),
  );
  if (children.length === 0) return [];
  children.sort((one, other) => WORST.indexOf(one.verdict) - WORST.indexOf(other.verdict));
  const counts = counted(children);
  return [{ kind: "state", label, description: counts, sentence: `${label}: ${counts}`, uri: null, children }];
}

function unitNode(uri: string, file: string, unit: UnitReport, grouping: Grouping): UnitNode {
  const line = unit.range.start.line + 1;
  const label = unit.name === "<module>" ? `line ${line}` : unit.name;
  const said = `${unit.verdict}: ${unit.reason}`;
  const state = STATES.find(([name]) => name === unit.state)?.[1] ?? "Unknown";
  return {
    kind: "unit",
    label,
    description: grouping === "file" ? `${unit.state} · ${said}` : `${file} · ${said}`,
    sentence: `${label} in ${file}, line ${line}. ${state}. ${said}.`,
    verdict: unit.verdict,
    uri,
    unit,
  };
}

/** How many have which verdict, the worst first. */
function counted(judged: readonly { verdict: Verdict }[]): string {
  return WORST.map((verdict) => [judged.filter((one) => one.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(" · ");
}

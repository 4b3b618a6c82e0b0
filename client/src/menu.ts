/** What the status item's menu offers: the entries that apply where the person is. */
import type { NextAction } from "./protocol";

/** What decides which entries apply. */
export interface Situation {
  running: boolean;
  trusted: boolean;
  /** The name of the folder that a command would be about; null without one. */
  folder: string | null;
  /** Whether Groundwire is on in that folder. */
  on: boolean;
  /** Whether a Python file has the focus, and whether something in it is selected. */
  file: boolean;
  selection: boolean;
  /** What brings back rules that were demoted here. */
  demoted: readonly NextAction[];
}

/** An entry of the menu; one without a command is a heading. */
export interface Entry {
  label: string;
  command?: string;
  arguments?: unknown[];
}

/** The entries, what is likeliest wanted first. */
export function entries(here: Situation): Entry[] {
  if (!here.running) return [...group("Groundwire", SERVER), ...group("More", extension(here))];
  return [
    ...group("Generated code", attributing(here)),
    ...group("Marks", reading(here)),
    ...group("Groundwire", [...extension(here), ...SERVER]),
  ];
}

/** What there is to do about the server: first of all where it does not run. */
const SERVER: readonly Entry[] = [
  { label: "$(gear) Settings", command: "groundwire.openSettings" },
  { label: "$(output) Show logs", command: "groundwire.showLogs" },
  { label: "$(refresh) Restart server", command: "groundwire.restartServer" },
];

function attributing({ folder, on, file, selection }: Situation): Entry[] {
  if (!on) return [];
  const project: Entry[] = [
    { label: "$(plug) Connect my agent…", command: "groundwire.connectMyAgent" },
    { label: "$(git-commit) Treat changes since HEAD as generated", command: "groundwire.markChangedSinceHead" },
    { label: "$(git-compare) Treat changes since … as generated", command: "groundwire.markChangedSince" },
  ];
  return [
    ...(folder === null ? [] : project),
    ...(file && selection
      ? [{ label: "$(edit) Mark selection as generated", command: "groundwire.markSelectionGenerated" }]
      : []),
    ...(file ? [{ label: "$(file-code) Mark this file as generated", command: "groundwire.markFileGenerated" }] : []),
  ];
}

function reading({ on, file, demoted }: Situation): Entry[] {
  return [
    { label: "$(warning) Show problems", command: "workbench.actions.view.problems" },
    ...(file ? [{ label: "$(question) Why is nothing marked here?", command: "groundwire.whyNothingHere" }] : []),
    ...(on ? demoted.map(({ title, ...rest }) => ({ label: `$(discard) ${title}`, ...rest })) : []),
  ];
}

function extension({ running, trusted, folder, on, file }: Situation): Entry[] {
  const power = on
    ? { label: `$(circle-slash) Switch off in ${folder}`, command: "groundwire.switchOff" }
    : { label: `$(play) Switch on in ${folder}`, command: "groundwire.switchOn" };
  return [
    ...(folder === null ? [] : [power]),
    ...(trusted ? [] : [{ label: "$(shield) Trust this workspace…", command: "workbench.trust.manage" }]),
    { label: "$(mortar-board) Open the sample", command: "groundwire.openSample" },
    { label: "$(rocket) Get started", command: "groundwire.getStarted" },
    ...(running && file
      ? [{ label: "$(clear-all) Clear attribution of this file…", command: "groundwire.clearFile" }]
      : []),
    ...(running && folder !== null
      ? [{ label: "$(trash) Clear attribution of this folder…", command: "groundwire.clearFolder" }]
      : []),
  ];
}

function group(label: string, members: readonly Entry[]): Entry[] {
  return members.length === 0 ? [] : [{ label }, ...members];
}

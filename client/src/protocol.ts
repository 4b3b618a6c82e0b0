/** The messages that the client and the server exchange beside the Language Server Protocol's own. */
import { NotificationType, RequestType, type Range, type TextDocumentIdentifier } from "vscode-languageclient/node";

export type Verdict = "refuted" | "unverified" | "supported";

/** Who wrote a piece of text and how we know, as the client tells the server. */
export interface NewOrigin {
  kind: "completion" | "next_edit" | "chat_apply" | "suspected";
  grade: "B" | "D";
  /** Of a completion how much of it was accepted, of a chat's edit its request. */
  event?: string;
  tool?: string;
  model?: string;
  session?: string;
}

export interface DidAttributeParams {
  textDocument: { uri: string; version: number };
  /** Where the inserted text stands in that version. */
  edits: { range: Range }[];
  origin: NewOrigin;
}

export interface RegionsParams {
  textDocument: TextDocumentIdentifier;
}

/** What a person reads of a line's or a unit's author. */
export type State = "ai" | "ai-modified" | "likely-ai" | "human" | "unknown";

export interface UnitReport {
  name: string;
  range: Range;
  state: State;
  verdict: Verdict;
  reason: string;
}

/** Who wrote a piece of text and how we know, as the server tells it. */
export interface Origin {
  kind: string;
  tool: string | null;
  model: string | null;
}

/** A file with generated units, open or not. */
export interface GeneratedFile {
  uri: string;
  /** From its folder, with slashes. */
  path: string;
  units: UnitReport[];
}

/** A run of lines with one author; `retained` is how much of what that origin wrote still stands, 0 to 1. */
export interface OriginPiece {
  range: Range;
  state: State;
  message: string;
  origin: Origin | null;
  retained: number | null;
}

/** What `groundwire.showOrigin` answers. */
export interface OriginResult {
  pieces: OriginPiece[];
}

export interface RegionsResult {
  version: number | null;
  regions: { id: string; spans: Range[]; origin: Origin }[];
  units: UnitReport[];
}

export interface ServerStatus {
  state: "ready" | "analysing" | "degraded" | "off";
  message: string | null;
  /** Files with generated regions; 0 says nothing is attributed yet. */
  files: number;
  units: Record<Verdict, number>;
}

/** What `groundwire.writeTestStub` answers; without a URI where no stub could be written. */
export interface StubResult {
  uri: string | null;
  range: Range | null;
  created: boolean;
  message: string;
}

/** What `groundwire.markChanged` answers. */
export interface ChangedResult {
  files: number;
  lines: number;
  message: string;
}

/** What `groundwire.clearAttribution` answers. */
export interface ClearedResult {
  files: number;
  message: string;
}

/** What `groundwire.connectAgent` answers: the agent's settings as they are, and as they are to be. */
export interface ConnectResult {
  /** The settings file; null where it cannot be read or written, and `message` says why. */
  path: string | null;
  /** The file's text; null where there is no file. */
  before: string | null;
  after: string | null;
  /** Whether the two differ. */
  changed: boolean;
  /** Whether the agent is connected now. */
  installed: boolean;
  message: string;
}

/** What `groundwire.notUseful` answers. */
export interface OpinionResult {
  code: string;
  count: number;
  demoted: boolean;
  message: string;
}

/** Something that a person can do next: a command with its arguments. */
export interface NextAction {
  title: string;
  command: string;
  arguments?: unknown[];
}

export interface Reason {
  kind: string;
  message: string;
  actions: NextAction[];
}

/** What `groundwire.whyNothing` answers: how many marks there are, and why not more, most decisive first. */
export interface WhyResult {
  marks: number;
  reasons: Reason[];
}

export const didAttribute = new NotificationType<DidAttributeParams>("groundwire/didAttribute");
export const regions = new RequestType<RegionsParams, RegionsResult | null, void>("groundwire/regions");
export const generatedFiles = new RequestType<object, { files: GeneratedFile[] } | null, void>(
  "groundwire/generatedFiles",
);
export const didChangeRegions = new NotificationType<RegionsParams>("groundwire/didChangeRegions");
export const didChangeStatus = new NotificationType<ServerStatus>("groundwire/didChangeStatus");

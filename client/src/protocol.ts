/** The messages that the client and the server exchange beside the Language Server Protocol's own. */
import { NotificationType, RequestType, type Range, type TextDocumentIdentifier } from "vscode-languageclient/node";

export type Verdict = "refuted" | "unverified" | "supported";

/** Who wrote a piece of text and how we know, as the client tells the server. */
export interface NewOrigin {
  kind: "completion";
  event: "whole" | "word" | "line";
  grade: "B";
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

export interface UnitReport {
  name: string;
  range: Range;
  verdict: Verdict;
  reason: string;
}

export interface RegionsResult {
  version: number | null;
  regions: { id: string; spans: Range[] }[];
  units: UnitReport[];
}

export interface ServerStatus {
  state: "ready" | "analysing" | "degraded";
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

export const didAttribute = new NotificationType<DidAttributeParams>("groundwire/didAttribute");
export const regions = new RequestType<RegionsParams, RegionsResult | null, void>("groundwire/regions");
export const didChangeRegions = new NotificationType<RegionsParams>("groundwire/didChangeRegions");
export const didChangeStatus = new NotificationType<ServerStatus>("groundwire/didChangeStatus");

import assert from "node:assert/strict";
import test from "node:test";
import type { ServerStatus } from "../src/protocol";
import { serverText, statusText } from "../src/wording";

const NOTHING: ServerStatus = {
  state: "ready",
  message: null,
  files: 0,
  units: { refuted: 0, unverified: 0, supported: 0 },
};

test("with nothing attributed the item says so", () => {
  assert.match(statusText(NOTHING).text, /nothing attributed yet$/);
});

test("what speaks against generated code comes first", () => {
  const { text, tooltip } = statusText({ ...NOTHING, files: 2, units: { refuted: 3, unverified: 5, supported: 1 } });
  assert.match(text, /: 3 refuted · 5 unverified$/);
  assert.match(tooltip, /in 2 files: 3 refuted, 5 unverified, 1 supported/);
});

test("where everything is supported the item counts, and praises nothing", () => {
  assert.match(
    statusText({ ...NOTHING, files: 1, units: { refuted: 0, unverified: 0, supported: 4 } }).text,
    /: 4 supported$/,
  );
});

test("a degraded server says what is wrong", () => {
  const { tooltip, severity } = statusText({ ...NOTHING, state: "degraded", message: "The worker does not start." });
  assert.match(tooltip, /The worker does not start\./);
  assert.equal(severity, "warning");
});

test("a server that does not run says why", () => {
  const { tooltip, severity } = serverText({ state: "stopped", problem: "No Python was found." });
  assert.equal(tooltip, "No Python was found.");
  assert.equal(severity, "error");
});

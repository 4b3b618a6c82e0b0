import assert from "node:assert/strict";
import test from "node:test";
import type { ServerStatus } from "../src/protocol";
import { statusText, type Circumstances, type Known } from "../src/wording";

const NOTHING: ServerStatus = {
  state: "ready",
  message: null,
  files: 0,
  units: { refuted: 0, unverified: 0, supported: 0 },
};
const USUAL: Circumstances = { off: null, trusted: true };

function told(status: Partial<ServerStatus>): Known {
  return { state: "running", status: { ...NOTHING, ...status } };
}

test("with nothing attributed the item says so, and what to do", () => {
  const { text, tooltip } = statusText(told({}), USUAL);
  assert.match(text, /nothing attributed yet$/);
  assert.match(tooltip, /connect an agent/);
});

test("what speaks against generated code comes first", () => {
  const known = told({ files: 2, units: { refuted: 3, unverified: 5, supported: 1 } });
  const { text, tooltip } = statusText(known, USUAL);
  assert.match(text, /: 3 refuted · 5 unverified$/);
  assert.match(tooltip, /in 2 files: 3 refuted, 5 unverified, 1 supported/);
});

test("where everything is supported the item counts, and praises nothing", () => {
  const known = told({ files: 1, units: { refuted: 0, unverified: 0, supported: 4 } });
  assert.match(statusText(known, USUAL).text, /: 4 supported$/);
});

test("a degraded server says what is wrong", () => {
  const { tooltip, severity } = statusText(told({ state: "degraded", message: "The worker does not start." }), USUAL);
  assert.match(tooltip, /The worker does not start\./);
  assert.equal(severity, "warning");
});

test("a server that does not run says why, also where it is off or not trusted", () => {
  for (const circumstances of [USUAL, { off: "shop", trusted: false }]) {
    const { text, tooltip, severity } = statusText(
      { state: "stopped", problem: "No Python was found." },
      circumstances,
    );
    assert.match(text, /not running$/);
    assert.equal(tooltip, "No Python was found.");
    assert.equal(severity, "error");
  }
});

test("while the analysis is under way the item says so in words, too", () => {
  const units = { refuted: 1, unverified: 0, supported: 0 };
  assert.match(
    statusText(told({ state: "analysing", files: 1, units }), USUAL).tooltip,
    / The analysis is still under way\.$/,
  );
  assert.doesNotMatch(statusText(told({ files: 1, units }), USUAL).tooltip, /under way/);
});

test("switched off by the project itself, the item says that and not that nothing is attributed", () => {
  const { text, tooltip } = statusText(told({ state: "off", message: "Switch it on in pyproject.toml." }), USUAL);
  assert.match(text, /off here$/);
  assert.match(tooltip, /pyproject\.toml/);
});

test("switched off, the item names the folder and the way back", () => {
  const { text, tooltip } = statusText(told({ files: 2 }), { off: "shop", trusted: true });
  assert.match(text, /off here$/);
  assert.match(tooltip, /off in shop: .* switch it on/);
});

test("in Restricted Mode the item says what is off and how to go on", () => {
  const { tooltip } = statusText(told({ files: 1 }), { off: null, trusted: false });
  assert.match(tooltip, /1 file.*\n\nRestricted Mode: nothing inside the workspace is started.* Trust the workspace/s);
});

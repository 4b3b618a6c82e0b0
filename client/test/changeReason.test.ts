import assert from "node:assert/strict";
import test from "node:test";
import { detailedReason, originOf } from "../src/changeReason";
import { suspected } from "../src/suspicion";

test("an accepted suggestion is the extension's, whole or in part", () => {
  const metadata = { $extensionId: "github.copilot", $nes: false };
  assert.deepEqual(originOf({ source: "inlineCompletionAccept", metadata }), {
    kind: "completion",
    event: "whole",
    tool: "github.copilot",
    grade: "B",
  });
  assert.equal(originOf({ source: "inlineCompletionAccept", metadata: { $nes: true } })?.kind, "next_edit");
  for (const type of ["word", "line"])
    assert.equal(originOf({ source: "inlineCompletionPartialAccept", metadata: { type } })?.event, type);
});

test("a chat's edit names its model as the provider writes it", () => {
  const metadata = { $modelId: "copilot|claude-x", $extensionId: "", $$sessionId: "s1", $$requestId: "r1" };
  const origin = {
    kind: "chat_apply",
    tool: "vscode-chat",
    model: "copilot/claude-x",
    session: "s1",
    event: "r1",
    grade: "B",
  };
  assert.deepEqual(originOf({ source: "Chat.applyEdits", metadata }), origin);
  assert.deepEqual(originOf({ source: "inlineChat.applyEdits", metadata }), origin);
});

test("typing, pasting, undoing a chat's edit and loading from disk are nobody's", () => {
  for (const source of ["cursor", "reloadFromDisk", "Chat.undoEdits", "rename", "unknown", "suggest", "snippet"])
    assert.equal(originOf({ source, metadata: { kind: "type", $modelId: "x" } }), undefined, source);
});

test("an editor that offers no account, or guards it, gives none", () => {
  assert.equal(detailedReason({}), undefined);
  assert.equal(detailedReason({ detailedReason: undefined }), undefined);
  const guarded = {
    get detailedReason(): never {
      throw new Error("proposed API");
    },
  };
  assert.equal(detailedReason(guarded), undefined);
  const reason = { source: "cursor", metadata: {} };
  assert.equal(detailedReason({ detailedReason: reason }), reason);
});

test("only one large insertion is suspected, never a replacement as long as what it replaced", () => {
  const at = (text: string, rangeLength = 0) => ({ rangeOffset: 0, rangeLength, text });
  assert.ok(suspected([at("x".repeat(40))]));
  assert.ok(suspected([at("a\nb\nc")]));
  assert.equal(suspected([at("a\nb")]), undefined);
  assert.equal(suspected([at("\n        ".repeat(20))]), undefined);
  assert.equal(suspected([at("x".repeat(40), 40)]), undefined);
  assert.equal(suspected([at("x".repeat(40)), at("x".repeat(40))]), undefined);
  assert.equal(suspected([]), undefined);
});

"""Continue CLI's `PostToolUse` payload: Claude Code's form and tools, with a sentence as the answer."""

from __future__ import annotations

from groundwire.provenance.records.telling import (
    Refused,
    Told,
    exact,
    failed,
    origin,
    replaced,
    replacements,
    text_of,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any

TOOLS = frozenset({"Edit", "MultiEdit", "Write"})


def told(payload: dict[str, Any]) -> list[Told]:
    """The file that was edited, if any. Raises `Refused`."""
    tool, given, answer = text_of(payload, "tool_name"), payload.get("tool_input"), payload.get("tool_response")
    if payload.get("hook_event_name") != "PostToolUse" or tool not in TOOLS or failed(answer):
        return []
    if isinstance(answer, str) and answer.lstrip().lower().startswith("error"):
        return []
    file = text_of(given, "file_path", "filepath", "resolvedPath")
    if file is None or not isinstance(given, dict):
        raise Refused(f"the payload of {tool} names no file")
    before, after = text_of(given, "oldContent"), text_of(given, "newContent")
    if before is not None and after is not None:
        return [exact(file, before, after)]
    if (content := text_of(given, "content")) is not None:
        return [written(file, content)]
    edits = replacements(given.get("edits", given))
    if edits is None:
        raise Refused(f"the payload of {tool} holds no edit")
    return replaced(file, edits)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; the payload names no model."""
    return origin("continue", text_of(payload, "session_id"), text_of(payload, "tool_use_id"))

"""Gemini CLI's `AfterTool` payload: `write_file` and `replace`, with the difference that it shows as their answer."""

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

_TOOLS = frozenset({"write_file", "replace", "edit", "WriteFile", "Edit"})


def told(payload: dict[str, Any]) -> list[Told]:
    """The file that was edited, if any. Raises `Refused`."""
    given, answer = payload.get("tool_input"), payload.get("tool_response")
    if payload.get("hook_event_name") != "AfterTool" or text_of(payload, "tool_name") not in _TOOLS or failed(answer):
        return []
    shown = answer.get("returnDisplay") if isinstance(answer, dict) else None
    file = text_of(given, "file_path", "absolute_path") or text_of(shown, "filePath")
    if file is None or not isinstance(given, dict):
        raise Refused("the payload names no file")
    by_person = given.get("modified_by_user") is True
    proposed = text_of(given, "ai_proposed_content") if "content" in given else None
    if by_person and proposed is None:
        raise Refused("a person changed the proposal, and the payload does not say how")
    after = text_of(shown, "newContent")
    if isinstance(shown, dict) and after is not None:
        before = text_of(shown, "originalContent")
        if before is not None or shown.get("isNewFile") is True:
            return [exact(file, before or "", after, proposed if by_person else None)]
    if by_person:
        raise Refused("a person changed the proposal, and the payload does not say what the text was before")
    if (content := text_of(given, "content")) is not None:
        return [written(file, content, created=isinstance(shown, dict) and shown.get("isNewFile") is True)]
    if (edits := replacements(given)) is None:
        raise Refused("the payload holds no edit")
    return replaced(file, edits)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; the payload names neither the model nor the call."""
    return origin("gemini-cli", text_of(payload, "session_id"))

"""Cursor's payloads: `afterFileEdit`, `postToolUse`, and those of Claude Code's hooks, which it runs too."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch, claude, json_form
from groundwire.provenance.records.telling import (
    Refused,
    Told,
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

_TOOLS = frozenset({"Write", "StrReplace", "Edit", "MultiEdit", "ApplyPatch"})


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that were edited. Raises `Refused`."""
    event = text_of(payload, "hook_event_name") or ""
    if event in {"afterFileEdit", "afterTabFileEdit"}:
        return _replaced(payload, payload.get("edits"))
    if isinstance(payload.get("tool_response"), dict):
        return claude.told(payload)
    if event.lower() != "posttooluse" or text_of(payload, "tool_name") not in _TOOLS or _failed(payload):
        return []
    given = payload.get("tool_input")
    text = given if isinstance(given, str) else text_of(given, "patch", "input")
    if text is not None:
        return apply_patch.told(text)
    if not isinstance(given, dict):
        raise Refused("the payload holds no edit")
    content = text_of(given, "content", "contents")
    if content is not None:
        return [written(_file(given), content)]
    return _replaced(given, given.get("edits", given))


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited. `generation_id` names a whole turn, so only a tool's call is an event; addresses are not kept."""
    session = text_of(payload, "conversation_id", "session_id")
    return origin("cursor", session, text_of(payload, "tool_use_id"), text_of(payload, "model") or None)


def _replaced(value: dict[str, Any], edits: Any) -> list[Told]:
    found = replacements(edits)
    if found is None:
        raise Refused("the payload holds no edits")
    return replaced(_file(value), found)


def _file(value: dict[str, Any]) -> str:
    file = text_of(value, "file_path", "path", "filePath")
    if file is None:
        raise Refused("the payload names no file")
    return file


def _failed(payload: dict[str, Any]) -> bool:
    """Whether the tool did nothing; its answer is JSON in a string."""
    answer = payload.get("tool_output")
    if isinstance(answer, str):
        try:
            answer = json_form.read(answer)
        except ValueError:
            return False
    return failed(answer)

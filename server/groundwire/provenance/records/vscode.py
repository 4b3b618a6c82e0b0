"""The `PostToolUse` payload of VS Code's own agent (Copilot), told before the editor has saved the file."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch
from groundwire.provenance.records.telling import (
    Refused,
    Told,
    failed,
    origin,
    replaced,
    replacements,
    standing,
    text_of,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any

TOOLS = frozenset(
    {
        "create_file",
        "replace_string_in_file",
        "multi_replace_string_in_file",
        "apply_patch",
        "insert_edit_into_file",
        "editFiles",
        "createFile",
        "edit_notebook_file",
    }
)


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that were edited. Raises `Refused`."""
    tool, given = text_of(payload, "tool_name"), payload.get("tool_input")
    event = text_of(payload, "hook_event_name", "hookEventName")
    if event != "PostToolUse" or tool not in TOOLS or failed(payload.get("tool_response")):
        return []
    if not isinstance(given, dict):
        raise Refused(f"the payload of {tool} has no input")
    if tool == "apply_patch":
        return apply_patch.told(text_of(given, "input", "patch", "command") or "", flushed=False)
    if isinstance(files := given.get("files"), list):
        return [standing(file) for file in files if isinstance(file, str)]
    if isinstance(listed := given.get("replacements"), list):
        return _by_file(listed, text_of(given, "filePath"))
    file = text_of(given, "filePath", "file_path", "path")
    if file is None:
        raise Refused(f"the payload of {tool} names no file")
    if tool in {"create_file", "createFile"} and (content := text_of(given, "content")) is not None:
        return [written(file, content, created=True)]
    edits = replacements(given)
    return replaced(file, edits, flushed=False) if edits is not None else [standing(file)]


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; the payload names no model."""
    return origin("github-copilot", text_of(payload, "session_id", "sessionId"), text_of(payload, "tool_use_id"))


def _by_file(listed: list[Any], otherwise: str | None) -> list[Told]:
    """The replacements of one call, gathered by the file they are of."""
    edits: dict[str, list[Any]] = {}
    for edit in listed:
        file = text_of(edit, "filePath") or otherwise
        if file is None:
            raise Refused("a replacement names no file")
        edits.setdefault(file, []).append(edit)
    found: list[Told] = []
    for file, parts in edits.items():
        if (wanted := replacements(parts)) is None:
            raise Refused("a replacement has no texts")
        found += replaced(file, wanted, flushed=False)
    return found

"""A payload of a host nobody has described: taken where it names a file, under one of the usual names."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch, json_form
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

_FILE = ("file_path", "notebook_path", "notebookPath", "filePath", "filepath", "path", "target_file", "fsPath")
_FILES = ("files", "file_paths", "filePaths", "edited_filepaths")
_TEXT = ("content", "contents", "file_text", "fileText", "new_content")
_EDITS = ("edit", "write", "replace", "patch", "create", "insert", "update", "modif", "append")
_READS = (
    *("read", "view", "open", "list", "grep", "search", "glob", "find", "fetch"),
    *("delete", "remove", "undo", "todo"),
)
_BEFORE = ("pre", "before", "start", "request", "submit", "fail")
_PATCH = "*** Begin Patch"


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that were edited, as far as the payload shows it. Raises `Refused` where it names none."""
    event = text_of(payload, "hook_event_name", "hookEventName", "event", "event_name") or ""
    tool = (text_of(payload, "tool_name", "toolName", "tool") or "").lower()
    answers = [payload.get(name) for name in ("tool_response", "toolResponse", "tool_output", "toolResult", "result")]
    if event.lower().startswith(_BEFORE) or any(map(failed, [payload, *answers])):
        return []
    if tool and (any(word in tool for word in _READS) or not any(word in tool for word in _EDITS)):
        return []
    given = _given(payload)
    for value in given.values():
        if isinstance(value, str) and value.lstrip().startswith(_PATCH):
            return apply_patch.told(value)
    file = text_of(given, *_FILE)
    if file is None:
        return [standing(name) for name in _named(given)]
    if "notebook" in tool:
        return [standing(file)]  # its texts are of one cell
    edits = replacements(given["edits"] if isinstance(given.get("edits"), list) else given)
    if edits is not None:
        return replaced(file, edits)
    content = text_of(given, *_TEXT)
    return [standing(file)] if content is None else [written(file, content)]


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited, as far as the payload shows it."""
    return origin(
        text_of(payload, "agent_name", "agent", "client"),
        text_of(payload, "session_id", "sessionId", "conversation_id", "thread_id"),
        text_of(payload, "tool_use_id", "toolUseId", "tool_call_id"),
        text_of(payload, "model", "model_name") or None,
    )


def _given(payload: dict[str, Any]) -> dict[str, Any]:
    """What the tool was given; the payload itself where nothing else is."""
    for name in ("tool_input", "toolInput", "toolArgs", "parameters", "args", "arguments", "input"):
        value = payload.get(name)
        if isinstance(value, str) and value.lstrip().startswith("{"):
            try:
                value = json_form.read(value)
            except ValueError:
                continue
        if isinstance(value, str) and value.lstrip().startswith(_PATCH):
            return {"patch": value}
        if isinstance(value, dict):
            return value
    return payload


def _named(given: dict[str, Any]) -> list[str]:
    for name in _FILES:
        value = given.get(name)
        files = [value] if isinstance(value, str) else value
        if isinstance(files, list) and (found := [file for file in files if isinstance(file, str)]):
            return list(dict.fromkeys(found))
    raise Refused("the payload names no file under any name that is known")

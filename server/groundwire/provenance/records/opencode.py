"""What a plugin of OpenCode tells of its `edit`, `write`, `multiedit` and `apply_patch`: ours has both texts."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch
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

TOOLS = frozenset({"edit", "write", "multiedit", "patch", "apply_patch"})


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that were edited. Raises `Refused`."""
    given, answer = payload.get("tool_input"), payload.get("tool_response")
    if payload.get("hook_event_name") != "PostToolUse" or text_of(payload, "tool_name") not in TOOLS or failed(answer):
        return []
    if isinstance(files := payload.get("files"), list):
        return [_whole(file) for file in files]
    patch = text_of(given, "patchText", "patch", "input")
    if patch is not None:
        return apply_patch.told(patch)
    file = text_of(given, "filePath", "file_path", "path")
    if file is None or not isinstance(given, dict):
        raise Refused("the payload names no file")
    metadata = answer.get("metadata") if isinstance(answer, dict) else None
    shown = metadata.get("filediff") if isinstance(metadata, dict) else None
    before, after = text_of(shown, "before"), text_of(shown, "after")
    if before is not None and after is not None:
        return [exact(file, before, after)]
    if (content := text_of(given, "content")) is not None:
        return [written(file, content)]
    edits = replacements(given.get("edits", given))
    if edits is None:
        raise Refused("the payload holds no edit")
    return replaced(file, edits)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; a plugin is not told the model."""
    return origin("opencode", text_of(payload, "session_id"), text_of(payload, "tool_use_id"))


def _whole(value: Any) -> Told:
    """A file of which our plugin read both texts; before is null for one that was not there."""
    file, after = text_of(value, "path"), text_of(value, "after")
    if file is None or after is None:
        raise Refused("the payload names a file without its text")
    return exact(file, text_of(value, "before") or "", after)

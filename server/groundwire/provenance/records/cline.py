"""Cline's `PostToolUse` payload: whole files, search-and-replace blocks, and patches."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch
from groundwire.provenance.records.telling import (
    Refused,
    Told,
    normalised,
    origin,
    replaced,
    replacements,
    text_of,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any

    from groundwire.provenance.records.patch import Replacement

_TOOLS = frozenset({"write_to_file", "new_rule", "replace_in_file", "apply_patch", "edit", "write", "editor"})
_BLOCK = r"^(?:-{3,}|<{3,}) SEARCH>?\n(.*?)^={3,}\n(.*?)^(?:\+{3,}|>{3,}) REPLACE>?$"


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that were edited. Raises `Refused`."""
    if payload.get("hookName") != "PostToolUse":
        return []
    call = payload.get("postToolUse", payload)
    tool, given = text_of(call, "toolName", "tool"), call.get("parameters") if isinstance(call, dict) else None
    if tool not in _TOOLS or call.get("success") is False:
        return []
    if tool == "apply_patch":
        return apply_patch.told(text_of(given, "input", "patch") or "")
    file = text_of(given, "path", "absolutePath", "file_path")
    if file is None:
        raise Refused(f"the payload of {tool} names no file")
    if (content := text_of(given, "content")) is not None:
        return [written(file, content)]
    diff = text_of(given, "diff")
    edits = _blocks(diff) if diff is not None else replacements(given)
    if not edits:
        raise Refused(f"the payload of {tool} holds no edit that can be read")
    return replaced(file, edits)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited; the payload does not name the call."""
    return origin("cline", text_of(payload, "taskId"), model=text_of(payload.get("model"), "slug") or None)


def _blocks(diff: str) -> list[Replacement]:
    """The blocks `------- SEARCH`, `=======`, `+++++++ REPLACE` of a difference."""
    import re  # noqa: PLC0415 (slow to load, and only these blocks need it)

    return [(block[1], block[2], False) for block in re.finditer(_BLOCK, normalised(diff), re.MULTILINE | re.DOTALL)]

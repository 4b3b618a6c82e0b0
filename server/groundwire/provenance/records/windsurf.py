"""Windsurf's `post_write_code` payload: a file and its replacements."""

from __future__ import annotations

from groundwire.provenance.records.telling import Refused, Told, origin, replaced, replacements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any


def told(payload: dict[str, Any]) -> list[Told]:
    """The file that was edited, if any. Raises `Refused`."""
    if payload.get("agent_action_name") != "post_write_code":
        return []
    info = payload.get("tool_info")
    file = text_of(info, "file_path")
    edits = replacements(info.get("edits")) if isinstance(info, dict) else None
    if file is None or edits is None:
        raise Refused("the payload of post_write_code names no file or no edits")
    return replaced(file, edits)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited. `execution_id` names a whole turn, so no event is kept."""
    model = text_of(payload, "model_name")
    return origin("windsurf", text_of(payload, "trajectory_id"), model=model if model not in {"", "Unknown"} else None)

"""Codex's `PostToolUse` payload: `apply_patch` with the whole patch as its input."""

from __future__ import annotations

from groundwire.provenance.records import apply_patch, json_form
from groundwire.provenance.records.telling import Refused, Told, failed, origin, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that the patch changed. Raises `Refused`."""
    if text_of(payload, "hook_event_name") != "PostToolUse":
        return []
    if (text_of(payload, "tool_name") or "").removeprefix("functions.") != "apply_patch":
        return []
    if _failed(payload.get("tool_response")):
        return []
    given = payload.get("tool_input")
    text = given if isinstance(given, str) else text_of(given, "command", "input", "patch")
    if text is None:
        raise Refused("the payload of apply_patch holds no patch")
    return apply_patch.told(text)


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited."""
    return origin(
        "codex", text_of(payload, "session_id"), text_of(payload, "tool_use_id"), text_of(payload, "model") or None
    )


def _failed(answer: Any) -> bool:
    """Whether the patch was not applied; the answer may be JSON in a string."""
    if isinstance(answer, str) and answer.lstrip().startswith("{"):
        try:
            answer = json_form.read(answer)
        except ValueError:
            return False
    if not isinstance(answer, dict):
        return False
    metadata = answer.get("metadata")
    status = metadata.get("exit_code") if isinstance(metadata, dict) else answer.get("exit_code")
    return failed(answer) or status not in (None, 0)

"""The generic form `agent-v1`, which any agent may send: the files it edited, and the texts of those not saved yet."""

from __future__ import annotations

from groundwire.provenance.records.telling import Told, origin, standing, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from typing import Any

TYPES = frozenset({"ai_agent", "human"})


def told(payload: dict[str, Any]) -> list[Told]:
    """The files that an agent edited; of `human`, which announces an edit, none."""
    files, texts = payload.get("edited_filepaths"), payload.get("dirty_files")
    if payload.get("type") != "ai_agent" or not isinstance(files, list):
        return []
    return [standing(file, text_of(texts, file)) for file in dict.fromkeys(files) if isinstance(file, str)]


def who(payload: dict[str, Any]) -> dict[str, str | None]:
    """Who edited, as it calls itself."""
    model = text_of(payload, "model")
    return origin(
        text_of(payload, "agent_name"),
        text_of(payload, "conversation_id"),
        model=model if model not in {"", "unknown"} else None,
    )

"""What is known, as one Agent Trace record, 0.1.0 (see `agent_trace`).

Lines refer to the texts they were taken from: `vcs` is there only where those are a commit's. Every range has its hash,
so that a reader need not trust the numbers. The grade and channel of each origin stand in `metadata`.
"""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from typing import TYPE_CHECKING, Any, Final

from groundwire import __version__
from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.agent_trace import content_hash
from groundwire.provenance.exchange.line_owners import owned_lines
from groundwire.provenance.exchange.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.model import Origin
    from groundwire.provenance.exchange.line_owners import Owned
    from groundwire.provenance.exchange.note import FileNote

_TYPES: Final = {"ai": "ai", "likely-ai": "unknown", "ai-modified": "mixed", "human": "human"}


def agent_trace_text(
    files: Sequence[FileNote], texts: Mapping[str, str], commit: str | None, seconds: int | None
) -> str:
    """The record; `texts` are the raw texts of the files, `seconds` the commit's time, now without one.

    Of a commit, the same record each time.
    """
    origins: dict[str, Origin] = {}
    listed = []
    for file in sorted(files, key=lambda file: file.path):
        owned = list(owned_lines(file, texts[file.path]))
        origins |= {lines.origin.id: lines.origin for lines in owned}
        if owned:
            listed.append({"path": file.path, "conversations": _conversations(owned, Lines(texts[file.path]))})
    vcs = {} if commit is None else {"vcs": {"type": "git", "revision": commit}}
    record: dict[str, Any] = {
        "version": "0.1.0",
        "id": "",
        "timestamp": foreign.time(int(time.time()) if seconds is None else seconds),
        **vcs,
        "tool": {"name": "groundwire", "version": __version__},
        "files": listed,
        "metadata": {"groundwire": {"origins": {name: _described(origins[name]) for name in sorted(origins)}}},
    }
    record["id"] = str(uuid.UUID(bytes=hashlib.sha256(json.dumps(record).encode()).digest()[:16], version=4))
    return json.dumps(record, indent=2) + "\n"


def _conversations(owned: Sequence[Owned], lines: Lines) -> list[dict[str, Any]]:
    """One for each origin and state."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for first, last, state, origin in owned:
        one = found.setdefault((origin.id, state), {"contributor": _contributor(state, origin), "ranges": []})
        start, end = lines.place(first, last) or (0, 0)
        hashed = content_hash(lines.text[start:end])
        one["ranges"].append({"start_line": first, "end_line": last, "content_hash": hashed})
    return list(found.values())


def _contributor(state: str, origin: Origin) -> dict[str, str]:
    """The model only where it is written as the standard has it: provider/model."""
    model = {"model_id": origin.model} if origin.model is not None and "/" in origin.model else {}
    return {"type": _TYPES[state], **model}


def _described(origin: Origin) -> dict[str, str]:
    said = {"kind": origin.kind, "grade": origin.grade, "via": origin.via}
    more = {"tool": origin.tool, "model": origin.model, "time": origin.time}
    return said | {name: value for name, value in more.items() if value is not None}

"""Git AI's working log: what it knows of changes that are not committed yet.

`ai/working_logs/<base commit>/checkpoints.jsonl` in the git directory, one checkpoint to a line (git-ai,
`src/authorship/working_log.rs`); no standard, so little is read of it:

    {"kind": "AiAgent", "agent_id": {"tool": …, "id": …, "model": …}, "author": …,
     "entries": [{"file": "a.py", "blob_sha": SHA-256 of the file,
                  "line_attributions": [{"start_line": 1, "end_line": 3, "author_id": "s_…::t_…"}]}]}

An entry counts where it is of exactly the text at hand.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.git_ai_note import author
from groundwire.provenance.exchange.lines import Lines, of_ranges
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import Origin
    from groundwire.provenance.attribution import Attribution

LARGEST_LOG: Final = 64 * 1024 * 1024
_MOST_RANGES: Final = 20_000


@dataclass(slots=True)
class WorkingLog:
    """The checkpoints of one base commit."""

    base: str
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Path → what was said of it, the oldest first."""
    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Who the keys stand for, in the shape of a note's metadata."""
    problems: list[str] = field(default_factory=list)

    def said(self, path: str, content: bytes, raw: str) -> Attribution | None:
        """Who wrote the lines of a file, given its content and raw text; None where the log has not seen that."""
        seen = digests(content, raw)
        for entry in reversed(self.entries.get(path, [])):
            if entry.get("blob_sha") in seen:
                return of_ranges(Lines(raw), owned(entry.get("line_attributions"), self.metadata, self.base))
        return None


def digests(content: bytes, raw: str) -> set[str]:
    """The digests by which Git AI may know a file: of its content as it is, and with LF line ends."""
    return {hashlib.sha256(content).hexdigest(), text_digest(Lines(raw).text)}


def owned(rows: object, metadata: dict[str, Any], base: str) -> Iterator[tuple[int, int, Origin]]:
    """The lines, first and last, of a list of `LineAttribution`s whose author the metadata knows."""
    for row in rows[:_MOST_RANGES] if isinstance(rows, list) else ():
        said = _row(row)
        origin = author(said[2], metadata, base, None, "git-ai-log") if said is not None else None
        if said is not None and origin is not None:
            yield said[0], said[1], origin


def parse_log(base: str, content: bytes) -> WorkingLog:
    """A log of checkpoints; a line that is none is a problem."""
    log = WorkingLog(base, metadata={"sessions": {}, "prompts": {}, "humans": {}})
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            checkpoint = foreign.parsed(line)
        except ValueError:
            checkpoint = None
        if not isinstance(checkpoint, dict) or not isinstance(checkpoint.get("entries"), list):
            log.problems.append(f"line {number} is no checkpoint")
            continue
        _learn(log, checkpoint)
        for entry in checkpoint["entries"]:
            if isinstance(entry, dict) and (path := foreign.path(entry.get("file"))) is not None:
                log.entries.setdefault(path, []).append(entry)
    return log


def _learn(log: WorkingLog, checkpoint: dict[str, Any]) -> None:
    """Which keys the checkpoint's author has: hashes, as the standard makes them."""
    agent, person = checkpoint.get("agent_id"), checkpoint.get("author")
    if isinstance(agent, dict) and isinstance(agent.get("tool"), str) and isinstance(agent.get("id"), str):
        digest = text_digest(f"{agent['tool']}:{agent['id']}")
        log.metadata["sessions"][f"s_{digest[:14]}"] = {"agent_id": agent}
        for length in (7, 16):
            log.metadata["prompts"][digest[:length]] = {"agent_id": agent}
    if checkpoint.get("kind") == "KnownHuman" and isinstance(person, str):
        log.metadata["humans"][f"h_{text_digest(person)[:14]}"] = {}


def _row(row: object) -> tuple[int, int, str] | None:
    if not isinstance(row, dict) or not isinstance(row.get("author_id"), str):
        return None
    first, last = foreign.number(row.get("start_line")), foreign.number(row.get("end_line"))
    return None if first is None or last is None else (first, last, row["author_id"])

"""Git AI's note on a commit, read: `authorship/3.0.0` (git-ai-project/git-ai, `specs/git_ai_standard_v3.0.0.md`).

    src/main.py
      s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15-20
      h_31dce776f88375 42-50
    ---
    {"schema_version": "authorship/3.0.0", "sessions": {"s_c9883b05a2487d": {"agent_id": {…}}}, "humans": {…}, …}

Lines count from one and are those of that commit's file. Keys are told apart by prefix, as the standard asks, never by
length; a key that the metadata does not know is nobody, and so is a line that no key covers. Names and addresses of
people are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance import spans as spans_
from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.lines import WHOLE, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import Origin
    from groundwire.provenance.spans import Spans

REF: Final = "refs/notes/ai"
_VERSION: Final = "authorship/3."
_RANGES: Final = re.compile(r"\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*")
_MOST_RANGES: Final = 5_000
_MOST_PROBLEMS: Final = 5


@dataclass(frozen=True, slots=True)
class GitAiNote:
    """Who a note says wrote which lines."""

    files: dict[str, Spans] = field(default_factory=dict)
    """Path → spans of lines, counted from one, whose `origin` is a key of the note."""
    metadata: dict[str, Any] = field(default_factory=dict)

    def said(self, path: str, line: int, commit: str, seconds: int | None) -> list[Piece] | None:
        """Who wrote a line of the commit's file; None where the note says nothing of the file."""
        if path not in self.files:
            return None
        found = (
            author(span.origin, self.metadata, commit, seconds)
            for span in spans_.overlapping(self.files[path], line, line + 1)
        )
        return [Piece(0, WHOLE, origin) for origin in found if origin is not None]


def parse_git_ai(text: bytes) -> tuple[GitAiNote, list[str]]:
    """A note, and what is wrong with it, a sentence each; what can be read of it counts."""
    head, separator, tail = text.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n---\n")
    if not separator and head.startswith("---\n"):  # nothing is attested
        head, separator, tail = "", "\n---\n", head.removeprefix("---\n")
    if not separator:
        return GitAiNote(), ["it is no note of Git AI: no line `---` ends its attestations"]
    try:
        metadata = foreign.parsed(tail)
    except ValueError as error:
        return GitAiNote(), [f"its metadata is not JSON ({error})"]
    version = metadata.get("schema_version") if isinstance(metadata, dict) else None
    if not isinstance(version, str) or not version.startswith(_VERSION):
        return GitAiNote(), [f"its version {str(version)[:40]!r} is not {_VERSION}x"]
    problems: list[str] = []
    files = dict(_files(head, problems))
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        last = f"and {more} lines more are left out" if more > 1 else "and 1 line more is left out"
        problems = [*problems[:_MOST_PROBLEMS], last]
    return GitAiNote(files, metadata), problems


def author(
    key: str, metadata: dict[str, Any], commit: str, seconds: int | None, via: str = "git-ai-note"
) -> Origin | None:
    """Who a key stands for; None where the metadata does not say. One origin for each key of a commit."""
    name, _, trace = key.partition("::")
    time = None if seconds is None else foreign.time(seconds)
    event = f"{commit}:{foreign.opaque(trace) or foreign.opaque(name) or ''}"
    if name.startswith("h_"):
        known = name in _table(metadata, "humans")
        return (
            foreign.origin("human", "A", via, session=foreign.opaque(name), event=event, time=time) if known else None
        )
    record = _table(metadata, "sessions" if name.startswith("s_") else "prompts").get(name)
    agent = record.get("agent_id") if isinstance(record, dict) else None
    if not isinstance(agent, dict):
        return None
    tool, model = foreign.name(agent.get("tool")), foreign.name(agent.get("model"))
    session = foreign.opaque(agent.get("id")) or foreign.opaque(name)
    return foreign.origin("import", "A", via, tool=tool, model=model, session=session, event=event, time=time)


def _table(metadata: dict[str, Any], name: str) -> dict[str, Any]:
    table = metadata.get(name)
    return table if isinstance(table, dict) else {}


def _files(head: str, problems: list[str]) -> Iterator[tuple[str, Spans]]:
    path: str | None = None
    spans: Spans = ()
    for line in head.split("\n"):
        if not line.strip():
            continue
        if not line.startswith("  "):
            if path is not None:
                yield path, spans
            quoted = len(line) > 2 and line[0] == line[-1] == '"'
            path, spans = foreign.path(line[1:-1] if quoted else line), ()
            if path is None:
                problems.append(f"its path {line[:80]!r} does not lie in the project")
            continue
        key, _, ranges = line.strip().rpartition(" ")
        if path is None:
            continue
        if foreign.opaque(key) is None or not _RANGES.fullmatch(ranges) or len(spans) > _MOST_RANGES:
            problems.append(f"its line {line.strip()[:80]!r} is no attestation")
            continue
        spans = _with(spans, key, ranges)
    if path is not None:
        yield path, spans


def _with(spans: Spans, key: str, ranges: str) -> Spans:
    """The last that says so has a line, as where commits were made one."""
    for item in ranges.split(",")[:_MOST_RANGES]:
        first, _, last = item.partition("-")
        if 1 <= int(first) <= int(last or first):
            spans = spans_.attribute(spans, int(first), int(last or first) + 1, key)
    return spans

"""Agent Trace records, read: 0.1.0 (cursor/agent-trace, README.md; agent-trace.dev).

    {"version": "0.1.0", "id": …, "timestamp": …, "vcs": {"type": "git", "revision": …}, "tool": {"name": …},
     "files": [{"path": "a.py", "conversations": [{"contributor": {"type": "ai", "model_id": "provider/model"},
       "ranges": [{"start_line": 42, "end_line": 67, "content_hash": "sha256:…"}]}]}]}

Writers are known to give wrong line numbers and the revision before the edit, so a range counts only where its text
has its hash: at its place, or at the one other place in the file that has. `url` and `related` are not read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.provenance.exchange import foreign
from groundwire.provenance.exchange.murmur import murmur3_32
from groundwire.provenance.transfer import TELLING_LINE
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.model import Origin, OriginKind
    from groundwire.provenance.exchange.lines import Lines

_KINDS: Final[Mapping[str, OriginKind]] = {"ai": "import", "mixed": "import", "human": "human"}
_HASH: Final = re.compile(r"(sha256|sha1|murmur3):([0-9a-fA-F]{8,64})")
_WORK: Final = 50_000_000
"""Characters hashed to find ranges elsewhere, in one run."""
_SLOW: Final = 20
"""How much longer the hash that is computed here takes."""
MOST_RANGES: Final = 100_000


class Claim(NamedTuple):
    """One range of a record."""

    path: str
    first: int
    """Counted from one."""
    last: int
    hash: str | None
    origin: Origin


@dataclass(slots=True)
class Left:
    """What was left out, by reason, and what may still be spent on verifying."""

    no_hash: int = 0
    """Ranges of which nothing but line numbers is known."""
    other_text: int = 0
    """Ranges whose text is not the one that was written."""
    work: int = _WORK

    def add(self, claim: Claim) -> None:
        """Count a range that is left out."""
        known = _HASH.fullmatch(claim.hash or "") is not None
        self.other_text += known
        self.no_hash += not known


def claims(record: object) -> Iterator[Claim]:
    """The ranges of a record that name an author, in order. Raises `ValueError` for what is no record."""
    if not isinstance(record, dict) or not isinstance(record.get("version"), str) or "files" not in record:
        raise ValueError("it is no Agent Trace record")
    if not record["version"].startswith(("0.", "1.")):
        raise ValueError(f"its version {record['version'][:20]!r} is not known")
    for file in _objects(record["files"]):
        path = foreign.path(file.get("path"))
        for conversation in _objects(file.get("conversations")) if path is not None else ():
            for said in _objects(conversation.get("ranges")):
                origin = _origin(record, said.get("contributor") or conversation.get("contributor"))
                first, last = foreign.number(said.get("start_line")), foreign.number(said.get("end_line"))
                if path is not None and origin is not None and first is not None and last is not None:
                    digest = said.get("content_hash")
                    yield Claim(path, first, last, digest if isinstance(digest, str) else None, origin)


def verified(claim: Claim, lines: Lines, left: Left) -> tuple[int, int] | None:
    """Offsets in the text of what a claim is about; None where the text does not show it."""
    kind = _HASH.fullmatch(claim.hash or "")
    if kind is None:
        return None
    wanted = kind[1], kind[2].lower()
    place = lines.place(claim.first, claim.last)
    if place is not None and _matches(lines.text[slice(*place)], *wanted):
        return place
    return _elsewhere(lines, claim.last - claim.first + 1, *wanted, left)


def content_hash(text: str) -> str:
    """The hash of a range's text: its lines joined by LF, without an ending."""
    return "sha256:" + text_digest(text.removesuffix("\n"))


def _origin(record: Mapping[str, Any], contributor: object) -> Origin | None:
    said = contributor if isinstance(contributor, dict) else {}
    kind = next((ours for theirs, ours in _KINDS.items() if theirs == said.get("type")), None)
    tool = record.get("tool")
    if kind is None:
        return None
    return foreign.origin(
        kind,
        "A",
        "agent-trace",
        tool=foreign.name(tool.get("name")) if isinstance(tool, dict) else None,
        model=foreign.name(said.get("model_id")),
        event=foreign.opaque(record.get("id")),
        time=foreign.opaque(record.get("timestamp")),
    )


def _elsewhere(lines: Lines, count: int, kind: str, digest: str, left: Left) -> tuple[int, int] | None:
    """The one other place of a text whose hash that is; None where there are several, or nothing tells it apart."""
    work = max(len(lines) - count + 1, 0) * len(lines.text) * count // max(len(lines), 1)
    work *= _SLOW if kind == "murmur3" else 1
    if count < 1 or work > left.work:
        return None
    left.work -= work
    places = [lines.place(first, first + count - 1) for first in range(1, len(lines) - count + 2)]
    found = [place for place in places if place is not None and _matches(lines.text[slice(*place)], kind, digest)]
    telling = found and max(len(line.strip()) for line in lines.text[slice(*found[0])].split("\n")) >= TELLING_LINE
    return found[0] if len(found) == 1 and telling else None


def _matches(text: str, kind: str, digest: str) -> bool:
    """The standard does not say whether the last line's ending is hashed."""
    bare = text.removesuffix("\n")
    return any(_hash(kind, form.encode("utf-8", "surrogatepass")) == digest for form in (bare, bare + "\n"))


def _hash(kind: str, content: bytes) -> str:
    if kind == "murmur3":
        return f"{murmur3_32(content):08x}"
    return hashlib.new(kind, content, usedforsecurity=False).hexdigest()


def _objects(value: object) -> Iterator[dict[str, Any]]:
    yield from (item for item in value[:MOST_RANGES] if isinstance(item, dict)) if isinstance(value, list) else ()

"""Groundwire's own note on a commit: who wrote which characters of the files it changed, and what was reviewed.

One JSON object, version 1, a file to a line:

    {"groundwire": 1,
     "origins": {"o_1f": {"kind": "agent_edit", "grade": "A", "via": "hook:claude", "tool": "claude-code", …}},
     "files": [{"path": "a.py", "digest": SHA-256 of the text in UTF-8, "length": 120,
                "spans": [[start, end, "o_1f"], …], "written": {"o_1f": 120},
                "reviews": [[unit, digest of its text, time], …]}]}

Spans count code points of the text, LF-normalised and without a byte order mark. A file stands for exactly the text of
its digest: whoever has that text can use it, whatever became of the commit. No text, no prompt, no address is in it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from groundwire.model import Grade, Origin, OriginKind, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange import foreign
from groundwire.provenance.spans import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION: Final = 1
_KEY: Final = "groundwire"
_NAMES: Final = ("tool", "model", "session", "event", "time")
_DIGEST: Final = 64
_MOST_FILES: Final = 10_000
_MOST_SPANS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person took responsibility for exactly this text of a unit."""

    unit: str
    digest: str
    time: str


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a note says of one text."""

    path: str
    digest: str
    length: int
    """Code points."""
    attribution: Attribution
    reviews: tuple[Reviewed, ...] = ()


def note_text(files: Iterable[FileNote], **more: str) -> str:
    """The note, ending in a line break; `more` stands beside the version."""
    kept = sorted(files, key=lambda file: file.path)
    origins = {name: file.attribution.origins[name] for file in kept for name in _named(file.attribution)}
    lines = [_json(_file(file)) for file in kept]
    head = {_KEY: VERSION, **more, "origins": {name: _origin(origin) for name, origin in sorted(origins.items())}}
    return _json(head)[:-1] + ',"files":[\n' + ",\n".join(lines) + "\n]}\n"


def is_note(text: bytes) -> bool:
    """Whether a note's text claims to be one of these, of whatever version."""
    return text.lstrip().startswith(b'{"groundwire":')


def parse_note(text: bytes) -> tuple[list[FileNote], list[str]]:
    """The files of a note, and what is wrong with it, a sentence each; what can be read of it counts."""
    try:
        whole = foreign.parsed(text)
    except ValueError as error:
        return [], [f"it is not JSON ({error})"]
    if not isinstance(whole, dict) or foreign.number(whole.get(_KEY)) is None:
        return [], ["it is no note of Groundwire"]
    if whole[_KEY] > VERSION:
        return [], ["it was written by a newer version of Groundwire; update this one"]
    origins = whole.get("origins")
    named = {name: _read_origin(name, said) for name, said in (origins if isinstance(origins, dict) else {}).items()}
    known = {name: origin for name, origin in named.items() if origin is not None}
    problems = [f"its origin {name[:40]!r} is none" for name, origin in named.items() if origin is None]
    files = whole.get("files")
    found: list[FileNote] = []
    for index, said in enumerate(files[:_MOST_FILES] if isinstance(files, list) else (), 1):
        try:
            found.append(_read_file(said, known))
        except ValueError as error:  # noqa: PERF203 (one file that is none says nothing of the next)
            problems.append(f"its file number {index} is left out: {error}")
    if not isinstance(files, list) or len(files) > _MOST_FILES:
        problems.append("its `files` are no list of a sensible length")
    return found, problems


def _named(attribution: Attribution) -> set[str]:
    return {span.origin for span in attribution.spans} | (set(attribution.written) & set(attribution.origins))


def _file(file: FileNote) -> dict[str, Any]:
    known = file.attribution
    said: dict[str, Any] = {"path": file.path, "digest": file.digest, "length": file.length}
    said["spans"] = [list(span) for span in known.spans]
    said["written"] = {name: count for name, count in sorted(known.written.items()) if name in known.origins}
    if file.reviews:
        said["reviews"] = [[review.unit, review.digest, review.time] for review in file.reviews]
    return said


def _origin(origin: Origin) -> dict[str, str]:
    said = {name: value for name, value in asdict(origin).items() if name != "id" and value is not None}
    return {name: value for name, value in said.items() if name not in _NAMES or foreign.name(value) is not None}


def _read_origin(name: str, said: object) -> Origin | None:
    if not isinstance(said, dict) or foreign.name(name) is None:
        return None
    kind = next((kind for kind in get_args(OriginKind) if kind == said.get("kind")), None)
    grade = next((grade for grade in get_args(Grade) if grade == said.get("grade")), None)
    via = foreign.name(said.get("via"))
    if kind is None or grade is None or via is None:
        return None
    return Origin(name, kind, grade, via, **{key: foreign.name(said.get(key)) for key in _NAMES})


def _read_file(said: object, known: Mapping[str, Origin]) -> FileNote:
    if not isinstance(said, dict) or (path := foreign.path(said.get("path"))) is None:
        raise ValueError("it names no path inside the project")
    digest, length = foreign.opaque(said.get("digest")), foreign.number(said.get("length"))
    if digest is None or len(digest) != _DIGEST or length is None:
        raise ValueError(f"{path} has no digest and length")
    spans, counts = _read_spans(said.get("spans"), length, known), said.get("written")
    written = {
        name: count
        for name, value in (counts if isinstance(counts, dict) else {}).items()
        if name in known and (count := foreign.number(value)) is not None
    }
    standing = Counter[str]()
    for start, end, origin in spans:
        standing[origin] += end - start
    written = {**standing, **written}
    origins = {name: known[name] for name in written}
    return FileNote(path, digest, length, Attribution(spans, origins, written), _read_reviews(said.get("reviews")))


def _read_spans(said: object, length: int, known: Mapping[str, Origin]) -> tuple[Span, ...]:
    if not isinstance(said, list) or len(said) > _MOST_SPANS:
        raise ValueError("its `spans` are no list of a sensible length")
    spans: list[Span] = []
    for row in said:
        start, end, origin = row if isinstance(row, list) and len(row) == 3 else (None, None, None)
        first, last = foreign.number(start), foreign.number(end)
        if first is None or last is None or not isinstance(origin, str) or origin not in known:
            raise ValueError("one of its spans is none")
        if not (spans[-1].end if spans else 0) <= first < last <= length:
            raise ValueError("its spans overlap, or do not lie in the text")
        spans.append(Span(first, last, origin))
    return merge(spans)


def _read_reviews(said: object) -> tuple[Reviewed, ...]:
    rows = (
        [row for row in said[:_MOST_FILES] if isinstance(row, list) and len(row) == 3] if isinstance(said, list) else []
    )
    read = [(foreign.name(unit), foreign.opaque(digest), foreign.opaque(time)) for unit, digest, time in rows]
    return tuple(Reviewed(unit, digest, time) for unit, digest, time in read if unit and digest and time)


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))

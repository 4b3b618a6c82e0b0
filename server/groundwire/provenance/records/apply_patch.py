"""The patch text of an `apply_patch` tool: read strictly, put on a text, and taken off one.

A section per file (`*** Update File: path`), in it chunks without line numbers: they stand where their lines are found,
each behind the one before, and behind the lines that its `@@` headers name.
"""

from __future__ import annotations

from groundwire.provenance.records.telling import Refused, Told, derived, written

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    Chunk = tuple[list[str], list[str], list[str], bool]
    """Headers, lines of the old and of the new text, and whether they are the last of the file."""
    Chunks = list[Chunk]

_BEGIN, _END, _END_OF_FILE = "*** Begin Patch", "*** End Patch", "*** End of File"
_ADD, _UPDATE, _DELETE, _MOVE = "*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "


def told(text: str, *, flushed: bool = True) -> list[Told]:
    """The files that a patch changed, without those it deleted or only took lines from. Raises `Refused`.

    Not `flushed`: the files may not hold the outcome yet.
    """
    found: list[Told] = []
    for path, chunks, content in _sections(text):
        if any(path == other.file for other in found):
            raise Refused(f"the patch names {path} twice")
        if content is not None:
            found.append(written(path, content, created=True))
        elif any(_adds(old, new) for _, old, new, _ in chunks):
            found.append(_updated(path, chunks, flushed=flushed))
    return found


def applied(text: str, chunks: Chunks) -> str | None:
    """The text after the chunks; None where one of them has no place in it."""
    lines, ended = _lines(text)
    done: list[str] = []
    at = 0
    for headers, old, new, at_end in chunks:
        start = _behind(lines, at, headers)
        place = len(lines) if not old else _first(lines, start, old, at_end=at_end) if start is not None else None
        if place is None:
            return None
        done += lines[at:place]
        done += new
        at = place + len(old)
    return _joined([*done, *lines[at:]], ended=ended)


def unapplied(text: str, chunks: Chunks) -> str | None:
    """The text before the chunks, given the one after them; None where one has not exactly one place it can have."""
    lines, ended = _lines(text)
    done: list[str] = []
    at = 0
    for headers, old, new, at_end in chunks:
        start = _behind(lines, at, headers)
        if start is None or not new:
            return None
        place = _only(lines, start, new, at_end=at_end or not old)
        if place is None:
            return None
        done += lines[at:place]
        done += old
        at = place + len(new)
    before = _joined([*done, *lines[at:]], ended=ended)
    return before if applied(before, chunks) == text else None


def chunks_of(lines: list[str]) -> Chunks:
    """The chunks of one section's lines. Raises `Refused`."""
    found: Chunks = []
    fresh = True
    for line in lines:
        if line == "@@" or line.startswith("@@ "):
            if fresh and found and not found[-1][1] and not found[-1][2]:
                found[-1][0].append(line[3:])  # a header below a header narrows it
            else:
                found.append(([line[3:]] if line[3:] else [], [], [], False))
            fresh = True
            continue
        if not found or found[-1][3]:
            found.append(([], [], [], False))
        headers, old, new, _ = found[-1]
        fresh = False
        if line == _END_OF_FILE:
            found[-1] = (headers, old, new, True)
        elif line[:1] in {"", " ", "-", "+"}:
            if line[:1] != "+":
                old.append(line[1:])
            if line[:1] != "-":
                new.append(line[1:])
        else:
            raise Refused(f"the patch has a line that is none of a patch: {line[:40]!r}")
    return [chunk for chunk in found if chunk[1] or chunk[2]]


def _sections(text: str) -> list[tuple[str, Chunks, str | None]]:
    """Path after the patch, chunks, and the whole text of a new file."""
    lines = [line.rstrip("\r") for line in text.strip("\r\n").split("\n")]
    if _BEGIN not in lines or _END not in lines:
        raise Refused("the patch has no beginning or no end")
    body = lines[lines.index(_BEGIN) + 1 : len(lines) - 1 - lines[::-1].index(_END)]
    starts = [number for number, line in enumerate(body) if line.startswith((_ADD, _UPDATE, _DELETE))]
    found: list[tuple[str, Chunks, str | None]] = []
    for start, end in zip(starts, [*starts[1:], len(body)], strict=True):
        head, rest = body[start], body[start + 1 : end]
        if head.startswith(_ADD):
            if any(line[:1] != "+" for line in rest):
                raise Refused("the patch has a line that is none of a new file")
            found.append((head[len(_ADD) :].strip(), [], "".join(line[1:] + "\n" for line in rest)))
        elif head.startswith(_UPDATE):
            path = head[len(_UPDATE) :].strip()
            if rest and rest[0].startswith(_MOVE):
                path, rest = rest[0][len(_MOVE) :].strip(), rest[1:]
            found.append((path, chunks_of(rest), None))
    return found


def _updated(path: str, chunks: Chunks, *, flushed: bool) -> Told:
    def before(text: str) -> str | None:
        return unapplied(text, chunks)

    def after(text: str) -> str | None:
        return applied(text, chunks)

    return derived(path, before, None if flushed else after, grows=all(_kept(old, new) for _, old, new, _ in chunks))


def _adds(old: list[str], new: list[str]) -> bool:
    return not _kept(new, old)


def _kept(old: list[str], new: list[str]) -> bool:
    """Whether the lines of one stand in the other, in their order."""
    rest = iter(new)
    return all(line in rest for line in old)


def _behind(lines: list[str], at: int, headers: list[str]) -> int | None:
    """Where the lines behind the headers begin; None where one is not there."""
    for header in headers:
        if header not in lines[at:]:
            return None
        at = lines.index(header, at) + 1
    return at


def _first(lines: list[str], start: int, wanted: list[str], *, at_end: bool) -> int | None:
    last = len(lines) - len(wanted)
    places = range(max(start, last), last + 1) if at_end else range(start, last + 1)
    return next((place for place in places if lines[place : place + len(wanted)] == wanted), None)


def _only(lines: list[str], start: int, wanted: list[str], *, at_end: bool) -> int | None:
    """The one place of the wanted lines; None where there is none, or another."""
    place = _first(lines, start, wanted, at_end=at_end)
    if place is None or (not at_end and _first(lines, place + 1, wanted, at_end=False) is not None):
        return None
    return place


def _lines(text: str) -> tuple[list[str], bool]:
    """The lines, and whether the last one has an ending."""
    lines = text.split("\n")
    if lines[-1]:
        return lines, False
    lines.pop()
    return lines, True


def _joined(lines: list[str], *, ended: bool) -> str:
    return "\n".join(lines) + ("\n" if ended and lines else "")

"""A person says that lines were generated: whatever of them nobody is known to have written gets that origin."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timezone
from itertools import accumulate
from typing import TYPE_CHECKING

from groundwire.model import Origin
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.provenance.attribution import Attribution
    from groundwire.provenance.git import LineRanges


def since_origin(revision: str) -> Origin:
    """The origin of lines changed since a revision, as a person said just now."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    name = text_digest(f"command:since\\0{revision}\\0{now}")[:16]
    return Origin(f"o_{name}", "manual", "B", "command:since", event=revision, time=now)


def marked(text: str, known: Attribution, lines: LineRanges, origin: Origin) -> tuple[Attribution, int]:
    """The attribution with these lines given to the origin where they have no owner, and how many lines that touched.

    `lines` are zero-based; None stands for all. Lines of white space alone make nobody their author.
    """
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    starts[-1] = len(text)  # the last line has no ending
    last = len(starts) - 1
    touched: set[int] = set()
    for first, end in ((0, last),) if lines is None else lines:
        for start, stop in _gaps(known, starts[min(first, last)], starts[min(end, last)]):
            if text[start:stop].strip():
                known = known.attribute(start, stop, origin)
                touched.update(_nonblank(text, start, stop, starts))
    return known, len(touched)


def _gaps(known: Attribution, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of [start, end) that belong to nobody."""
    at = start
    for span in known.spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > at:
            yield at, span.start
        at = span.end
    if at < end:
        yield at, end


def _nonblank(text: str, start: int, stop: int, starts: list[int]) -> Iterator[int]:
    """The lines in which a stretch holds more than white space."""
    first = bisect_right(starts, start) - 1
    for line, piece in enumerate(text[start:stop].split("\n"), first):
        if piece.strip():
            yield line

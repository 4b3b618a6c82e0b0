"""Spans of origins in one text: sorted, disjoint, moved by edits.

A document's attribution is a tuple of `Span` in code points of LF-normalised text, in canonical form: sorted, not
overlapping, none empty, touching spans of one origin merged. Every function here takes and returns that form.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from groundwire.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from groundwire.model import Change

Spans: TypeAlias = tuple[Span, ...]


def merge(spans: Iterable[Span]) -> Spans:
    """Canonical form of spans that are sorted and disjoint: empty ones dropped, touching ones of one origin joined."""
    merged: list[Span] = []
    for span in spans:
        if span.start >= span.end:
            continue
        if merged and merged[-1].end == span.start and merged[-1].origin == span.origin:
            merged[-1] = merged[-1]._replace(end=span.end)
        else:
            merged.append(span)
    return tuple(merged)


def shift(spans: Spans, change: Change, inserted: str) -> Spans:
    """The spans after an edit; `inserted` is its new text, LF-normalised.

    New text belongs to nobody, so typing inside a span splits it. White space alone inherits the origin that stands on
    both sides of it: pressing Enter or adding a blank line inside generated code makes nobody its author.
    """
    start, stop = change.start, change.start + change.removed
    low, high = _touched(spans, start, stop)
    moved = change.inserted - change.removed
    seam: list[Span] = []
    if low < high and spans[low].start < start:
        seam.append(spans[low]._replace(end=start))
    elif low > 0:
        low -= 1
        seam.append(spans[low])
    after = high
    if low < high and spans[high - 1].end > stop:
        last = spans[high - 1]
        seam_end = Span(stop + moved, last.end + moved, last.origin)
    elif high < len(spans):
        seam_end = _moved(spans[high], moved)
        after += 1
    else:
        seam_end = None
    if change.inserted and inserted.isspace() and seam and seam_end is not None:
        before = seam[-1]
        if before.end == start and seam_end.start == stop + moved and before.origin == seam_end.origin:
            seam.append(Span(start, stop + moved, before.origin))
    if seam_end is not None:
        seam.append(seam_end)
    tail = spans[after:] if moved == 0 else tuple(_moved(span, moved) for span in spans[after:])
    return spans[:low] + merge(seam) + tail


def differing(spans: Spans, others: Spans) -> tuple[int, int] | None:
    """Characters outside which two canonical forms for one text say the same; None where they do everywhere."""
    if spans == others:
        return None
    head = next((n for n, (one, other) in enumerate(zip(spans, others, strict=False)) if one != other), None)
    low = min(len(spans), len(others)) if head is None else head
    left, right = len(spans), len(others)
    while left > low and right > low and spans[left - 1] == others[right - 1]:
        left, right = left - 1, right - 1
    changed = (*spans[low:left], *others[low:right])
    return min(span.start for span in changed), max(span.end for span in changed)


def attribute(spans: Spans, start: int, end: int, origin: str) -> Spans:
    """Give [start, end) to an origin, taking it from any other."""
    return _replaced(spans, start, end, origin)


def remove(spans: Spans, start: int, end: int) -> Spans:
    """Let [start, end) belong to nobody."""
    return _replaced(spans, start, end, None)


def overlapping(spans: Spans, start: int, end: int) -> Spans:
    """The parts of the spans inside [start, end)."""
    if start >= end:
        return ()
    low, high = _touched(spans, start, end)
    return tuple(Span(max(span.start, start), min(span.end, end), span.origin) for span in spans[low:high])


def covered(spans: Spans, start: int, end: int) -> dict[str, int]:
    """Characters of each origin inside [start, end)."""
    found: dict[str, int] = {}
    for span in overlapping(spans, start, end):
        found[span.origin] = found.get(span.origin, 0) + span.end - span.start
    return found


def retained(spans: Spans, written: Mapping[str, int]) -> dict[str, float]:
    """How much of what each origin wrote still stands, 0 to 1; `written` counts the characters it wrote at first."""
    standing: dict[str, int] = {}
    for span in spans:
        standing[span.origin] = standing.get(span.origin, 0) + span.end - span.start
    return {origin: min(1.0, standing.get(origin, 0) / length) for origin, length in written.items() if length > 0}


def _touched(spans: Spans, start: int, stop: int) -> tuple[int, int]:
    """Indices of the spans that share a character with [start, stop); for an empty range, of the one it splits."""
    low = bisect_right(spans, start, key=lambda span: span.end)
    return low, max(low, bisect_left(spans, stop, low, key=lambda span: span.start))


def _replaced(spans: Spans, start: int, end: int, origin: str | None) -> Spans:
    if start >= end:
        return spans
    low, high = _touched(spans, start, end)
    seam: list[Span] = []
    if low < high and spans[low].start < start:
        seam.append(spans[low]._replace(end=start))
    if origin is not None:
        seam.append(Span(start, end, origin))
    if low < high and spans[high - 1].end > end:
        seam.append(spans[high - 1]._replace(start=end))
    before, after = max(low - 1, 0), high + 1
    return spans[:before] + merge((*spans[before:low], *seam, *spans[high:after])) + spans[after:]


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.origin)

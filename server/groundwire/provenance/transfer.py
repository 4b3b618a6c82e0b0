"""Carry spans over a change of text that no edit explains: a reload, a formatter, a rebase, a branch switch.

What cannot be explained belongs to nobody: a gap is better than a wrong name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from groundwire.model import Span
from groundwire.provenance.layout import align, same_but_layout
from groundwire.provenance.lines import Block, matching_lines
from groundwire.provenance.spans import merge, overlapping, remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.provenance.spans import Spans

TELLING_LINE: Final = 8
"""A shorter line, white space around it aside, does not tell where it came from."""

_CONFLICT: Final = re.compile(r"^<<<<<<< .*?^=======$.*?^>>>>>>> [^\n]*\n?", re.MULTILINE | re.DOTALL)


def transfer(old: str, spans: Spans, new: str) -> Spans:
    """The spans of `new`, given those of `old`; both texts LF-normalised.

    Equal text keeps everything; text equal but for layout keeps every character's owner; else equal lines keep theirs,
    and so do changed lines that differ in layout only. Of a run of lines that one origin wrote, lines found again count
    only where at least half of the run is found, or one of them is telling and stood only there: a lone `return None`
    proves nothing. Lines between conflict markers belong to nobody.
    """
    if old == new or not spans:
        return spans
    return transfer_from([(old, spans)], new)


def transfer_from(sources: Iterable[tuple[str, Spans]], new: str) -> Spans:
    """The spans of `new`, given several earlier texts with theirs, the latest first (see `transfer`).

    Each line is explained by one text: of those that have it, by the one that shares most lines with `new`, for that is
    where the text comes from; the others tell of what only they had, as after a merge, a stash or a switch of branches.
    What the text that explains a line knows no owner of belongs to nobody.
    """
    found: list[Span] = []
    unexplained = [(0, len(new))]
    for old, spans in _likest_first(sources, new):
        if old == new:
            return spans
        if same_but_layout(old, new) and not found:
            return merge(align(old, spans, new))
        lines = _Lines(old, new)
        carried = merge(sorted(lines.carry(spans)))
        for start, end in unexplained:
            found += overlapping(carried, start, end)
        unexplained = list(_without(unexplained, list(lines.explained())))
        if not unexplained:
            break
    carried = merge(sorted(found))
    for conflict in _CONFLICT.finditer(new):
        carried = remove(carried, *conflict.span())
    return carried


def _likest_first(sources: Iterable[tuple[str, Spans]], new: str) -> list[tuple[str, Spans]]:
    found = list(sources)
    if len(found) < 2:
        return found
    lines = Counter(new.split("\n"))
    return sorted(found, key=lambda source: -(Counter(source[0].split("\n")) & lines).total())


def _without(ranges: list[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of ascending ranges that ascending others leave."""
    for start, end in ranges:
        at = start
        for low, high in taken:
            if high > at and low < end:
                if at < low:
                    yield at, low
                at = max(at, high)
        if at < end:
            yield at, end


def has_conflict(text: str) -> bool:
    """Whether a merge left its conflict markers in the text."""
    return "<<<<<<< " in text and _CONFLICT.search(text) is not None


class _Lines:
    """The lines that two texts share, and the pairs of gaps between them that differ in layout only."""

    def __init__(self, old: str, new: str) -> None:
        self.old_text, self.new_text = old, new
        self.old, self.new = old.split("\n"), new.split("\n")
        self.old_starts, self.new_starts = _starts(self.old), _starts(self.new)
        self.blocks = matching_lines(self.old, self.new)
        self.gaps = [gap for gap in self._all_gaps() if same_but_layout(*self._texts(gap))]

    def _all_gaps(self) -> Iterator[tuple[int, int, int, int]]:
        """Lines [a, b) of the old text that stand against lines [c, d) of the new one, where both are some."""
        for last, following in pairwise([Block(0, 0, 0), *self.blocks, Block(len(self.old), len(self.new), 0)]):
            gap = last.old + last.length, following.old, last.new + last.length, following.new
            if gap[0] < gap[1] and gap[2] < gap[3]:
                yield gap

    def _texts(self, gap: tuple[int, int, int, int]) -> tuple[str, str]:
        a, b, c, d = gap
        return (
            self.old_text[self.old_starts[a] : self.old_starts[b]],
            self.new_text[self.new_starts[c] : self.new_starts[d]],
        )

    def explained(self) -> Iterator[tuple[int, int]]:
        """Ranges of the new text that the old one has, ascending."""
        pieces = [(block.new, block.new + block.length) for block in self.blocks]
        for first, last in sorted([*pieces, *((gap[2], gap[3]) for gap in self.gaps)]):
            yield self.new_starts[first], min(self.new_starts[last], len(self.new_text))

    def carry(self, spans: Spans) -> Iterator[Span]:
        """Pieces of spans in the new text, in no order."""
        kept = tuple(sorted(self._believable(spans)))
        for block in self.blocks:
            first, last = self.old_starts[block.old], self.old_starts[block.old + block.length]
            move = self.new_starts[block.new] - first
            for start, end, origin in overlapping(kept, first, min(last, len(self.new_text) - move)):
                yield Span(start + move, end + move, origin)
        for gap in self.gaps:
            first, last, place = self.old_starts[gap[0]], self.old_starts[gap[1]], self.new_starts[gap[2]]
            before, after = self._texts(gap)
            inside = (
                Span(start - first, end - first, origin) for start, end, origin in overlapping(spans, first, last)
            )
            for start, end, origin in align(before, inside, after):
                yield Span(place + start, place + end, origin)

    def _believable(self, spans: Spans) -> Iterator[Span]:
        """The parts of spans that count where their lines are found again."""
        found = bytearray(len(self.old))
        for block in self.blocks:
            found[block.old : block.old + block.length] = b"\1" * block.length
        for first, last, _, _ in self.gaps:
            found[first:last] = b"\1" * (last - first)
        ends = {block.old + block.length for block in self.blocks}
        counts = Counter(self.old)
        for lines, run in self._runs(spans):
            telling = [line for line in lines if self.old[line].strip()] or list(lines)
            if 2 * sum(found[line] for line in telling) >= len(telling):
                yield from run
                continue
            for piece in _pieces([line for line in lines if found[line]], ends):
                if any(counts[self.old[line]] == 1 and len(self.old[line].strip()) >= TELLING_LINE for line in piece):
                    yield from overlapping(run, self.old_starts[piece[0]], self.old_starts[piece[-1] + 1])

    def _runs(self, spans: Spans) -> Iterator[tuple[range, Spans]]:
        """Consecutive old lines that hold characters of one origin, with its spans there."""
        runs: dict[str, tuple[range, list[Span]]] = {}
        for span in spans:
            first, last = bisect_right(self.old_starts, span.start) - 1, bisect_left(self.old_starts, span.end)
            lines, run = runs.get(span.origin, (range(first, first), []))
            if lines.stop < first:
                yield lines, tuple(run)
                lines, run = range(first, first), []
            run.append(span)
            runs[span.origin] = range(lines.start, last), run
        for lines, run in runs.values():
            yield lines, tuple(run)


def _starts(lines: list[str]) -> list[int]:
    """Offset of each line, and where a further one would begin."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _pieces(lines: list[int], ends: set[int]) -> Iterator[list[int]]:
    """Consecutive lines, cut where a block of equal lines ends."""
    piece: list[int] = []
    for line in lines:
        if piece and (line != piece[-1] + 1 or line in ends):
            yield piece
            piece = []
        piece.append(line)
    if piece:
        yield piece

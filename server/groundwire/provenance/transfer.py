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
from groundwire.provenance.spans import merge, remove

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if same_but_layout(old, new):
        return merge(align(old, spans, new))
    carried = merge(sorted(_Lines(old, new).carry(spans)))
    for conflict in _CONFLICT.finditer(new):
        carried = remove(carried, *conflict.span())
    return carried


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

    def carry(self, spans: Spans) -> Iterator[Span]:
        """Pieces of spans in the new text, in no order."""
        believed = self._believed(spans)
        for block in self.blocks:
            for offset in range(block.length):
                line, place = block.old + offset, self.new_starts[block.new + offset]
                for start, end, origin in _clip(spans, self.old_starts[line], self.old_starts[line + 1]):
                    if (origin, line) in believed:
                        yield Span(place + start, min(place + end, len(self.new_text)), origin)
        for gap in self.gaps:
            before, after = self._texts(gap)
            place = self.new_starts[gap[2]]
            for start, end, origin in align(before, _clip(spans, *(self.old_starts[line] for line in gap[:2])), after):
                yield Span(place + start, place + end, origin)

    def _believed(self, spans: Spans) -> set[tuple[str, int]]:
        """Old lines found again, with the origin for which that counts."""
        found = {block.old + offset for block in self.blocks for offset in range(block.length)}
        found.update(line for gap in self.gaps for line in range(*gap[:2]))
        ends = {block.old + block.length for block in self.blocks}
        counts = Counter(self.old)
        believed: set[tuple[str, int]] = set()
        for origin, run in self._runs(spans):
            lines = [line for line in run if self.old[line].strip()] or list(run)
            if 2 * sum(line in found for line in lines) >= len(lines):
                believed.update((origin, line) for line in run)
                continue
            for piece in _pieces([line for line in run if line in found], ends):
                if any(counts[self.old[line]] == 1 and len(self.old[line].strip()) >= TELLING_LINE for line in piece):
                    believed.update((origin, line) for line in piece)
        return believed

    def _runs(self, spans: Spans) -> Iterator[tuple[str, range]]:
        """Consecutive old lines that hold characters of one origin."""
        open_runs: dict[str, range] = {}
        for start, end, origin in spans:
            first = bisect_right(self.old_starts, start) - 1
            last = bisect_left(self.old_starts, end)
            run = open_runs.get(origin)
            if run is not None and run.stop >= first:
                open_runs[origin] = range(run.start, last)
            else:
                if run is not None:
                    yield origin, run
                open_runs[origin] = range(first, last)
        yield from open_runs.items()


def _starts(lines: list[str]) -> list[int]:
    """Offset of each line, and where a further one would begin."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _clip(spans: Spans, start: int, end: int) -> Spans:
    """The parts of the spans inside [start, end), counted from its start."""
    low = bisect_right(spans, start, key=lambda span: span.end)
    high = bisect_left(spans, end, low, key=lambda span: span.start)
    return tuple(Span(max(a, start) - start, min(b, end) - start, origin) for a, b, origin in spans[low:high])


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

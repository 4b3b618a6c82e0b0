"""Lines that two texts share, in order: anchors at lines unique in both, a plain diff in the small gaps between."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP_LIMIT: Final = 250_000
"""A gap without an anchor is compared only up to this product of its two line counts; it bounds the time."""


class Block(NamedTuple):
    """`length` equal lines: from `old` on in the one text, from `new` on in the other."""

    old: int
    new: int
    length: int


def matching_lines(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Maximal blocks of equal lines, ascending in both texts and never crossing."""
    blocks: list[Block] = []
    pending = [(0, len(old), 0, len(new))]
    while pending:
        old_start, old_end, new_start, new_end = pending.pop()
        start, head = old_start, new_start
        while start < old_end and head < new_end and old[start] == new[head]:
            start, head = start + 1, head + 1
        end, tail = old_end, new_end
        while end > start and tail > head and old[end - 1] == new[tail - 1]:
            end, tail = end - 1, tail - 1
        blocks += (Block(old_start, new_start, start - old_start), Block(end, tail, old_end - end))
        if start == end or head == tail:
            continue
        if anchors := _anchors(old, start, end, new, head, tail):
            pending += _between(anchors, start, end, head, tail)
        elif (end - start) * (tail - head) <= GAP_LIMIT:
            matcher = SequenceMatcher(None, old[start:end], new[head:tail], autojunk=False)
            blocks += (Block(start + a, head + b, size) for a, b, size in matcher.get_matching_blocks())
    return _joined(sorted(block for block in blocks if block.length))


def _anchors(
    old: Sequence[str], start: int, end: int, new: Sequence[str], head: int, tail: int
) -> list[tuple[int, int]]:
    """Line pairs unique on both sides, the longest sequence of them that ascends on both."""
    old_counts, new_counts = Counter(old[start:end]), Counter(new[head:tail])
    places = {line: index for index, line in enumerate(new[head:tail], head) if new_counts[line] == 1}
    pairs = [
        (index, places[line])
        for index, line in enumerate(old[start:end], start)
        if old_counts[line] == 1 and line in places
    ]
    return _longest_ascending(pairs)


def _longest_ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that ascends in its second members; the first ones ascend already."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[length], at[length] = place, index
    chain: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(pairs[index])
        index = previous[index]
    return chain[::-1]


def _between(
    anchors: list[tuple[int, int]], start: int, end: int, head: int, tail: int
) -> Iterator[tuple[int, int, int, int]]:
    """The pieces that the anchors cut two ranges into; each begins with its anchor, the first with none."""
    old, new = start, head
    last_old, last_new = start - 1, head - 1
    for place, other in [*anchors, (end, tail)]:
        if (place, other) != (last_old + 1, last_new + 1):  # anchors side by side are one piece
            yield old, place, new, other
            old, new = place, other
        last_old, last_new = place, other
    yield old, end, new, tail


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if joined:
            last = joined[-1]
            if (last.old + last.length, last.new + last.length) == (block.old, block.new):
                joined[-1] = last._replace(length=last.length + block.length)
                continue
        joined.append(block)
    return joined

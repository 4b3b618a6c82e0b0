"""Which characters an edit put into a text: lines first, then the words of the lines that changed."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.lines import Block, matching_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN: Final = re.compile(r"\w+|[^\S\n]+|\n|.", re.DOTALL)
_ALIKE: Final = 0.6
"""Share of two stretches' words from which they are one stretch that was changed, and not another in its place."""
_WORD: Final = re.compile(r"\w+")
_HEAD: Final = re.compile(r"\w+\Z")
_PAIRS: Final = 1_000
"""Pairs of changed lines that are compared; above, they count as other lines."""
_LONGEST: Final = 2_000
"""Characters of a changed stretch whose words are compared; it bounds the time."""


class Replaced(NamedTuple):
    """Characters [start, end) of the old text gave way to [new_start, new_end) of the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def difference(old: str, new: str) -> list[Replaced]:
    """What changed from one LF-normalised text to another, ascending; everything else is equal on both sides.

    Of two explanations, whole lines first or one stretch between equal ends, the one that calls less of the text new.
    """
    by_lines = _by_lines(old, new)
    in_one = list(_stretch(old, 0, len(old), new, 0, len(new)))
    return by_lines if _size(by_lines) <= _size(in_one) else in_one


def _size(changes: list[Replaced]) -> int:
    return sum(change.new_end - change.new_start for change in changes)


def _by_lines(old: str, new: str) -> list[Replaced]:
    before, after = old.split("\n"), new.split("\n")
    old_starts, new_starts = _starts(before), _starts(after)
    blocks = [Block(0, 0, 0), *matching_lines(before, after), Block(len(before), len(after), 0)]
    found: list[Replaced] = []
    for last, following in pairwise(blocks):
        gap = range(last.old + last.length, following.old), range(last.new + last.length, following.new)
        for lines, new_lines in _paired(before, gap[0], after, gap[1]):
            start, end = old_starts[lines.start], old_starts[lines.stop]
            head, tail = new_starts[new_lines.start], new_starts[new_lines.stop]
            if len(lines) == len(new_lines) == 1:
                found += _stretch(old, start, end - 1, new, head, tail - 1)
            elif (end > len(old) or tail > len(new)) and (start == end or head == tail):
                # Whole lines at the end came or went. The last line has no ending: theirs is the one before them.
                found.append(Replaced(start - 1, end - 1, head - 1, tail - 1))
            else:
                found.append(Replaced(start, min(end, len(old)), head, min(tail, len(new))))
    return [change for change in found if change.start < change.end or change.new_start < change.new_end]


def _paired(old: Sequence[str], gap: range, new: Sequence[str], new_gap: range) -> Iterator[tuple[range, range]]:
    """Lines that changed, as pairs of lines that are alike and of what stands between those."""
    at, new_at = gap.start, new_gap.start
    for line, new_line in _alike(old, gap, new, new_gap):
        yield range(at, line), range(new_at, new_line)
        yield range(line, line + 1), range(new_line, new_line + 1)
        at, new_at = line + 1, new_line + 1
    yield range(at, gap.stop), range(new_at, new_gap.stop)


def _alike(old: Sequence[str], gap: range, new: Sequence[str], new_gap: range) -> list[tuple[int, int]]:
    """The pairs of alike lines, ascending on both sides, that are the most alike together."""
    if len(gap) == len(new_gap) == 1:
        return [(gap.start, new_gap.start)]
    if not gap or not new_gap or len(gap) * len(new_gap) > _PAIRS:
        return []
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(new_gap) + 1)]
    for line in gap:
        row: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
        for index, new_line in enumerate(new_gap):
            choices = [best[-1][index + 1], row[-1]]
            if (alike := _likeness(old[line], new[new_line])) >= _ALIKE:
                weight, pairs = best[-1][index]
                choices.append((weight + alike, [*pairs, (line, new_line)]))
            row.append(max(choices, key=lambda choice: choice[0]))
        best.append(row)
    return best[-1][-1][1]


def _likeness(one: str, other: str) -> float:
    """Share of the words of two lines that stand in both."""
    words, others = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    return 2 * (words & others).total() / max(1, words.total() + others.total())


def _starts(lines: list[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def _stretch(old: str, start: int, end: int, new: str, head: int, tail: int) -> Iterator[Replaced]:
    """What changed between two stretches, in whole words."""
    same = _common(old[start:end], new[head:tail])
    more = _common(old[start + same : end][::-1], new[head + same : tail][::-1])
    if same + more == end - start == tail - head:
        return
    same -= _cut(old[start:end], same, new[head:tail])
    more -= _cut(old[start:end][::-1], more, new[head:tail][::-1])
    start, head, end, tail = start + same, head + same, end - more, tail - more
    if max(end - start, tail - head) > _LONGEST:
        yield Replaced(start, end, head, tail)
        return
    words, new_words = _TOKEN.findall(old, start, end), _TOKEN.findall(new, head, tail)
    blocks = _kept_words(words, new_words)
    places = list(accumulate(map(len, words), initial=start))
    new_places = list(accumulate(map(len, new_words), initial=head))
    for last, following in pairwise([Block(0, 0, 0), *blocks, Block(len(words), len(new_words), 0)]):
        change = Replaced(
            places[last.old + last.length],
            places[following.old],
            new_places[last.new + last.length],
            new_places[following.new],
        )
        if change.start < change.end or change.new_start < change.new_end:
            yield change


def _kept_words(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Runs of tokens that stand in both, where the stretches are alike and the run holds a word."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    blocks = [Block(*block) for block in matcher.get_matching_blocks() if block.size]
    told = [sum(map(_is_word, tokens)) for tokens in (old, new)]
    kept = [block for block in blocks if any(map(_is_word, old[block.old : block.old + block.length]))]
    same = sum(_is_word(token) for block in kept for token in old[block.old : block.old + block.length])
    return kept if 2 * same >= _ALIKE * sum(told) and same else []


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "_"


def _cut(one: str, same: int, other: str) -> int:
    """Letters of a word that both begin with the first `same` characters of, where the word goes on in either."""
    if not _WORD.match(one[same : same + 1] + other[same : same + 1]) and not _WORD.match(other, same):
        return 0
    return len(one[:same]) - len(_HEAD.sub("", one[:same]))


def _common(one: str, other: str) -> int:
    """Length of what both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

"""Texts that differ in layout only, as a formatter leaves them, and the place of each character in the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from groundwire.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOVED: Final = " \t\n\f\v,;()\\"
"""What a formatter moves, adds and takes away: white space, joined lines, brackets around expressions, commas, and what
holds statements on one line."""
_SPELLING: Final = bytes.maketrans(b'"ABCDEFGHIJKLMNOPQRSTUVWXYZ', b"'abcdefghijklmnopqrstuvwxyz")
"""It also changes quotes, and the case of string prefixes and numbers."""
_LEGACY: Final = re.compile(r"[uU](?<![\w'\"].)(?=['\"])")
"""The prefix of a string that is one without, too: a formatter drops it. Its letter stands first, to be found fast."""
_HEAD: Final = 4_000
"""Characters by which most texts that differ in more than layout do already."""
_CLOSING: Final = re.compile(r"(?:[ \t\n\f\v\\]*[,)])*[ \t\f\v]*\n?")


def same_but_layout(old: str, new: str) -> bool:
    """Whether both texts hold the same characters in the same order, those that a formatter touches aside."""
    head, other = significant(old[:_HEAD]), significant(new[:_HEAD])
    common = min(len(head), len(other)) - 1  # of the last one it may show only behind it whether it counts
    if common > 0 and head[:common] != other[:common]:
        return False
    return significant(old) == significant(new)


def significant(text: str) -> bytes:
    """The characters that a formatter leaves, in the one spelling it may choose."""
    # Bytes, because a text is translated a hundred times slower where characters are left out.
    return _masked(text).encode("utf-8", "surrogatepass").translate(_SPELLING, _MOVED.encode())


def _masked(text: str) -> str:
    """The text with white space in place of what may go and is nothing of its own."""
    return _LEGACY.sub(" ", text) if any(start in text for start in ("u'", 'u"', "U'", 'U"')) else text


def _count(line: str) -> int:
    return len(significant(line)) if line.isascii() else sum(character not in _MOVED for character in line)


def align(old: str, spans: Iterable[Span], new: str) -> Iterator[Span]:
    """The spans of `new`, given those of `old`, where both are the same but for layout.

    A span reaches from its first significant character to its last; where it went on after that, so does the new one:
    over closing brackets and commas, to the end of the line.
    """
    before, after = _Counted(old), _Counted(new)
    for start, end, origin in spans:
        first, stop = before.count(start), before.count(end)
        if first < stop:
            place = after.place(stop - 1) + 1
            if end > before.place(stop - 1) + 1 and (closing := _CLOSING.match(new, place)) is not None:
                place = closing.end()
            yield Span(after.place(first), place, origin)


class _Counted:
    """Counts significant characters, line by line first, so that only the lines asked for are looked at closely."""

    def __init__(self, text: str) -> None:
        self._lines = _masked(text).split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))
        self._counts = list(accumulate(map(_count, self._lines), initial=0))

    def count(self, offset: int) -> int:
        """Significant characters before an offset."""
        line = min(bisect_right(self._starts, offset), len(self._lines)) - 1
        head = self._lines[line][: offset - self._starts[line]]
        return self._counts[line] + _count(head)

    def place(self, index: int) -> int:
        """Offset of the significant character of this index."""
        line = bisect_right(self._counts, index) - 1
        left = index - self._counts[line]
        for column, character in enumerate(self._lines[line]):
            if character not in _MOVED:
                if left == 0:
                    return self._starts[line] + column
                left -= 1
        raise IndexError(index)

"""Texts that differ in layout only, as a formatter leaves them, and the place of each character in the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from groundwire.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.provenance.spans import Spans

_LAYOUT: Final = re.compile(r"[\s,()\\]+")
"""What a formatter moves, adds and takes away: white space, joined lines, brackets around expressions, commas."""
_SIGNIFICANT: Final = re.compile(r"[^\s,()\\]")
_CLOSING: Final = re.compile(r"(?:\s*[,)])*[^\S\n]*\n?")
_SPELLING: Final = str.maketrans('"ABCDEFGHIJKLMNOPQRSTUVWXYZ', "'abcdefghijklmnopqrstuvwxyz")
"""It also changes quotes, and the case of string prefixes and numbers."""


def same_but_layout(old: str, new: str) -> bool:
    """Whether both texts hold the same characters in the same order, those that a formatter touches aside."""
    return _LAYOUT.sub("", old).translate(_SPELLING) == _LAYOUT.sub("", new).translate(_SPELLING)


def align(old: str, spans: Spans, new: str) -> Iterator[Span]:
    """The spans of `new`, given those of `old`, where both are the same but for layout.

    A span reaches from its first significant character to its last; where it went on after that, so does the new one:
    over closing brackets and commas, to the end of the line.
    """
    before = [match.start() for match in _SIGNIFICANT.finditer(old)]
    after = [match.start() for match in _SIGNIFICANT.finditer(new)]
    for start, end, origin in spans:
        first, last = bisect_left(before, start), bisect_left(before, end) - 1
        if first > last:
            continue
        stop = after[last] + 1
        if end > before[last] + 1 and (closing := _CLOSING.match(new, stop)) is not None:
            stop = closing.end()
        yield Span(after[first], stop, origin)

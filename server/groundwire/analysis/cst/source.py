"""A text that is parsed: its lines' offsets, and what stands beside a piece of code in it."""

from __future__ import annotations

import keyword
import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_GAP: Final = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")
"""What may stand between two tokens within brackets."""
_QUOTED: Final = (
    r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
)
STRING: Final = re.compile(rf"[A-Za-z]{{0,2}}(?:{_QUOTED})", re.DOTALL)
"""A literal of text or bytes that is no f-string."""
_COMMENT: Final = re.compile(rf"{_QUOTED}|(#[^\r\n]*)", re.DOTALL)
_BLANK: Final = " \t\f\r\n\\"
_WORD: Final = re.compile(r"\w+\Z")
_VALUES: Final = frozenset({"True", "False", "None"})


class NotRead(Exception):
    """Python's parser tells too little of this code, or there is more to it than is read from what it tells."""


class Source:
    """A text by lines; places are code points from its beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        """Where each line begins."""
        self.plain = text.isascii()

    def offset(self, line: int, column: int) -> int:
        """Where Python's parser says something is: lines from one, columns in bytes of UTF-8."""
        start = self.starts[line - 1]
        if self.plain:
            return start + column
        text = self.text[start : start + column]
        if text.isascii():
            return start + column
        return start + len(text.encode()[:column].decode(errors="ignore"))

    def line_of(self, place: int) -> int:
        """The line, from nought, that a place is on."""
        return bisect_right(self.starts, place) - 1

    def line_end(self, line: int) -> int:
        """Where a line, from nought, ends, its line break included."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)

    def after(self, place: int) -> int:
        """Where the next token begins; the text's length where there is none."""
        found = _GAP.match(self.text, place)
        return found.end() if found is not None else place

    def before(self, place: int) -> int:
        """Where the last character of the token before a place stands; -1 where there is none."""
        for line in range(self.line_of(place), -1, -1):
            start = self.starts[line]
            code = self.text[start:place].rstrip(_BLANK)
            if "#" in code and (comment := self._comments.get(line)) is not None and comment < place:
                code = self.text[start:comment].rstrip(_BLANK)
            if code.strip():
                return start + len(code) - 1
            place = start
        return -1

    @cached_property
    def _comments(self) -> dict[int, int]:
        """Where the comment of a line begins."""
        return {self.line_of(found.start(1)): found.start(1) for found in _COMMENT.finditer(self.text) if found[1]}

    def closed(self, end: int) -> int:
        """Where an expression ends, the closing round brackets after it included."""
        while self.text.startswith(")", place := self.after(end)):
            end = place + 1
        return end

    def brackets(self, start: int, end: int, first: int) -> list[tuple[int, int]]:
        """The pairs of round brackets around an expression that only group, innermost first: what each encloses, itself
        included. `first` is where the expression's statement begins.
        """
        found: list[tuple[int, int]] = []
        text = self.text
        while (right := self.after(end)) < len(text) and text[right] == ")":
            left = self.before(start)
            if left < first or text[left] != "(" or not self._groups(left, first):
                break
            start, end = left, right + 1
            found.append((start, end))
        return found

    def _groups(self, bracket: int, first: int) -> bool:
        """Whether a bracket is not one of a call, or of a definition."""
        last = self.before(bracket)
        if last < first:
            return True
        if self.text[last] in ")]}\"'":
            return False
        word = _WORD.search(self.text, max(first, last - 20), last + 1)
        return word is None or (keyword.iskeyword(word[0]) and word[0] not in _VALUES)

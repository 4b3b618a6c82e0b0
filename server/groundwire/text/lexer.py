"""Python's tokens as far as they reach over lines: brackets, strings, replacement fields, comments, backslashes.

What is open is a list of marks, outermost first: a bracket as itself; a string as its quotes, with `f` before them if
it has replacement fields (f-strings, t-strings); a replacement field as `{` and the quotes of its string while its
expression is read, as `:` and the quotes after its colon. Fields nest as PEP 701 says, so newer code is read right
whatever interpreter runs this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

BRACKETS: Final = frozenset("([{")
_QUOTES: Final = ("'", '"', "'''", '"""')
_FIELDS: Final = frozenset("{" + quotes for quotes in _QUOTES)
_CODE: Final = BRACKETS | _FIELDS
_ONE_LINE: Final = frozenset(prefix + quote for prefix in ("", "f", ":") for quote in "'\"")

_DEEPEST: Final = 1000
"""Marks carried to the next line at most: it bounds the cost of a state; CPython's own limits are 200 and 150."""
_REACH: Final = 32
"""How many open brackets a closing one that does not fit the innermost is compared with."""

_OPENER: Final = {")": "(", "]": "[", "}": "{"}
_TO_NEXT_MARK: Final = re.compile(r"[^\"'#()\[\]{}\\:]*")
_TO_NEXT_BRACE: Final = {"'": re.compile(r"[^'{}\\]*"), '"': re.compile(r'[^"{}\\]*')}
_STRING_BODY: Final = {
    "'": re.compile(r"[^'\\]*(?:\\.[^'\\]*)*"),
    '"': re.compile(r'[^"\\]*(?:\\.[^"\\]*)*'),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*"),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*'),
}
_FORMATTED: Final = re.compile(r"(?:^|\W)(?:[ft]r?|rf|rt)$", re.IGNORECASE)


def in_code(marks: Sequence[str]) -> bool:
    """Whether code is read next, rather than the body of a string or of a format spec."""
    return not marks or marks[-1] in _CODE


def on_one_line(mark: str) -> bool:
    """Whether a mark is that of a string, or a format spec in one, that ends with its line if no backslash is there."""
    return mark in _ONE_LINE


def end_string(marks: list[str]) -> None:
    """Close the innermost string with all that is open inside it."""
    mark = marks.pop()
    if mark not in _STRING_BODY:
        while not mark.startswith("f"):
            mark = marks.pop()


def read_line(text: str, pos: int, marks: list[str]) -> bool:
    """Read a line without its ending from `pos` on, keeping `marks` up to date; whether a backslash carries code on.

    A string in single quotes that nothing carries on ends with its line. No text is an error.
    """
    end = len(text)
    while pos < end:
        if in_code(marks):
            pos = _read_code(text, pos, marks)
        elif marks[-1] in _STRING_BODY:
            pos = _read_plain(text, pos, marks)
        else:
            pos = _read_formatted(text, pos, marks)
    if pos == end and marks and on_one_line(marks[-1]):
        end_string(marks)
    del marks[_DEEPEST:]
    return pos > end and in_code(marks)


def _read_code(text: str, pos: int, marks: list[str]) -> int:
    """Read code up to a string's body or the line's end; the place reached, past the end if a backslash comes last."""
    end = len(text)
    while True:
        pos = _TO_NEXT_MARK.match(text, pos).end()  # type: ignore[union-attr] # it matches nothing, too
        if pos == end:
            return end
        char = text[pos]
        pos += 1
        if char in BRACKETS:
            marks.append(char)
        elif char in _OPENER:
            if marks and marks[-1] == _OPENER[char]:
                marks.pop()
            elif _close(marks, char):
                return pos
        elif char == ":":
            if marks and marks[-1] in _FIELDS:
                marks[-1] = ":" + marks[-1][1:]
                return pos
        elif char == "#":
            return end
        elif char == "\\":
            if pos == end:
                return end + 1
        else:
            pos = _open_string(text, pos - 1, marks)
            if pos > end or not in_code(marks):
                return pos


def _close(marks: list[str], char: str) -> bool:
    """Close a bracket that others were left open in, or a replacement field; whether a string's body goes on."""
    for index in range(len(marks) - 1, max(len(marks) - _REACH, 0) - 1, -1):
        mark = marks[index]
        if mark == _OPENER[char] or (mark in _FIELDS and char == "}"):
            del marks[index:]
            return mark in _FIELDS
        if mark not in BRACKETS:
            break
    return False


def _open_string(text: str, pos: int, marks: list[str]) -> int:
    """Read a string from its first quote on, to its end or the line's if it has no fields; the place reached."""
    quotes = text[pos] * 3 if text.startswith(text[pos] * 3, pos) else text[pos]
    start = pos + len(quotes)
    if pos and text[pos - 1] in "fFtTrR" and _FORMATTED.search(text[max(pos - 3, 0) : pos]):
        marks.append("f" + quotes)
        return start
    marks.append(quotes)
    reached = _read_plain(text, start, marks)
    if reached == len(text) and marks[-1:] == [quotes] and on_one_line(quotes):
        # Not closed. Inside a field of a string with these very quotes, it is that string that ends here.
        marks.pop()
        around = next((mark for mark in reversed(marks) if mark not in BRACKETS), "")
        if around == "{" + quotes:
            end_string(marks)
            return start
    return reached


def _read_plain(text: str, pos: int, marks: list[str]) -> int:
    """Read the body of the innermost string, which has no fields; the place reached, past the end after a backslash."""
    quotes = marks[-1]
    pos = _STRING_BODY[quotes].match(text, pos).end()  # type: ignore[union-attr] # it matches nothing, too
    if text.startswith(quotes, pos):
        marks.pop()
        return pos + len(quotes)
    return len(text) + text.startswith("\\", pos)


def _read_formatted(text: str, pos: int, marks: list[str]) -> int:
    """Read the body of the innermost string with fields, or of a format spec in it, to its end or the next field."""
    end = len(text)
    quotes = marks[-1][1:]
    in_spec = marks[-1].startswith(":")
    while True:
        pos = _TO_NEXT_BRACE[quotes[0]].match(text, pos).end()  # type: ignore[union-attr] # it matches nothing, too
        if pos == end:
            return end
        if text[pos] == "\\":
            pos += 1 if text.startswith(("{", "}"), pos + 1) else 2
            if pos > end:
                return pos
        elif text[pos] == "{":
            if in_spec or not text.startswith("{{", pos):
                marks.append("{" + quotes)
                return pos + 1
            pos += 2
        elif text[pos] == "}":
            pos += 1
            if in_spec:
                marks.pop()
                return pos
        elif text.startswith(quotes, pos):
            end_string(marks)
            return pos + len(quotes)
        else:
            pos += 1

"""Python's tokens as far as they reach over lines: brackets, strings, replacement fields, comments, backslashes.

What is open is a list of marks, outermost first: a bracket as itself; a string as its quotes, with `f` before them if
it has replacement fields (f-strings, t-strings); a replacement field as FIELD while its expression is read, as SPEC
after its colon. Fields nest as PEP 701 says, so newer code is read right whatever interpreter runs this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD = "field"
SPEC = "spec"

_DEEPEST = 1000
"""Marks carried to the next line at most: it bounds the cost of a state; CPython's own limits are 200 and 150."""

_OPENER = {")": "(", "]": "[", "}": "{"}
_CODE_MARKS = frozenset({"(", "[", "{", FIELD})
_TRIPLE = frozenset({'"""', "'''", 'f"""', "f'''"})
_TO_NEXT_MARK = re.compile(r"[^\"'#()\[\]{}\\:]*")
_TO_NEXT_BRACE = {"'": re.compile(r"[^'{}\\]*"), '"': re.compile(r'[^"{}\\]*')}
_STRING_BODY = {
    "'": re.compile(r"[^'\\]*(?:\\.[^'\\]*)*"),
    '"': re.compile(r'[^"\\]*(?:\\.[^"\\]*)*'),
    "'''": re.compile(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*"),
    '"""': re.compile(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*'),
}
_FORMATTED = re.compile(r"(?:^|\W)(?:[ft]r?|rf|rt)$", re.IGNORECASE)


def in_code(marks: Sequence[str]) -> bool:
    """Whether code is read next, rather than the body of a string or of a format spec."""
    return not marks or marks[-1] in _CODE_MARKS


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
    if not in_code(marks) and pos == end and marks[string := _enclosing_string(marks)] not in _TRIPLE:
        del marks[string:]
    del marks[_DEEPEST:]
    return pos > end and in_code(marks)


def close_brackets(marks: list[str]) -> None:
    """Take back all brackets and fields up to the innermost triple-quoted string, and strings in single quotes too."""
    while marks and marks[-1] not in _TRIPLE:
        marks.pop()


def _read_code(text: str, pos: int, marks: list[str]) -> int:
    """Read code up to a string's body or the line's end; the place reached, past the end if a backslash comes last."""
    end = len(text)
    while True:
        pos = _TO_NEXT_MARK.match(text, pos).end()  # type: ignore[union-attr] # it matches nothing, too
        if pos == end:
            return end
        char = text[pos]
        pos += 1
        if char in "([{":
            marks.append(char)
        elif char in ")]}":
            if marks and marks[-1] == _OPENER[char]:
                marks.pop()
            elif _close(marks, char):
                return pos
        elif char == ":":
            if marks and marks[-1] == FIELD:
                marks[-1] = SPEC
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
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if mark == _OPENER[char] or (mark == FIELD and char == "}"):
            del marks[index:]
            return mark == FIELD
        if mark == FIELD or mark not in _CODE_MARKS:
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
    if reached == len(text) and marks[-1:] == [quotes] and len(quotes) == 1:
        # Not closed. Inside a field of a string with these very quotes, it is that string that ends here.
        marks.pop()
        outer = _enclosing_string(marks)
        if outer >= 0 and marks[outer] == "f" + quotes:
            del marks[outer:]
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
    string = _enclosing_string(marks)
    quotes = marks[string][1:]
    in_spec = marks[-1] == SPEC
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
                marks.append(FIELD)
                return pos + 1
            pos += 2
        elif text[pos] == "}":
            pos += 1
            if in_spec:
                marks.pop()
                return pos
        elif text.startswith(quotes, pos):
            del marks[string:]
            return pos + len(quotes)
        else:
            pos += 1


def _enclosing_string(marks: Sequence[str]) -> int:
    """Index of the innermost string, -1 if there is none."""
    for index in range(len(marks) - 1, -1, -1):
        if marks[index] not in _CODE_MARKS and marks[index] != SPEC:
            return index
    return -1

"""A scanner that reads one line at a time: from the state a line starts in to what stands on it and how it ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from groundwire.text.lexer import in_code, read_line
from groundwire.text.recovery import close_broken

_TAB = 8
_INDENT = re.compile("[ \t\f\ufeff]*")
_NO_TOKEN = re.compile(r"[ \t\f]*(?:#|\\?$)")


class State(NamedTuple):
    """What a line starts in, left behind by the line above."""

    marks: tuple[str, ...] = ()
    """Open brackets, strings and replacement fields, outermost first."""
    continued: bool = False
    """The line above ended in a backslash."""
    column: int | None = None
    """Indentation of the logical line to come, fixed by a backslash that stood alone above it."""
    magic: str = ""
    """What of a notebook's cell is no Python (see `text.magics`); empty in every other text."""


class Line(NamedTuple):
    """What the scanner knows of a physical line."""

    start: State
    end: State
    code: bool
    """It holds a token: not only blanks, a comment, a backslash."""
    indent: int | None
    """Where a logical line starts here: the column its indentation counts as, with tabs at eights. Else None."""


PLAIN = State()
"""Between logical lines."""

BLANK = Line(PLAIN, PLAIN, code=False, indent=None)

UNREAD = Line(State(("unread",)), PLAIN, code=False, indent=None)
"""Stands for a line that was not read yet: it starts in a state that no line is in."""


def scan(text: str, start: State) -> Line:
    """Read a line, given without its ending, from the state that the line above left."""
    if start == PLAIN or (not start.marks and start.column is not None):
        return _between_logical_lines(text, start)
    marks = list(start.marks)
    close_broken(text, marks)
    if start.marks and not marks:
        return _between_logical_lines(text, start)
    code = bool(text) and not text.isspace() if not in_code(marks) else not _NO_TOKEN.match(text)
    return Line(start, _read(text, 0, marks, start), code, None)


def starts_in_code(text: str, start: State) -> bool:
    """Whether a line begins outside every string, so that a `#` there begins a comment."""
    marks = list(start.marks)
    close_broken(text, marks)
    return in_code(marks)


def _between_logical_lines(text: str, start: State) -> Line:
    """Read a line that starts a logical line, or is blank or a comment."""
    first = _INDENT.match(text).end()  # type: ignore[union-attr] # it matches nothing, too
    if first == len(text) or text[first] == "#":
        return BLANK if start is PLAIN else Line(start, PLAIN, code=False, indent=None)
    column = start.column or _column(text[:first])
    if text[first] == "\\" and first + 1 == len(text):
        return Line(start, State((), continued=True, column=column), code=False, indent=None)
    return Line(start, _read(text, first, [], start), code=True, indent=column)


def _read(text: str, pos: int, marks: list[str], start: State) -> State:
    """The state that the rest of a line leaves."""
    continued = read_line(text, pos, marks)
    if not marks:
        return State(continued=True) if continued else PLAIN
    return start if start.marks == tuple(marks) else State(tuple(marks))


def _column(blanks: str) -> int:
    """The column that indentation counts as: tabs go on to the next multiple of eight, a form feed starts again."""
    if blanks.isspace() and blanks.count(" ") == len(blanks):
        return len(blanks)
    column = 0
    for blank in blanks:
        if blank == "\t":
            column += _TAB - column % _TAB
        elif blank == "\f":
            column = 0
        elif blank == " ":
            column += 1
    return column

"""Tells whether a statement is a docstring, from its text alone."""

from __future__ import annotations

import re

_BLANK = re.compile(r"(?:[\s()]|\\\n|#[^\n]*)*")
_STRING = re.compile(
    r"""[rRuU]?(?:
        \"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}
        | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}
        | "(?!"")[^"\\]*(?:\\.[^"\\]*)*"
        | '(?!'')[^'\\]*(?:\\.[^'\\]*)*'
    )""",
    re.VERBOSE | re.DOTALL,
)


def is_docstring(statement: str) -> bool:
    """Whether a logical line begins with a statement made of plain string literals only, in parentheses or not."""
    pos = start = _BLANK.match(statement).end()  # type: ignore[union-attr] # it matches nothing, too
    while found := _STRING.match(statement, pos):
        pos = _BLANK.match(statement, found.end()).end()  # type: ignore[union-attr]
    return pos > start and (pos == len(statement) or statement[pos] == ";")

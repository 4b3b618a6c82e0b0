"""Where a comment can be put at the end of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.text.lexer import in_code
from groundwire.text.scanner import PLAIN, scan

if TYPE_CHECKING:
    from groundwire.text.document import Document


def line_for_comment(document: Document, start: int, lines: tuple[int, ...]) -> int | None:
    """The first of `lines` that takes a comment at its end: not inside a string, not before a backslash.

    `start` is a line at or above them where a statement begins, as a unit's first line.
    """
    state = PLAIN
    fit: set[int] = set()
    for line in range(start, max(lines) + 1):
        state = scan(document.line(line), state).end
        if not state.continued and in_code(list(state.marks)):
            fit.add(line)
    return next((line for line in lines if line in fit), None)

"""Where a range stands after an edit elsewhere in its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.model import Position, Range

if TYPE_CHECKING:
    from groundwire.model import TextEdit


def moved(place: Range, edit: TextEdit) -> Range | None:
    """The range after the edit; None where the edit touches its inside."""
    start, end = edit.range
    if place.end <= start:
        return place
    if place.start < end:
        return None
    lines = edit.new_text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = start.line + len(lines) - 1
    column = len(lines[-1]) + (start.column if len(lines) == 1 else 0)

    def after(position: Position) -> Position:
        if position.line > end.line:
            return Position(position.line + last - end.line, position.column)
        return Position(last, position.column + column - end.column)

    return Range(after(place.start), after(place.end))

"""LSP positions to code points and back; the only place that knows the client's units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from groundwire.model import Position, Range

if TYPE_CHECKING:
    from groundwire.text.document import Document

Encoding = types.PositionEncodingKind


def to_column(line: str, character: int, encoding: str) -> int:
    """Column in code points of a client's character; past the end it is the end, inside a character it is its start."""
    if encoding == Encoding.Utf32 or line.isascii():
        return min(character, len(line))
    units = 0
    for column, letter in enumerate(line):
        width = _width(letter, encoding)
        if units + width > character:
            return column
        units += width
    return len(line)


def to_character(line: str, column: int, encoding: str) -> int:
    """The client's character for a column in code points."""
    if encoding == Encoding.Utf32 or line.isascii():
        return min(column, len(line))
    return sum(_width(letter, encoding) for letter in line[:column])


def _width(letter: str, encoding: str) -> int:
    code = ord(letter)
    if encoding == Encoding.Utf8:
        return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return 2 if code > 0xFFFF else 1


def to_position(document: Document, position: types.Position, encoding: str) -> Position:
    """A client's position in the document; past the last line it is the end."""
    last = document.line_count - 1
    if position.line > last:
        return Position(last, len(document.line(last)))
    return Position(position.line, to_column(document.line(position.line), position.character, encoding))


def to_range(document: Document, place: types.Range, encoding: str) -> Range:
    """A client's range in the document; ends the wrong way round are put right."""
    start, end = to_position(document, place.start, encoding), to_position(document, place.end, encoding)
    return Range(min(start, end), max(start, end))


def from_position(document: Document, position: Position, encoding: str) -> types.Position:
    """A place in the document as the client counts it."""
    line = min(position.line, document.line_count - 1)
    return types.Position(line, to_character(document.line(line), position.column, encoding))


def from_range(document: Document, place: Range, encoding: str) -> types.Range:
    """A range of the document as the client counts it."""
    return types.Range(from_position(document, place.start, encoding), from_position(document, place.end, encoding))

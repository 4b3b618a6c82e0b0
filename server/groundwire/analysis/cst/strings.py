"""Literals of text and bytes, as they are written."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cst import from_libcst
from groundwire.analysis.cst.atoms import (
    ConcatenatedString,
    FormattedString,
    FormattedStringExpression,
    FormattedStringText,
    SimpleString,
)
from groundwire.analysis.cst.source import STRING, NotRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from groundwire.analysis.cst.base import BaseExpression, BaseFormattedStringContent
    from groundwire.analysis.cst.source import Source

Piece = SimpleString | FormattedString

_BEGIN: Final = re.compile(r"(?:[fF][rR]?|[rR][fF])(\"\"\"|'''|\"|')")
_WITHIN: Final = {
    quote: re.compile(rf"\{{\{{|\\N\{{[^}}]*\}}|\\[^{{]|(\{{)|({quote})", re.DOTALL)
    for quote in ('"""', "'''", '"', "'")
}
"""Where a field of an f-string begins, or where it ends; two braces are one of text."""
_BRACE: Final = re.compile(r"[{}]")


def literal(source: Source, start: int, end: int, value: str | bytes) -> Piece | ConcatenatedString:
    """One literal, or several that follow each other, none of them an f-string. Raises `NotRead`."""
    text = source.text
    found = STRING.match(text, start)
    if found is not None and found.end() == end:
        return SimpleString(start, end, found[0], value)
    return _pieces(source, iter(()), start, end, _unread)


def _unread(_source: Source, _node: ast.expr) -> BaseExpression:
    raise NotRead


def formatted(
    source: Source, node: ast.JoinedStr, start: int, end: int, read: Callable[[Source, ast.expr], BaseExpression]
) -> BaseExpression:
    """An f-string, or several literals with one among them.

    Before Python 3.12 its parser may be wrong about where fields stand, so that is looked at.
    """
    try:
        fields = (value for value in node.values if isinstance(value, ast.FormattedValue))
        return _pieces(source, fields, start, end, read)
    except NotRead:
        return from_libcst.expression(source, start, end)


def _pieces(
    source: Source,
    fields: Iterator[ast.FormattedValue],
    start: int,
    end: int,
    read: Callable[[Source, ast.expr], BaseExpression],
) -> Piece | ConcatenatedString:
    """The literals in a row, those with fields among them; libcst joins them from the last one on."""
    pieces: list[Piece] = []
    while start < end:
        if (begin := _BEGIN.match(source.text, start)) is not None:
            pieces.append(_one(source, begin, fields, read))
        elif (found := STRING.match(source.text, start)) is not None:
            pieces.append(SimpleString(start, found.end(), found[0], ast.literal_eval(found[0])))
        else:
            raise NotRead
        start = source.after(pieces[-1].end)
    if pieces[-1].end != end or next(fields, None) is not None:
        raise NotRead
    joined: Piece | ConcatenatedString = pieces[-1]
    for piece in reversed(pieces[:-1]):
        joined = ConcatenatedString(piece.start, joined.end, piece, joined)
    return joined


def _one(
    source: Source,
    begin: re.Match[str],
    fields: Iterator[ast.FormattedValue],
    read: Callable[[Source, ast.expr], BaseExpression],
) -> FormattedString:
    """A single f-string, which takes its own from the `fields` that are left."""
    place = begin.end()
    parts: list[BaseFormattedStringContent] = []
    while True:
        found = next((each for each in _WITHIN[begin[1]].finditer(source.text, place) if each.lastindex), None)
        if found is None:
            raise NotRead
        if found.start() > place:
            parts.append(FormattedStringText(place, found.start(), source.text[place : found.start()]))
        if found[2]:
            return FormattedString(begin.start(), found.end(), begin[0], tuple(parts))
        if (value := next(fields, None)) is None:
            raise NotRead
        parts.append(_field(source, value, found.start(), read))
        place = parts[-1].end


def _field(
    source: Source, node: ast.FormattedValue, brace: int, read: Callable[[Source, ast.expr], BaseExpression]
) -> FormattedStringExpression:
    inner = read(source, node.value)
    text, place = source.text, source.after(brace + 1)
    while text.startswith("(", place) and place < inner.start:
        place = source.after(place + 1)
    if place != inner.start:
        raise NotRead
    close = source.after(source.closed(inner.end))
    conversion: str | None = None
    if text.startswith("!", close):
        conversion, close = text[close + 1 : close + 2], source.after(close + 2)
    spec: tuple[BaseFormattedStringContent, ...] | None = None
    if text.startswith(":", close) and isinstance(node.format_spec, ast.JoinedStr):
        spec = tuple(_spec(source, node.format_spec, close + 1, read))
        close = spec[-1].end if spec else close + 1
    if not text.startswith("}", close):
        raise NotRead
    return FormattedStringExpression(brace, close + 1, inner, conversion, spec)


def _spec(
    source: Source, node: ast.JoinedStr, place: int, read: Callable[[Source, ast.expr], BaseExpression]
) -> Iterator[BaseFormattedStringContent]:
    """What stands after the colon of a field, which may hold fields of its own."""
    fields = (value for value in node.values if isinstance(value, ast.FormattedValue))
    while (found := _BRACE.search(source.text, place)) is not None:
        if found.start() > place:
            yield FormattedStringText(place, found.start(), source.text[place : found.start()])
        if found[0] == "}":
            return
        if (value := next(fields, None)) is None:
            raise NotRead
        inner = _field(source, value, found.start(), read)
        yield inner
        place = inner.end

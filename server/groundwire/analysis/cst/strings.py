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
    from collections.abc import Callable

    from groundwire.analysis.cst.base import BaseExpression, BaseFormattedStringContent
    from groundwire.analysis.cst.source import Source

_BEGIN: Final = re.compile(r"(?:[fF][rR]?|[rR][fF])(\"\"\"|'''|\"|')")
_FIELD: Final = re.compile(r"\{\{|\\N\{[^}]*\}|(\{)", re.DOTALL)
"""Where a replacement field of an f-string begins; two braces are one of text."""
_ESCAPED: Final = re.compile(r"\\.", re.DOTALL)


def literal(source: Source, start: int, end: int, value: str | bytes) -> SimpleString | ConcatenatedString:
    """One literal, or several that follow each other, none of them an f-string. Raises `NotRead`."""
    text = source.text
    found = STRING.match(text, start)
    if found is not None and found.end() == end:
        return SimpleString(start, end, found[0], value)
    pieces: list[SimpleString] = []
    while found is not None:
        pieces.append(SimpleString(found.start(), found.end(), found[0], ast.literal_eval(found[0])))
        start = source.after(found.end())
        if found.end() >= end:
            break
        found = STRING.match(text, start)
    if len(pieces) < 2 or pieces[-1].end != end:
        raise NotRead
    joined: SimpleString | ConcatenatedString = pieces[-1]
    for piece in reversed(pieces[:-1]):
        joined = ConcatenatedString(piece.start, end, piece, joined)
    return joined


def formatted(
    source: Source, node: ast.JoinedStr, start: int, end: int, read: Callable[[Source, ast.expr], BaseExpression]
) -> BaseExpression:
    """An f-string, or several literals with one among them."""
    try:
        return _one(source, node, start, end, read)
    except NotRead:
        return from_libcst.expression(source, start, end)


def _one(
    source: Source, node: ast.JoinedStr, start: int, end: int, read: Callable[[Source, ast.expr], BaseExpression]
) -> FormattedString:
    """A single f-string. Before Python 3.12 its parser may be wrong about where fields stand, so that is looked at."""
    begin = _BEGIN.match(source.text, start)
    if begin is None or not source.text.endswith(begin[1], start, end):
        raise NotRead
    place, last = begin.end(), end - len(begin[1])
    parts: list[BaseFormattedStringContent] = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            brace = _brace(source.text, place, last)
            parts += _text(source.text, place, brace, begin[1])
            parts.append(_field(source, value, brace, read))
            place = parts[-1].end
    if _brace(source.text, place, last) != last:
        raise NotRead
    parts += _text(source.text, place, last, begin[1])
    return FormattedString(start, end, begin[0], tuple(parts))


def _brace(text: str, place: int, last: int) -> int:
    """Where the next field begins; `last` where there is none."""
    return next((found.start() for found in _FIELD.finditer(text, place, last) if found[1]), last)


def _text(text: str, start: int, end: int, quote: str) -> list[FormattedStringText]:
    """What is written between two fields; raises `NotRead` where the literal ends there and another begins."""
    written = text[start:end]
    if quote in _ESCAPED.sub("", written):
        raise NotRead
    return [FormattedStringText(start, end, written)] if written else []


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
    spec: tuple[FormattedStringText, ...] | None = None
    if text.startswith(":", close) and isinstance(node.format_spec, ast.JoinedStr):
        if any(isinstance(part, ast.FormattedValue) for part in node.format_spec.values):
            raise NotRead
        first, close = close + 1, text.index("}", close)
        spec = (FormattedStringText(first, close, text[first:close]),) if close > first else ()
    if not text.startswith("}", close):
        raise NotRead
    return FormattedStringExpression(brace, close + 1, inner, conversion, spec)

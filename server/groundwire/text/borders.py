"""Where units begin and end: a document's lines cut into pieces, each with at most one unit in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from groundwire.model import Unit
from groundwire.text.docstring import is_docstring
from groundwire.text.lines import content
from groundwire.text.scanner import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import UnitKind
    from groundwire.text.scanner import Line
    from groundwire.text.weighted import WeightedList

_GAP = r"(?:[ \t\f]|\\\n)+"
_HEADER = re.compile(rf"(?:(class)|(?:async{_GAP})?def){_GAP}(\w+)")
_CLAUSE = re.compile(r"(?:elif|else|except|finally)\b")
_MAYBE_DOCSTRING = re.compile(r"\(*[rRuU]?[\"']|\(")
_BLANKS = " \t\f\ufeff"


class ClassBody(NamedTuple):
    """A class that lines stand in; columns are what indentation counts as."""

    name: str
    """Qualified."""
    column: int
    """Of its `class` line."""
    body: int | None
    """Of its first member; None before that."""


Context = tuple[ClassBody, ...]
"""The classes around a line, outermost first."""


class Piece(NamedTuple):
    """Lines from where a unit begins to where the next one does; a document's first piece may have no unit."""

    context: Context
    """The classes around its first line."""
    lines: int
    unit: Unit | None
    """With lines counted from the piece's first."""


def cut(
    texts: WeightedList[str], lines: WeightedList[Line], start: int, context: Context
) -> Iterator[tuple[Piece, Context]]:
    """The pieces from line `start` on, where one begins inside `context`; each with the context of the next."""
    opening = _Opening(start, context)
    level, last = opening.level, start
    for index, (_, _, code, indent) in enumerate(lines.iterate(start), start):
        if indent is not None and (level is None or indent <= level):
            classes = _around(opening.classes, indent)
            text = content(texts[index])
            bare = text.lstrip(_BLANKS)
            statement = _statement(bare, texts, lines, index)
            if not opening.takes(statement, classes):
                if index > opening.start:
                    yield opening.closed(index, last), classes
                opening = _Opening(index, classes)
                opening.column = len(text) - len(bare)
                last = index
            opening.take(index, indent, statement, classes)
            level = opening.level
        if code:
            last = index
    yield opening.closed(len(lines), last), ()


class _Opening:
    """A piece whose end is not known yet."""

    def __init__(self, start: int, context: Context) -> None:
        self.start = start
        self.context = context
        self.classes = context
        """The classes around the next line, unless it says otherwise."""
        self.level: int | None = None
        """Lines to the right of this column belong to the piece; None while every line may matter."""
        self.kind: UnitKind | None = None
        """None before the first statement."""
        self.name = ""
        self.header = start
        self.column = 0
        self.decorated = False
        """Decorators were read, and nothing else."""

    def takes(self, statement: str, classes: Context) -> bool:
        """Whether the unit goes on with a statement that stands inside `classes`."""
        if self.kind is None:
            return False
        if self.decorated:
            return classes == self.context and (statement[0] == "@" or _HEADER.match(statement) is not None)
        if classes == self.classes:
            return _CLAUSE.match(statement) is not None
        return len(classes) == len(self.classes) and is_docstring(statement)

    def take(self, index: int, column: int, statement: str, classes: Context) -> None:
        """Go on with the statement that starts at line `index`, indented by `column`, inside `classes`."""
        self.classes = classes
        body = classes[-1].body if classes else 0
        if self.kind is None or self.decorated:
            self.header = index
            self.decorated = statement[0] == "@"
            outer = classes[-1].name + "." if classes else ""
            header = _HEADER.match(statement)
            if header is None:
                self.kind, self.name = ("class", classes[-1].name) if classes else ("statement", "<module>")
            elif header[1]:
                self.kind, self.name = "class", outer + header[2]
                self.classes, body = (*classes, ClassBody(self.name, column, None)), None
            else:
                self.kind, self.name = "method" if classes else "function", outer + header[2]
        self.level = None if self.decorated or body is None else min(body, column)

    def closed(self, end: int, last: int) -> Piece:
        """The piece, now that the next one is known to begin at line `end`; `last` is its last line with code."""
        unit = None
        if self.kind is not None:
            unit = Unit(self.kind, self.name, 0, last + 1 - self.start, self.header - self.start, self.column)
        return Piece(self.context, end - self.start, unit)


def _around(classes: Context, column: int) -> Context:
    """The classes around a statement indented by `column`, from those around the statement before it."""
    if classes and classes[-1].body is None and column > classes[-1].column:
        return (*classes[:-1], classes[-1]._replace(body=column))
    while classes and column <= classes[-1].column:
        classes = classes[:-1]
    return classes


def _statement(text: str, texts: WeightedList[str], lines: WeightedList[Line], index: int) -> str:
    """All of the logical line that `text` starts on line `index` where `text` may not say what it is, else `text`."""
    if not text.endswith("\\") and not _MAYBE_DOCSTRING.match(text):
        return text
    parts = [text]
    for following, line in zip(texts.iterate(index + 1), lines.iterate(index + 1), strict=True):
        if line.start == PLAIN or line.indent is not None:
            break
        parts.append(content(following))
    return "\n".join(parts)

"""One unit, parsed: its nodes by type, their parents, ranges and source."""

from __future__ import annotations

from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Final, TypeVar

from groundwire.analysis import cst
from groundwire.analysis.cst.written import Written
from groundwire.analysis.scope import LocalScope
from groundwire.analysis.syntax import parse
from groundwire.model import NotAnalysed, Position, Range, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.cst.source import Source

Node = TypeVar("Node", bound=cst.CSTNode)

_WRAPPER: Final = "if 1:\n"
"""Makes an indented unit a module of its own; columns stay what they are."""
_MARK: Final = "\ufeff"
"""A byte order mark that stands before a document's text; no token of it."""


class ParsedUnit:
    """A unit's tree, read by every rule; lines count from the unit's first, columns are the document's."""

    def __init__(self, unit: Unit, text: str, source: Source, tree: cst.Module, *, shown: bool = False) -> None:
        self.unit = unit
        self.text = text
        self.tree = tree
        self._source = source
        self._shown = shown

    @classmethod
    def of(cls, unit: Unit, text: str, *, shown: bool = False) -> ParsedUnit | NotAnalysed:
        """Parse `text`, the whole lines of `unit`; `shown`: a notebook shows what its last expression comes to."""
        if not text.endswith("\n"):
            text += "\n"
        source, indent = text.removeprefix(_MARK), unit.indent - _mark(text)
        wrapped = _WRAPPER + source if indent else source
        completed = None
        if unit.kind == "class":  # its header's unit ends where its members begin, and a header alone does not parse
            line = source.split("\n")[unit.header - unit.start]
            completed = f"{wrapped}{line[:indent]} pass\n"
        read = parse(wrapped, completed=completed)
        if isinstance(read, NotAnalysed) and completed is not None:
            read = parse(completed)
        return read if isinstance(read, NotAnalysed) else cls(unit, text, *read, shown=shown)

    @cached_property
    def _index(self) -> tuple[dict[type[cst.CSTNode], list[cst.CSTNode]], dict[int, cst.CSTNode]]:
        return cst.indexed(self.tree)

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """All nodes of exactly this type, in source order."""
        for node in self._index[0].get(kind, ()):
            if isinstance(node, kind):
                yield node

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node that holds this one; None for the module."""
        return self._index[1].get(id(node))

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around this one, innermost first, up to the module."""
        while (parent := self.parent(node)) is not None:
            yield parent
            node = parent

    def is_shown(self, statement: cst.Expr) -> bool:
        """Whether a notebook shows what the statement comes to: it is the last one of a cell."""
        last = self.tree.body[-1] if self._shown and self.tree.body else None
        return isinstance(last, cst.SimpleStatementLine) and last.body[-1] is statement

    @cached_property
    def function(self) -> cst.FunctionDef | None:
        """The function or method that this unit is."""
        return next(self.nodes(cst.FunctionDef), None) if self.unit.testable else None

    @cached_property
    def scope(self) -> LocalScope:
        """Names bound in the unit itself."""
        return LocalScope.of(self)

    @cached_property
    def _written(self) -> Written:
        return Written(self._source, self._index[1])

    def range(self, node: cst.CSTNode) -> Range:
        """Where a node stands, lines from the unit's first."""
        return Range(self._position(node.start), self._position(node.end))

    def _position(self, place: int) -> Position:
        mark = _mark(self.text)
        line = self._source.line_of(place)
        column = place - self._source.starts[line]
        line -= 1 if self.unit.indent - mark else 0
        return Position(line, column + (mark if line == 0 else 0))

    def source(self, node: cst.CSTNode) -> str:
        """The node's own text: of an expression with the brackets around it, of statements with their comments."""
        return self._written.text(node)

    def code(self, node: cst.CSTNode) -> str:
        """The text of a node's range: an expression without the brackets around it."""
        return self._source.text[node.start : node.end]

    def pair(self, left: cst.BaseExpression, target: cst.ComparisonTarget) -> cst.Comparison:
        """One comparison out of a chain, as a node of its own."""
        start, end = self._written.span(left)[0], self._written.span(target.comparator)[1]
        return cst.Comparison(start, end, left, (target,))

    def brackets(self, node: cst.BaseExpression) -> int:
        """How many pairs of round brackets only group an expression."""
        return len(self._written.brackets(node))


def _mark(text: str) -> int:
    """Length of the byte order mark before a text."""
    return len(text) - len(text.removeprefix(_MARK))


def before(node: cst.CSTNode, block: cst.IndentedBlock | cst.Module) -> Iterator[cst.BaseStatement]:
    """The statements of a block, or of a module, that stand before one of them."""
    return takewhile(lambda statement: statement is not node, block.body)

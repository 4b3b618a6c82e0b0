"""One unit, parsed: its nodes by type, their parents, ranges and source."""

from __future__ import annotations

from dataclasses import fields
from functools import cache, cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Final, TypeVar

import libcst as cst

from groundwire.analysis.scope import LocalScope
from groundwire.analysis.syntax import parse
from groundwire.model import NotAnalysed, Position, Range, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from libcst.metadata import CodePosition, CodeRange

Node = TypeVar("Node", bound=cst.CSTNode)

_WRAPPER: Final = "if 1:\n"
"""Makes an indented unit a module of its own; columns stay what they are."""
_MARK: Final = "\ufeff"
"""A byte order mark that stands before a document's text; no token of it."""


class ParsedUnit:
    """A unit's tree, read by every rule; lines count from the unit's first, columns are the document's."""

    def __init__(self, unit: Unit, text: str, tree: cst.Module, *, shown: bool = False) -> None:
        self.unit = unit
        self.text = text
        self.tree = tree
        self._shown = shown

    @classmethod
    def of(cls, unit: Unit, text: str, *, shown: bool = False) -> ParsedUnit | NotAnalysed:
        """Parse `text`, the whole lines of `unit`; `shown`: a notebook shows what its last expression comes to."""
        if not text.endswith("\n"):
            text += "\n"
        source, indent = text.removeprefix(_MARK), unit.indent - _mark(text)
        wrapped = _WRAPPER + source if indent else source
        tree = parse(wrapped)
        if isinstance(tree, NotAnalysed) and unit.kind == "class":
            # A class header's unit ends where its members begin, and a header alone does not parse.
            line = source.split("\n")[unit.header - unit.start]
            tree = parse(f"{wrapped}{line[:indent]} pass\n")
        return tree if isinstance(tree, NotAnalysed) else cls(unit, text, tree, shown=shown)

    @cached_property
    def _index(self) -> tuple[dict[type[cst.CSTNode], list[cst.CSTNode]], dict[int, cst.CSTNode]]:
        by_type: dict[type[cst.CSTNode], list[cst.CSTNode]] = {}
        parents: dict[int, cst.CSTNode] = {}
        stack: list[cst.CSTNode] = [self.tree]
        while stack:  # not recursive: deep code must not end the process
            node = stack.pop()
            by_type.setdefault(type(node), []).append(node)
            below = children(node)
            for child in below:
                parents[id(child)] = node
            stack += below[::-1]
        return by_type, parents

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """All nodes of exactly this type, in source order; whitespace and comments are not among them."""
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
    def _positions(self) -> Mapping[cst.CSTNode, CodeRange]:
        # Imported late: the metadata package costs more to import than libcst itself, and most units hold no finding.
        from groundwire.analysis.positions import positions  # noqa: PLC0415

        return positions(self.tree)

    def range(self, node: cst.CSTNode) -> Range:
        """Where a node stands, lines from the unit's first."""
        mark = _mark(self.text)
        shift = 2 if self.unit.indent - mark else 1

        def there(place: CodePosition) -> Position:
            line = place.line - shift
            return Position(line, place.column + (mark if line == 0 else 0))

        place = self._positions[node]
        return Range(there(place.start), there(place.end))

    def source(self, node: cst.CSTNode) -> str:
        """The node's own text."""
        return self.tree.code_for_node(node)


def _mark(text: str) -> int:
    """Length of the byte order mark before a text."""
    return len(text) - len(text.removeprefix(_MARK))


def walk(root: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and everything below it."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += children(node)


def before(node: cst.CSTNode, block: cst.IndentedBlock | cst.Module) -> Iterator[cst.BaseStatement]:
    """The statements of a block, or of a module, that stand before one of them."""
    return takewhile(lambda statement: statement is not node, block.body)


@cache
def _child_fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """Fields that may hold code, in source order: whitespace, commas and brackets are left out."""
    layout = ("whitespace", "leading_lines", "lines_after", "header", "footer", "trailing", "comma", "semicolon")
    names = [field.name for field in fields(kind) if not field.name.startswith(layout)]
    if "decorators" in names:  # declared last, written first
        names.sort(key=lambda name: name != "decorators")
    return tuple(names)


class _Nodes(dict[type, bool]):
    """Whether a type is one of nodes: asked by `isinstance`, an abstract class costs more than the walk itself."""

    def __missing__(self, kind: type) -> bool:
        self[kind] = issubclass(kind, cst.CSTNode)
        return self[kind]


_NODES: Final = _Nodes()


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes directly below, in source order; whitespace and comments are not among them."""
    found: list[cst.CSTNode] = []
    for name in _child_fields(node.__class__):
        value = getattr(node, name)
        kind = value.__class__
        if kind is tuple or kind is list:
            found += [item for item in value if _NODES[item.__class__]]
        elif _NODES[kind]:
            found.append(value)
    return found

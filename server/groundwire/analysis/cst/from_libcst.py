"""The same trees from libcst's: it reads syntax newer than the running Python, and tells all of a literal."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cst import atoms, base, expressions, operators, patterns, statements
from groundwire.analysis.cst.base import BaseExpression, CSTNode, Operator
from groundwire.analysis.cst.expressions import (
    Annotation,
    Arg,
    ComparisonTarget,
    CompFor,
    CompIf,
    DictElement,
    Element,
    From,
    Param,
    Parameters,
    ParamStar,
    StarredDictElement,
)
from groundwire.analysis.cst.source import NotRead, Source
from groundwire.analysis.cst.statements import AsName, AssignTarget, Module, WithItem
from groundwire.analysis.cst.walk import children

if TYPE_CHECKING:
    from collections.abc import Mapping

    import libcst
    from libcst.metadata import CodeRange

_KINDS: Final[dict[str, type[CSTNode]]] = {
    **{
        name: kind
        for module in (atoms, base, expressions, patterns, statements)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, CSTNode)
    },
    "LazyImport": statements.Import,
    "LazyImportFrom": statements.ImportFrom,
}
_OPERATORS: Final[dict[str, Operator]] = {
    name: kind()
    for name, kind in vars(operators).items()
    if isinstance(kind, type) and issubclass(kind, Operator) and not name.startswith("Base")
}
_FROM_PARTS: Final = frozenset(
    {
        *(Annotation, Arg, ComparisonTarget, CompFor, CompIf, DictElement, Element, From, Param, Parameters),
        *(StarredDictElement, AsName, AssignTarget, WithItem),
    }
)
"""Nodes that begin and end where what they hold does."""
_RENAMED: Final = {"begin": "start"}


def module(source: Source) -> Module:
    """The tree of a text. Raises what `libcst.parse_module` does."""
    import libcst  # noqa: PLC0415 # it takes longer to load than most files to analyse

    tree = libcst.parse_module(source.text)
    read = _Reader(source, _positions(tree), 0).node(tree)
    if not isinstance(read, Module):
        raise NotRead
    return read


def expression(source: Source, start: int, end: int) -> BaseExpression:
    """The tree of one expression of a text. Raises `NotRead`."""
    import libcst  # noqa: PLC0415 # as above

    alone = Source(f"({source.text[start:end]})\n")
    try:
        tree = libcst.parse_module(alone.text)
    except libcst.ParserSyntaxError as error:
        raise NotRead from error
    read = _Reader(alone, _positions(tree), start - 1).node(tree)
    if not isinstance(read, Module) or (found := read.expression) is None:
        raise NotRead
    return found


def _positions(tree: libcst.Module) -> Mapping[libcst.CSTNode, CodeRange]:
    """libcst's positions without its wrapper, which walks the tree once more for providers that nobody asked for."""
    from libcst.metadata import PositionProvider  # noqa: PLC0415 # it takes longer to load than libcst itself

    provider = PositionProvider()
    provider._gen_impl(tree)  # what its wrapper calls
    return provider._computed  # type: ignore[return-value] # a provider could be lazy; this one is not


@cache
def _fields(kind: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields(_KINDS[kind]) if each.name not in {"start", "end"})


class _Reader:
    """Takes the nodes of one tree over."""

    def __init__(self, source: Source, positions: Mapping[libcst.CSTNode, CodeRange], shift: int) -> None:
        self._source = source
        self._positions = positions
        self._shift = shift

    def node(self, node: libcst.CSTNode) -> CSTNode:
        name = node.__class__.__name__
        kind = _KINDS.get(name)
        if kind is None:
            raise NotRead(name)
        held = {each: self._value(getattr(node, _RENAMED.get(each, each))) for each in _fields(name)}
        self._correct(node, held)
        made: CSTNode = kind(*self._place(node), **held)
        if isinstance(made, ParamStar):
            made.end = made.start + len("*")
        elif kind in _FROM_PARTS and (parts := children(made)):
            if not (isinstance(made, (Arg, Param)) and made.star):
                made.start = parts[0].start
            if not (isinstance(made, Arg) and (made.star or made.keyword)):
                made.end = parts[-1].end
        return made

    def _value(self, value: object) -> Any:  # whatever a field holds
        import libcst  # noqa: PLC0415 # as above

        if isinstance(value, libcst.CSTNode):
            name = value.__class__.__name__
            return _OPERATORS[name] if name in _OPERATORS else self.node(value) if name in _KINDS else value
        if isinstance(value, (list, tuple)):
            return tuple(self._value(each) for each in value)
        return None if isinstance(value, libcst.MaybeSentinel) else value

    def _correct(self, node: libcst.CSTNode, held: dict[str, Any]) -> None:
        """Give the few fields that have another form here that."""
        if "asynchronous" in held:
            held["asynchronous"] = held["asynchronous"] is not None
        if "star" in held:
            held["star"] = held["star"] or ""
        if "evaluated_value" in held and not isinstance(held["evaluated_value"], (str, bytes)):
            raise NotRead(node.__class__.__name__)

    def _place(self, node: libcst.CSTNode) -> tuple[int, int]:
        place = self._positions[node]
        starts = self._source.starts
        start = starts[min(place.start.line, len(starts)) - 1] + place.start.column
        end = starts[min(place.end.line, len(starts)) - 1] + place.end.column
        return start + self._shift, min(end, len(self._source.text)) + self._shift

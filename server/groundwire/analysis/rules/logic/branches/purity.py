"""What running a piece of code may change: names it binds, and whether it calls code that is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.cst import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_ASKING: Final = frozenset({"len", "isinstance", "issubclass", "callable", "hasattr", "type", "bool", "int", "str"})
"""Functions that only look."""
_ASKING_METHODS: Final = frozenset(
    {"startswith", "endswith", "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "isnumeric"}
    | {"isdecimal", "isidentifier", "lower", "upper", "strip", "casefold"}
)
_CHANGING: Final = (cst.Await, cst.Yield, cst.With, cst.AugAssign, cst.Import, cst.ImportFrom, cst.Del, cst.For)
_TELLING: Final = (
    *(cst.Call, cst.AssignTarget, cst.AnnAssign, *_CHANGING),
    *(cst.CompFor, cst.NamedExpr, cst.AsName, cst.FunctionDef, cst.ClassDef, cst.ImportAlias),
    *(cst.MatchAs, cst.MatchStar, cst.MatchMapping),
)
"""Nodes that change something themselves: those that `_bound` or `_calls` has a word for."""


class Effects(NamedTuple):
    """What may be different after a piece of code ran."""

    names: frozenset[str] = frozenset()
    """Names it may bind or delete."""
    calls: bool = False
    """Whether it may change anything that is not a local name: calls, awaits, stores into objects."""


_NOTHING: Final = Effects()


class Changes:
    """What running each piece of a unit may change; only nodes that change something are looked at, each once."""

    def __init__(self, unit: ParsedUnit) -> None:
        self._names: dict[int, set[str]] = {}
        self._calls: set[int] = set()
        self._known: dict[int, Effects] = {}
        for node in (node for kind in _TELLING for node in unit.nodes(kind)):
            if _calls(node):
                self._call(node, unit)
            for name in _bound(node):
                self._bind(name, node, unit)

    def _call(self, node: cst.CSTNode | None, unit: ParsedUnit) -> None:
        while node is not None and id(node) not in self._calls:
            self._calls.add(id(node))
            node = unit.parent(node)

    def _bind(self, name: str, node: cst.CSTNode | None, unit: ParsedUnit) -> None:
        while node is not None and name not in (names := self._names.setdefault(id(node), set())):
            names.add(name)
            node = unit.parent(node)

    def of(self, *nodes: cst.CSTNode | None) -> Effects:
        """What running these nodes of the tree may change, nested functions included."""
        found = [self._of(node) for node in nodes if node is not None]
        if len(found) == 1:
            return found[0]
        return Effects(frozenset().union(*(each.names for each in found)), any(each.calls for each in found))

    def _of(self, node: cst.CSTNode) -> Effects:
        known = self._known.get(id(node))
        if known is None:
            names = self._names.get(id(node))
            calls = id(node) in self._calls
            known = Effects(frozenset(names or ()), calls) if names or calls else _NOTHING
            self._known[id(node)] = known
        return known


def names_read(node: cst.CSTNode) -> frozenset[str]:
    """All names in an expression; attributes count too, which only forgets more."""
    return frozenset(part.value for part in walk(node) if isinstance(part, cst.Name))


def _calls(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call):
        function = node.func
        if isinstance(function, cst.Name):
            return function.value not in _ASKING
        return not (isinstance(function, cst.Attribute) and function.attr.value in _ASKING_METHODS)
    if isinstance(node, (cst.AssignTarget, cst.AnnAssign)):
        return not isinstance(node.target, cst.Name)
    return isinstance(node, _CHANGING)


def _bound(node: cst.CSTNode) -> Iterator[str]:
    if isinstance(node, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr, cst.Del)):
        yield from _names(node.target)
    elif isinstance(node, cst.AsName):
        yield from _names(node.name)
    elif isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        yield node.name.value
    elif isinstance(node, cst.ImportAlias):
        yield from _names(node.name)
    elif isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
        yield node.name.value
    elif isinstance(node, cst.MatchMapping) and node.rest is not None:
        yield node.rest.value


def _names(target: cst.CSTNode) -> Iterator[str]:
    """Names anywhere in a target; those only read there count too, which only forgets more."""
    return (part.value for part in walk(target) if isinstance(part, cst.Name))

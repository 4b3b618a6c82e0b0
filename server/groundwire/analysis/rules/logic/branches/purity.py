"""What running a piece of code may change: names it binds, and whether it calls code that is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.cst import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKING: Final = frozenset({"len", "isinstance", "issubclass", "callable", "hasattr", "type", "bool", "int", "str"})
"""Functions that only look."""
_ASKING_METHODS: Final = frozenset(
    {"startswith", "endswith", "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "isnumeric"}
    | {"isdecimal", "isidentifier", "lower", "upper", "strip", "casefold"}
)
_CHANGING: Final = (cst.Await, cst.Yield, cst.With, cst.AugAssign, cst.Import, cst.ImportFrom, cst.Del, cst.For)
_TELLING: Final = frozenset(
    {cst.Call, cst.AssignTarget, cst.AnnAssign, *_CHANGING}
    | {cst.CompFor, cst.NamedExpr, cst.AsName, cst.FunctionDef, cst.ClassDef, cst.ImportAlias}
    | {cst.MatchAs, cst.MatchStar, cst.MatchMapping}
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
    """What running each piece of a tree may change; each node is looked at once."""

    def __init__(self, root: cst.CSTNode) -> None:
        found: dict[int, Effects] = {}
        order, stack = [], [root]
        while stack:
            node = stack.pop()
            below = children(node)
            order.append((node, below))
            stack += below
        for node, below in reversed(order):
            tells = type(node) in _TELLING  # most nodes only pass on what stands below them
            if not below and not tells:
                found[id(node)] = _NOTHING
                continue
            names, calls = (set(_bound(node)), _calls(node)) if tells else (set(), False)
            for child in below:
                inner = found[id(child)]
                if inner is not _NOTHING:
                    names |= inner.names
                    calls = calls or inner.calls
            found[id(node)] = Effects(frozenset(names), calls) if names or calls else _NOTHING
        self._found = found

    def of(self, *nodes: cst.CSTNode | None) -> Effects:
        """What running these nodes of the tree may change, nested functions included."""
        found = [self._found[id(node)] for node in nodes if node is not None]
        if len(found) == 1:
            return found[0]
        return Effects(frozenset().union(*(each.names for each in found)), any(each.calls for each in found))


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

"""Where the value of an expression goes within its unit: through texts, sums and names, up to what takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_NUMBERS: Final = frozenset({"builtins.abs", "builtins.int", "builtins.float", "builtins.round", "builtins.bytes"})
_TEXTS: Final = frozenset(
    {"builtins.str", "builtins.repr", "builtins.hex", "builtins.oct", "builtins.bin", "builtins.format"}
)
_TEXT_METHODS: Final = frozenset({"format", "join"})
_AROUND: Final = (
    cst.Arg,
    cst.Attribute,
    cst.BooleanOperation,
    cst.FormattedStringExpression,
    cst.IfExp,
    cst.Subscript,
    cst.UnaryOperation,
    cst.ConcatenatedString,
    cst.Await,
)
"""Nodes that hand the value on, or something made of it."""
_HOLDING: Final = (
    cst.Dict,
    cst.DictComp,
    cst.DictElement,
    cst.Element,
    cst.GeneratorExp,
    cst.List,
    cst.ListComp,
    cst.Set,
    cst.Tuple,
)


@dataclass(frozen=True, slots=True)
class Destination:
    """What takes a value in the end."""

    taker: cst.CSTNode
    """A call with the value among its arguments, a return, a comparison, an index, an assignment, a path's `/`."""
    modulo: cst.BinaryOperation | None = None
    """The operation that took a remainder of it."""
    text: bool = False
    """Whether it has become a part of a text."""
    held: bool = False
    """Whether it stands in a list, tuple or dictionary."""
    digest: bool = False
    """Whether a digest was made of it."""
    name: str = ""
    """The last name that held it on the way."""


class Destinations:
    """Follows values through one unit."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self.unit = unit
        self.module = module

    def of(self, node: cst.BaseExpression) -> Iterator[Destination]:
        """Everything that takes the value of an expression."""
        yield from self._climb(node, Destination(node), frozenset())

    def _climb(self, node: cst.CSTNode, so_far: Destination, seen: frozenset[str]) -> Iterator[Destination]:
        child = node
        for parent in self.unit.ancestors(node):
            if isinstance(parent, cst.BinaryOperation):
                if isinstance(parent.operator, cst.Divide) and parent.right is child and so_far.text:
                    yield replace(so_far, taker=parent)
                    return
                so_far = _after(parent, child, so_far)
            elif isinstance(parent, cst.Call):
                if parent.func is not child:
                    passed = self._passed(parent, so_far)
                    if passed is None:
                        yield replace(so_far, taker=parent)
                        return
                    so_far = passed
            elif isinstance(parent, cst.FormattedString):
                so_far = replace(so_far, text=True)
            elif isinstance(parent, (cst.Assign, cst.AnnAssign, cst.NamedExpr)):
                yield from self._bound(parent, so_far, seen)
                return
            elif isinstance(parent, _HOLDING):
                so_far = replace(so_far, held=True)
            elif not isinstance(parent, _AROUND):
                yield replace(so_far, taker=parent)
                return
            child = parent

    def _passed(self, call: cst.Call, so_far: Destination) -> Destination | None:
        """What a call makes of its argument, for one that only gives it another form; None for one that takes it."""
        path = resolve(call.func, self.unit, self.module) or ""
        if path in _NUMBERS:
            return so_far
        if path in _TEXTS:
            return replace(so_far, text=True)
        if path.startswith("hashlib."):
            return replace(so_far, digest=True)
        method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
        return replace(so_far, text=True, held=False) if method in _TEXT_METHODS else None

    def _bound(
        self, binding: cst.Assign | cst.AnnAssign | cst.NamedExpr, so_far: Destination, seen: frozenset[str]
    ) -> Iterator[Destination]:
        target = binding.targets[0].target if isinstance(binding, cst.Assign) else binding.target
        if not isinstance(target, cst.Name):
            yield replace(so_far, taker=binding)
            return
        if target.value in seen:
            return
        so_far = replace(so_far, name=target.value)
        yield replace(so_far, taker=binding)
        if not self.unit.unit.testable:
            return
        for used in self.unit.nodes(cst.Name):
            if used.value == target.value and used is not target and self._is_read(used):
                yield from self._climb(used, so_far, seen | {target.value})

    def _is_read(self, name: cst.Name) -> bool:
        parent = self.unit.parent(name)
        if isinstance(parent, (cst.AssignTarget, cst.Param)):
            return False
        if isinstance(parent, cst.Arg):
            return parent.keyword is not name
        return not isinstance(parent, cst.Attribute) or parent.value is name


def _after(operation: cst.BinaryOperation, child: cst.CSTNode, so_far: Destination) -> Destination:
    """What an operation makes of the value: a remainder, a part of a text, another number."""
    if isinstance(operation.operator, cst.Modulo):
        if operation.left is child and not so_far.text:
            return replace(so_far, modulo=operation)
        return replace(so_far, text=True, held=False)
    if isinstance(operation.operator, cst.Add):
        other = operation.right if operation.left is child else operation.left
        texts = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)
        return replace(so_far, text=so_far.text or isinstance(other, texts))
    if isinstance(operation.operator, cst.BitAnd):
        return replace(so_far, modulo=operation)
    return so_far

"""What a condition may ask about: names, attributes, lengths, and the remainders of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_IMMUTABLE: Final = frozenset({"str", "bytes", "int", "float", "bool", "complex"})


class Subject(NamedTuple):
    """What a comparison asks about."""

    text: str
    domain: str
    names: frozenset[str]
    stable: bool
    typed: bool
    """Whether it surely is a number or a text, for which comparisons mean what they usually mean."""
    modulus: int = 1


class Subjects:
    """Finds the subjects of one unit; `own` names are rebound by its own statements alone."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext, own: frozenset[str]) -> None:
        self._unit = unit
        self._module = module
        self._own = own

    def of(self, node: cst.BaseExpression) -> Subject | None:
        """`x`, `a.b`, `len(x)`, and each of them `% 3`."""
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Modulo):
            modulus, inner = literal_value(node.right), self.of(node.left)
            if inner is None or inner.modulus > 1 or type(modulus) is not int or modulus < 2:
                return None
            return inner._replace(modulus=modulus)
        if isinstance(node, cst.Call) and len(node.args) == 1 and not node.args[0].star:
            inside = self.of(node.args[0].value)
            if inside is None or inside.modulus > 1 or inside.domain != "value":
                return None
            if resolve(node.func, self._unit, self._module) != "builtins.len" or node.args[0].keyword is not None:
                return None
            typed = value_type(node.args[0].value, self._unit, self._module) in {"str", "bytes", "tuple"}
            return Subject(
                " ".join(self._unit.source(node).split()), "count", inside.names, inside.stable and typed, typed=True
            )
        if isinstance(node, cst.Name) and node.value not in {"True", "False", "None"}:
            typed = value_type(node, self._unit, self._module) in _IMMUTABLE
            return Subject(node.value, "value", frozenset({node.value}), node.value in self._own, typed)
        dotted = dotted_name(node)
        if dotted is None or isinstance(node, cst.Name):
            return None
        return Subject(dotted, "value", frozenset({dotted.partition(".")[0]}), stable=False, typed=False)

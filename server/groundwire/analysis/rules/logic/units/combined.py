"""Numbers in two units that are added, subtracted or compared."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.units.mismatch import Mismatch, conversion, differ, taken_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.expression import Reader

_CHOOSING: Final = frozenset({"builtins.max", "builtins.min"})
_ORDERS: Final = (
    cst.Equal,
    cst.NotEqual,
    cst.LessThan,
    cst.LessThanEqual,
    cst.GreaterThan,
    cst.GreaterThanEqual,
)


def combined(unit: ParsedUnit, module: ModuleContext, reader: Reader) -> Iterator[Mismatch]:
    """Every such pair of the unit."""
    for left, right in _pairs(unit, module):
        first, second = reader.of(left), reader.of(right)
        if first is not None and second is not None and differ(first, second):
            message = (
                f"{quoted(unit.source(left))} is in {first.words}, and {quoted(unit.source(right))} in {second.words}."
            )
            yield Mismatch(right, message, taken_for(second, first), fixes=conversion(right, second, first, unit))


def _pairs(unit: ParsedUnit, module: ModuleContext) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    for operation in unit.nodes(cst.BinaryOperation):
        if isinstance(operation.operator, (cst.Add, cst.Subtract)):
            yield operation.left, operation.right
    for comparison in unit.nodes(cst.Comparison):
        left = comparison.left
        for target in comparison.comparisons:
            if isinstance(target.operator, _ORDERS):
                yield left, target.comparator
            left = target.comparator
    for call in unit.nodes(cst.Call):
        if len(call.args) > 1 and resolve(call.func, unit, module) in _CHOOSING:
            values = [argument.value for argument in call.args if argument.keyword is None and not argument.star]
            yield from pairwise(values)

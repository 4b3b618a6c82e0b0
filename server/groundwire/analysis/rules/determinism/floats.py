"""Which expressions surely are floats that have been rounded: literals no float equals, sums, products, roots."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.cst import walk
from groundwire.analysis.names import resolve
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ROUNDED: Final = frozenset(
    f"math.{name}" for name in ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "pow", "hypot", "dist")
) | {"statistics.mean", "statistics.fmean", "statistics.stdev", "statistics.pstdev"}
"""Functions whose result is nearly always rounded."""
SUMMING: Final = frozenset({"builtins.sum", "numpy.sum", "math.fsum"})
_MAX_TERMS: Final = 64


class Floats:
    """Asks of the expressions of one unit whether they are rounded floats."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self.unit = unit
        self.module = module

    def held(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """What a name holds that is bound once, in the function; else the expression itself."""
        if isinstance(node, cst.Name) and self.unit.unit.testable:
            return self.unit.scope.assigned.get(node.value, node)
        return node

    def is_rounded(self, node: cst.BaseExpression) -> bool:
        """Whether arithmetic with a literal that no float equals, or a root or logarithm, gave this."""
        node = self.held(node)
        if isinstance(node, cst.BinaryOperation):
            if isinstance(node.operator, (cst.Modulo, cst.FloorDivide, cst.Divide)):
                return False
            sides = (node.left, node.right)
            return any(is_inexact(side) or self.is_rounded(side) for side in sides) or self._is_product(node)
        if isinstance(node, cst.UnaryOperation):
            return self.is_rounded(node.expression)
        return isinstance(node, cst.Call) and resolve(node.func, self.unit, self.module) in _ROUNDED

    def _is_product(self, node: cst.BinaryOperation) -> bool:
        """Whether two values that are floats by their annotations are multiplied."""
        kinds = {value_type(side, self.unit, self.module) for side in (node.left, node.right)}
        return isinstance(node.operator, cst.Multiply) and kinds == {"float"}

    def terms(self, node: cst.BaseExpression) -> int:
        """How many values that are not literals a sum adds: many for `sum(…)`, one for what is no sum.

        A difference counts as one: that of two floats near each other is exact, such as what `floor` leaves.
        """
        node = self.held(node)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
            return self.terms(node.left) + self.terms(node.right)
        if isinstance(node, cst.Call) and resolve(node.func, self.unit, self.module) in SUMMING:
            return _MAX_TERMS
        return 0 if isinstance(node, (cst.Integer, cst.Float)) else 1

    def is_computed(self, node: cst.BaseExpression) -> bool:
        """Whether anything but literals takes part: a sum of literals shows how floats are."""
        return any(isinstance(inner, (cst.Name, cst.Attribute)) for inner in walk(self.held(node)))

    def accumulates(self, node: cst.BaseExpression) -> bool:
        """Whether the unit adds a rounded value to a name, or a literal that no float equals."""
        if not isinstance(node, cst.Name):
            return False
        for step in self.unit.nodes(cst.AugAssign):
            target = step.target
            if isinstance(target, cst.Name) and target.value == node.value and self._is_inexact(step.value):
                return isinstance(step.operator, (cst.AddAssign, cst.SubtractAssign))
        for assign in self.unit.nodes(cst.Assign):
            target, value = assign.targets[0].target, assign.value
            if not isinstance(target, cst.Name) or target.value != node.value:
                continue
            if not isinstance(value, cst.BinaryOperation) or not isinstance(value.operator, (cst.Add, cst.Subtract)):
                continue
            if cst.deep_equals(value.left, target) and self._is_inexact(value.right):
                return True
        return False

    def _is_inexact(self, node: cst.BaseExpression) -> bool:
        return is_inexact(node) or self.is_rounded(node)


def is_inexact(node: cst.BaseExpression) -> bool:
    """Whether a literal is a decimal that no binary float equals: `0.1`, not `0.5`."""
    if isinstance(node, cst.UnaryOperation):
        return is_inexact(node.expression)
    if not isinstance(node, cst.Float):
        return False
    try:
        return Fraction(Decimal(node.value.replace("_", ""))) != Fraction(float(node.value))
    except (InvalidOperation, OverflowError, ValueError):
        return False


def has_inexact(node: cst.BaseExpression) -> bool:
    """Whether such a literal stands anywhere in an expression."""
    return any(isinstance(inner, cst.Float) and is_inexact(inner) for inner in walk(node))

"""The unit of an expression: told by its names, kept by what keeps it, changed by factors that change it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.units import unit as units
from groundwire.analysis.rules.logic.units.results import METHOD_RESULTS, RESULTS
from groundwire.analysis.rules.logic.units.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.unit import Unit

_KEEPING: Final = frozenset(
    {
        *(f"builtins.{name}" for name in ("abs", "float", "int", "round")),
        "math.floor",
        "math.ceil",
        "math.fabs",
        "math.trunc",
        "numpy.abs",
        "numpy.round",
    }
)
"""Functions whose result is in the unit of their first argument."""
_CHOOSING: Final = frozenset({"builtins.max", "builtins.min"})
_TEXTS: Final = (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)
_SUMS: Final = (cst.Add, cst.Subtract)
_MOST_SCALE: Final = 5
_RANDOM: Final = re.compile(r"^random\.(?:random|uniform|SystemRandom\(\)\.uniform)$")


class Reader:
    """Reads the units of one unit of code."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module
        self._variables = Variables(unit, module)
        self._followed: set[str] = set()
        """Names whose one assignment is being read."""

    def of(self, node: cst.BaseExpression) -> Unit | None:
        """The unit of an expression; None where nothing tells it, or its parts disagree."""
        if isinstance(node, cst.Name):
            return self._of_name(node.value)
        if isinstance(node, cst.Attribute):
            name = node.attr.value
            constant = units.is_bare(name) and (name.isupper() or resolve(node, self._unit, self._module) is not None)
            return None if constant else units.of_name(name)
        if isinstance(node, cst.UnaryOperation):
            return self.of(node.expression) if isinstance(node.operator, (cst.Minus, cst.Plus)) else None
        if isinstance(node, cst.Subscript):
            return self._of_key(node)
        if isinstance(node, cst.Call):
            return self._of_call(node)
        if isinstance(node, cst.IfExp):
            return self._common((node.body, node.orelse))
        if isinstance(node, cst.BooleanOperation):
            return self._common((node.left, node.right)) if isinstance(node.operator, cst.Or) else self.of(node.right)
        if isinstance(node, cst.BinaryOperation):
            return self._of_operation(node)
        return None

    def converts(self, node: cst.BaseExpression) -> bool:
        """Whether an expression turns one unit into another by a factor: the name it started from may be wrong."""
        if isinstance(node, cst.Call):
            kept = resolve(node.func, self._unit, self._module) in _KEEPING and bool(node.args)
            return kept and self.converts(node.args[0].value)
        if not isinstance(node, cst.BinaryOperation) or isinstance(node.operator, _SUMS):
            return False
        return self.of(node) not in {self.of(node.left), self.of(node.right)}

    def _of_name(self, name: str) -> Unit | None:
        """The unit of a variable; none of an object that carries its own, nor of a constant that stands for a unit."""
        if self._variables.carries_none(name):
            return None
        return units.of_name(name) or self._of_assigned(name)

    def _of_assigned(self, name: str) -> Unit | None:
        """The unit of what a name without one is assigned, where that happens once."""
        value = self._unit.scope.assigned.get(name) if self._unit.unit.testable else None
        if value is None or name in self._followed:
            return None
        self._followed.add(name)
        try:
            return self.of(value)
        finally:
            self._followed.discard(name)

    def _common(self, nodes: Iterable[cst.BaseExpression]) -> Unit | None:
        """The one unit of several expressions: those without any, numbers above all, have what the others have."""
        found = {self.of(node) for node in nodes} - {None}
        return found.pop() if len(found) == 1 else None

    def _of_key(self, node: cst.Subscript) -> Unit | None:
        index = node.slice[0].slice
        key = string_value(index.value) if len(node.slice) == 1 and isinstance(index, cst.Index) else None
        return units.of_name(key) if key is not None and key.isidentifier() else None

    def _of_call(self, node: cst.Call) -> Unit | None:
        path = resolve(node.func, self._unit, self._module)
        if path is not None and path in RESULTS:
            return RESULTS[path]
        first = node.args[0].value if node.args and not node.args[0].star else None
        if path in _KEEPING:
            return self.of(first) if first is not None else None
        if path in _CHOOSING and len(node.args) > 1:
            return self._common(argument.value for argument in node.args)
        if path is not None and path.startswith("builtins."):
            return None
        if isinstance(node.func, cst.Attribute):
            name = node.func.attr.value
            if name in {"get", "getenv", "pop"} and first is not None:
                key = string_value(first) or ""
                return units.of_name(key) if key.isidentifier() else None
            return METHOD_RESULTS.get(name) or units.of_result(name)
        if path == "os.getenv" and first is not None:
            return units.of_name(string_value(first) or "")
        return units.of_result(node.func.value) if isinstance(node.func, cst.Name) else None

    def _of_operation(self, node: cst.BinaryOperation) -> Unit | None:
        if isinstance(node.operator, _SUMS):
            if isinstance(node.left, _TEXTS) or isinstance(node.right, _TEXTS):
                return None
            return self._common((node.left, node.right))
        if isinstance(node.operator, cst.Multiply):
            if number(node.left) is None:
                return self._scaled(node.left, node.right)
            found = self._scaled(node.right, node.left)
            # `5 * ms` may well be five times a constant that is called so.
            bare = isinstance(node.right, cst.Name) and units.is_bare(node.right.value)
            return None if bare and found == self.of(node.right) else found
        if isinstance(node.operator, (cst.Divide, cst.FloorDivide)):
            unit, factor = self.of(node.left), number(node.right)
            return _scaled(unit, 1 / factor) if unit is not None and factor else None
        return None

    def _scaled(self, node: cst.BaseExpression, other: cst.BaseExpression) -> Unit | None:
        unit = self.of(node)
        if unit is None:
            return None
        factor = number(other)
        if factor is not None:
            return _scaled(unit, factor)
        return unit if self._is_growth(other) else None

    def _is_growth(self, node: cst.BaseExpression) -> bool:
        """Whether a factor grows a number without turning its unit: `2 ** attempt`, `random.uniform(…)`."""
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Power):
            return number(node.left) is not None and number(node.right) is None
        return (
            isinstance(node, cst.Call) and _RANDOM.match(resolve(node.func, self._unit, self._module) or "") is not None
        )


def number(node: cst.BaseExpression) -> float | None:
    """The value of a number, of `60 * 60` and `10 ** 6` too; None for anything else."""
    value = literal_value(node)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e18 else None
    if isinstance(node, cst.BinaryOperation):
        left, right = number(node.left), number(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.operator, cst.Multiply):
            return left * right
        if isinstance(node.operator, cst.Power) and 0 <= right <= 18 and 0 < left <= 1024:
            return float(left**right)
    return None


def _scaled(unit: Unit, factor: float) -> Unit | None:
    """The unit after a factor: a small one leaves it, one that leads to another unit turns it."""
    if 1 / _MOST_SCALE <= abs(factor) <= _MOST_SCALE:
        return unit
    return units.times(unit, factor)

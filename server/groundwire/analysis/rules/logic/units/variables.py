"""Variables whose names tell no unit after all: objects with one of their own, texts, numbers turned on their way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.cst import walk
from groundwire.analysis.rules.logic.units import unit as units

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_OBJECTS: Final = re.compile(
    r"(?:^|[.\[| \"'])(?:\w*[tT]ime_?[dD]elta\w*|relativedelta|Quantity|Duration|Angle|str|bytes|bytearray)\b"
)
"""Classes whose objects are no bare numbers."""
_SPELT: Final = re.compile(r"\bstr\b|\bzfill\(|\bstrftime\(|\.format\(|\.rjust\(|\bjoin\(|\bstrip\(|\.split\(")
"""What makes a text of a number."""
_OF_NUMBERS: Final = frozenset(
    {*dir(int), *dir(float), "item", "astype", "tolist", "min", "max", "sum", "mean", "std", "clip", "round", "cumsum"}
)
"""Methods of numbers, and of what holds many."""
_TURNING: Final = (cst.BinaryOperation, cst.Call, cst.IfExp)


class Variables:
    """The names of one unit of code."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module
        self._turned: dict[str, bool] = {}

    def carries_none(self, name: str) -> bool:
        """Whether what a name says of its unit does not count."""
        if self._is_object(name) or self._is_turned(name):
            return True
        return units.is_bare(name) and (name.isupper() or self._is_part(name))

    def _is_turned(self, name: str) -> bool:
        """Whether a name is given another unit on its way: `delay_ms /= 1000`, `angle = math.radians(angle)`."""
        if name not in self._turned:
            values = [value for value in self._unit.scope.bindings.get(name, ()) if isinstance(value, _TURNING)]
            self._turned[name] = any(
                isinstance(augmented.target, cst.Name)
                and augmented.target.value == name
                and not isinstance(augmented.operator, (cst.AddAssign, cst.SubtractAssign))
                for augmented in self._unit.nodes(cst.AugAssign)
            ) or any(isinstance(node, cst.Name) and node.value == name for value in values for node in walk(value))
        return self._turned[name]

    def _is_part(self, name: str) -> bool:
        """Whether a unit's own name holds a part of a larger one: `milliseconds = value.microsecond // 1000 / 1000`."""
        value = self._unit.scope.assigned.get(name)
        return isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Divide)

    def _has_methods(self, name: str) -> bool:
        """Whether the unit calls a method of what a name holds that no number has: `kb.enlarge()`."""
        return any(
            isinstance(call.func, cst.Attribute)
            and isinstance(call.func.value, cst.Name)
            and call.func.value.value == name
            and call.func.attr.value not in _OF_NUMBERS
            for call in self._unit.nodes(cst.Call)
        )

    def _is_object(self, name: str) -> bool:
        """Whether a name holds a duration, a quantity or a text rather than a number."""
        if _OBJECTS.search(self._module.constructor(name) or "") or self._has_methods(name):
            return True
        for value in self._unit.scope.bindings.get(name, ()):
            if isinstance(value, cst.Call) and _OBJECTS.search(self._unit.source(value.func)):
                return True
            if isinstance(value, cst.BaseExpression) and _SPELT.search(self._unit.source(value)):
                return True
            annotation = value.annotation if isinstance(value, cst.Param) else None
            if annotation is not None and _OBJECTS.search(self._unit.source(annotation.annotation)):
                return True
        return False

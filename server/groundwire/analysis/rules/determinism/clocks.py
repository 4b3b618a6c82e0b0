"""What reads the wall clock: the calls, and the names and attributes of a unit that hold what they gave."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import constructor, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

SECONDS: Final = frozenset({"time.time", "time.time_ns"})
"""Clocks that give a number."""
DATES: Final = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "django.utils.timezone.now",
        "pandas.Timestamp.now",
        "pandas.Timestamp.utcnow",
        "pandas.Timestamp.today",
    }
)
"""Clocks that give a date."""
_NAIVE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "datetime.datetime.now": "local time, which a change to or from summer time moves by an hour",
        "datetime.datetime.today": "local time, which a change to or from summer time moves by an hour",
        "datetime.datetime.utcnow": "the computer's clock, which is set while programs run",
    }
)
_CONVERTING: Final = frozenset({"builtins.int", "builtins.round", "builtins.float", "math.floor", "math.ceil"})
SINCE: Final = re.compile(
    r"(?!.*(?:epoch|timestamp))(?:_?(?:\w+_)?(?:start(?:ed)?|begin|began|tic|t0|prev(?:ious)?|refill)(?:_\w+)?|_last\w*|last"
    r"|_?(?:\w+_)?(?:loaded|fetched|refreshed|cached|polled)_at)"
)
"""Attributes that hold when something began, for this process alone."""


class Clocks:
    """Asks of the expressions of one unit whether they are what the wall clock said, for measuring with it."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self.unit = unit
        self.module = module

    def reading(self, node: cst.BaseExpression) -> str | None:
        """The path of the clock that an expression reads itself, `int(time.time() * 1000)` included."""
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Multiply, cst.Divide)):
            numbers = (cst.Integer, cst.Float)
            return self.reading(node.left) if isinstance(node.right, numbers) else None
        if not isinstance(node, cst.Call):
            return None
        path = resolve(node.func, self.unit, self.module)
        if path in SECONDS or path in _NAIVE:
            return f"{path}(…)" if node.args and path in _NAIVE else path
        if path in _CONVERTING and len(node.args) == 1:
            return self.reading(node.args[0].value)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "timestamp" and not node.args:
            return self.reading(node.func.value)
        return None

    def held(self, node: cst.BaseExpression) -> str | None:
        """The path of the clock whose reading a name or `self.NAME` holds, by all that binds it here."""
        if isinstance(node, cst.Name):
            return self._held_name(node, frozenset())
        if not isinstance(node, cst.Attribute) or not SINCE.fullmatch(node.attr.value):
            return None
        if (made := constructor(node, self.unit, self.module)) is not None:
            return made if made in SECONDS or made in _NAIVE else None
        clocks = [self.reading(value) or self._held_name(value, frozenset()) for value in self._attribute_values(node)]
        return clocks[0] if clocks and all(clocks) else None

    def ends(self, node: cst.BaseExpression) -> str | None:
        """The clock of a name that holds its reading and something on top: `deadline = time.time() + timeout`."""
        if isinstance(node, cst.Name):
            values = list(self.values(node.value))
        elif isinstance(node, cst.Attribute) and node.attr.value.startswith("_"):
            values = list(self._attribute_values(node))
        else:
            return None
        clocks = [self.advanced(value) for value in values]
        return clocks[0] if clocks and all(clocks) else None

    def advanced(self, node: cst.BaseExpression) -> str | None:
        """The clock of `time.time() + timeout` or `start + timeout`; of `… if timeout else None` too."""
        if isinstance(node, cst.IfExp):
            sides = [side for side in (node.body, node.orelse) if not _is_nothing(side)]
            return self.advanced(sides[0]) if len(sides) == 1 else None
        if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Add):
            return None
        if not _is_span(node.right):
            return None
        return self.reading(node.left) or self.held(node.left)

    def moment(self, node: cst.BaseExpression) -> str | None:
        """The clock of a reading or of what holds one."""
        return self.reading(node) or self.held(node)

    def values(self, name: str) -> Iterator[cst.BaseExpression]:
        """What binds a local name, for one that plain assignments bind and nothing else; `None` before them is none."""
        bound = self.unit.scope.bindings.get(name, ()) if self.unit.unit.testable else ()
        if all(isinstance(value, cst.BaseExpression) for value in bound):
            yield from (value for value in bound if isinstance(value, cst.BaseExpression) and not _is_nothing(value))

    def calls(self, node: cst.BaseExpression) -> Iterator[cst.Call]:
        """The calls that read the clock, of an expression and of what the name in its place holds."""
        held = list(self.values(node.value)) if isinstance(node, cst.Name) else [node]
        for value in held:
            for call in self.unit.nodes(cst.Call):
                inside = call is value or any(ancestor is value for ancestor in self.unit.ancestors(call))
                if inside and resolve(call.func, self.unit, self.module) in SECONDS:
                    yield call

    def _held_name(self, node: cst.BaseExpression, seen: frozenset[str]) -> str | None:
        """The clock of a name's every binding; `last = now` gives one name what another holds."""
        if not isinstance(node, cst.Name) or node.value in seen:
            return None
        seen |= {node.value}
        others = [
            value for value in self.values(node.value) if not isinstance(value, cst.Name) or value.value not in seen
        ]
        clocks = [self.reading(value) or self._held_name(value, seen) for value in others]
        return clocks[0] if clocks and all(clocks) else None

    def _attribute_values(self, node: cst.Attribute) -> Iterator[cst.BaseExpression]:
        """What this unit assigns to an attribute."""
        text = self.unit.source(node)
        for assign in self.unit.nodes(cst.Assign):
            targets = (target.target for target in assign.targets)
            if any(isinstance(target, cst.Attribute) and self.unit.source(target) == text for target in targets):
                yield assign.value


def why(clock: str) -> str:
    """What may happen to a clock, as a clause."""
    return _NAIVE.get(clock, "the computer's clock, which is set while programs run")


def is_local(clock: str) -> bool:
    """Whether a clock jumps by an hour twice a year."""
    return _NAIVE.get(clock, "").startswith("local")


def _is_nothing(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def _is_span(node: cst.BaseExpression) -> bool:
    """Whether something may be a length of time: no text, no list."""
    return not isinstance(node, (cst.SimpleString, cst.FormattedString, cst.List, cst.Tuple))

"""Dates with a time zone and dates without: which an expression surely is, and where the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value
from groundwire.analysis.names import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ZONES: Final = frozenset({"datetime.timezone.utc", "datetime.UTC", "pytz.utc", "pytz.UTC", "dateutil.tz.UTC"})
_ZONE_CALLS: Final = frozenset(
    {"zoneinfo.ZoneInfo", "pytz.timezone", "datetime.timezone", "dateutil.tz.gettz", "dateutil.tz.tzutc"}
)
_ZONE_AT: Final = {"datetime.datetime.now": 0, "datetime.datetime.fromtimestamp": 1, "datetime.datetime": 7}
"""Calls that give a date with a zone where one is passed, and at which place."""
_WITHOUT: Final = frozenset(
    {"datetime.datetime.utcnow", "datetime.datetime.today", "datetime.datetime.utcfromtimestamp"}
)
_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)


class Mixed(NamedTuple):
    """An operation on one date with a zone and one without."""

    node: cst.BaseExpression
    subtracted: bool
    naive: cst.BaseExpression


class Zones:
    """Asks of the expressions of one unit whether they are dates with a zone."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module

    def mixed(self) -> Iterator[Mixed]:
        """Comparisons and differences that raise `TypeError`."""
        for comparison in self._unit.nodes(cst.Comparison):
            target = comparison.comparisons[0]
            if len(comparison.comparisons) == 1 and isinstance(target.operator, _ORDER):
                naive = self._naive_of(comparison.left, target.comparator)
                if naive is not None:
                    yield Mixed(comparison, subtracted=False, naive=naive)
        for difference in self._unit.nodes(cst.BinaryOperation):
            if isinstance(difference.operator, cst.Subtract):
                naive = self._naive_of(difference.left, difference.right)
                if naive is not None:
                    yield Mixed(difference, subtracted=True, naive=naive)

    def shifted(self) -> Iterator[cst.Call]:
        """`datetime.utcnow().timestamp()`: UTC, taken for local time."""
        for call in self._unit.nodes(cst.Call):
            if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "timestamp" or call.args:
                continue
            made = call.func.value
            if isinstance(made, cst.Name):
                made = self._unit.scope.assigned.get(made.value, made)
            path = resolve(made.func, self._unit, self._module) if isinstance(made, cst.Call) else None
            if path in {"datetime.datetime.utcnow", "datetime.datetime.utcfromtimestamp"}:
                yield call

    def _naive_of(self, left: cst.BaseExpression, right: cst.BaseExpression) -> cst.BaseExpression | None:
        """The one of two dates that has no zone, where the other has one."""
        aware = self.aware(left), self.aware(right)
        if aware == (False, True):
            return left
        return right if aware == (True, False) else None

    def aware(self, node: cst.BaseExpression, depth: int = 0) -> bool | None:
        """Whether a date has a zone; None for what is no date, or not sure."""
        if depth > 5:
            return None
        if isinstance(node, cst.Name):
            return self._name(node.value, depth)
        if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Subtract)):
            span = isinstance(node.right, cst.Call) and self._path(node.right) == "datetime.timedelta"
            return self.aware(node.left, depth + 1) if span else None
        return self._call(node, depth) if isinstance(node, cst.Call) else None

    def _name(self, name: str, depth: int) -> bool | None:
        bound = self._unit.scope.bindings.get(name, ()) if self._unit.unit.testable else ()
        kinds = {self.aware(value, depth + 1) if isinstance(value, cst.BaseExpression) else None for value in bound}
        return kinds.pop() if len(kinds) == 1 else None

    def _call(self, node: cst.Call, depth: int) -> bool | None:
        path, arguments = self._path(node), Arguments.of(node)
        if arguments.open:
            return None
        if path in _WITHOUT:
            return False
        if path in _ZONE_AT:
            place, keyword = _ZONE_AT[path], "tzinfo" if path == "datetime.datetime" else "tz"
            return self._is_zone(arguments.get(place, keyword))
        if path == "datetime.datetime.strptime":
            form = string_value(arguments.positional[1]) if len(arguments.positional) == 2 else None
            return None if form is None else "%z" in form
        if path is None and isinstance(node.func, cst.Attribute):
            return self._method(node.func, arguments, depth)
        return None

    def _method(self, function: cst.Attribute, arguments: Arguments, depth: int) -> bool | None:
        method = function.attr.value
        before = self.aware(function.value, depth + 1)
        if method == "replace":
            zone = arguments.keywords.get("tzinfo")
            return before if zone is None or before is None else self._is_zone(zone)
        return True if method == "astimezone" and before is not None else None

    def _is_zone(self, node: cst.BaseExpression | None) -> bool | None:
        """Whether a zone is passed: none at all, or None, is no; a name that may be None is not sure."""
        if node is None or (isinstance(node, cst.Name) and node.value == "None"):
            return False
        path = resolve(node.func if isinstance(node, cst.Call) else node, self._unit, self._module)
        return True if path in (_ZONE_CALLS if isinstance(node, cst.Call) else _ZONES) else None

    def _path(self, node: cst.Call) -> str | None:
        return resolve(node.func, self._unit, self._module)

"""Values at which a comparison turns: borders of numbers, members and strangers of a collection, remainders."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.stubs.expressions import Raised
from groundwire.stubs.operations import is_number
from groundwire.stubs.places import ABSENT
from groundwire.stubs.samples import UNKNOWN, Member

if TYPE_CHECKING:
    from groundwire.stubs.evaluate import Evaluator
    from groundwire.stubs.places import Place, Places
    from groundwire.stubs.source import Function

_FLIPPED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
}  # fmt: skip
_SEARCHED: Final = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000)


class Boundary(NamedTuple):
    """A value that matters, and where."""

    place: Place
    value: object
    words: str
    """What a row's id says of it, where the value is too long."""
    secondary: bool
    """Whether the same comparison has a boundary in another input already."""


@dataclass
class Comparisons:
    """Collects the values at which a function's comparisons turn; `env` are the known values of its typical row."""

    function: Function
    evaluator: Evaluator
    places: Places
    env: dict[str, Any]
    preferred: dict[str, object] = field(default_factory=dict)
    """Inputs that the code looks up among known values, with the first of them: a better typical value."""
    _secondary: bool = False
    """Whether what is added now has a boundary in another input of the same comparison."""
    found: list[Boundary] = field(default_factory=list)

    def _add(self, place: Place, value: object, words: str = "") -> None:
        self.found.append(Boundary(place, value, words, self._secondary))

    def _value(self, node: ast.expr) -> Any:
        try:
            return self.evaluator.value(node, self.env)
        except Raised:
            return UNKNOWN

    def _compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, op, right in zip(operands, node.ops, operands[1:], strict=False):
            if isinstance(op, (ast.In, ast.NotIn)):
                self._membership(left, right)
                continue
            settled = False
            for one, other, kind in ((left, right, type(op)), (right, left, _FLIPPED.get(type(op), type(op)))):
                place, value = self.places.of(one), self._value(other)
                self._secondary = settled
                if place is not None and value is not UNKNOWN:
                    self._border(place, kind, value)
                    settled = True
                else:
                    settled |= self._remainder(one, value)
            self._secondary = False
            if not settled:
                self._search(node, left, right)

    def _border(self, place: Place, op: type[ast.cmpop], value: Any) -> None:
        if value is None or isinstance(value, (bool, str, bytes, Member)):
            self._add(place, value)
            told = isinstance(value, str) and self.places.known(place) not in (value, "")
            if isinstance(value, (str, Member)) and value and not told and self.places.form(place).name != "Literal":
                self._add(place, "other" if isinstance(value, str) else UNKNOWN, "other")
            return
        step: Any
        if isinstance(value, (date, timedelta)):
            step = timedelta(days=1)
        elif is_number(value):
            small = isinstance(value, (float, Decimal)) and value != int(value)
            step = Decimal("0.01") if isinstance(value, Decimal) else 0.01 if small else 1
        else:
            if not value:
                self._add(place, value, "empty")
            return
        below, above = _rounded(value - step), _rounded(value + step)
        if op in {ast.Lt, ast.GtE}:
            borders = (below, value)
        elif op in {ast.Gt, ast.LtE}:
            borders = (value, above)
        else:
            borders = (value, above)
        for border in borders:
            self._add(place, border)

    def _remainder(self, node: ast.expr, value: object) -> bool:
        """`x % n == k`: a number that leaves k and the next one."""
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(value, int)):
            return False
        place, divisor = self.places.of(node.left), self._value(node.right)
        if place is None or not isinstance(divisor, int):
            return False
        self._add(place, divisor * 2 + value)
        self._add(place, divisor * 2 + value + 1)
        return True

    def _search(self, node: ast.Compare, left: ast.expr, right: ast.expr) -> None:
        """A comparison of something computed: where it flips as one number in it grows."""
        for name in (child for side in (left, right) for child in ast.walk(side) if isinstance(child, ast.expr)):
            place = self.places.of(name)
            if place is None or place.steps or not is_number(self.env.get(place.variable)):
                continue
            known: list[tuple[int, bool]] = []
            for value in _SEARCHED:
                outcome = self._outcome(node, place.variable, value)
                if outcome is None:
                    break
                if known and known[-1][1] != outcome:
                    low, high = known[-1][0], value
                    while high - low > 1:
                        middle = (low + high) // 2
                        low, high = (
                            (middle, high)
                            if self._outcome(node, place.variable, middle) == known[-1][1]
                            else (low, middle)
                        )
                    self._add(place, low)
                    self._add(place, high)
                    return
                known.append((value, outcome))

    def _outcome(self, node: ast.Compare, variable: str, value: int) -> bool | None:
        before = self.env
        self.env = self.places.environment(variable, value)
        try:
            outcome = self._value(node)
        finally:
            self.env = before
        return None if outcome is UNKNOWN else bool(outcome)

    def _membership(self, item: ast.expr, container: ast.expr) -> None:
        place = self.places.of(container)
        if place is not None and isinstance(item, ast.Constant):
            self._containing(place, item.value)
            return
        self._one_of(item, self._value(container))

    def _containing(self, place: Place, item: object) -> None:
        """A text, dictionary or collection with the item in it, and one without."""
        known = self.places.known(place)
        if isinstance(known, str) and isinstance(item, str):
            self._add(place, known if item in known else known + item, f"with {item}")
            self._add(place, known.replace(item, ""), f"without {item}")
        elif isinstance(known, dict) and isinstance(item, str):
            self._add(place.then("key", item), ABSENT)
        elif isinstance(known, (list, tuple, set, frozenset)):
            self._add(place.then("item"), item)

    def _one_of(self, item: ast.expr, values: object) -> None:
        place = self.places.of(item)
        if place is None or not isinstance(values, (list, tuple, set, frozenset, dict)):
            return
        ordered = sorted(values, key=repr) if isinstance(values, (set, frozenset)) else list(values)
        known = self.places.known(place)
        if ordered and not place.steps and isinstance(known, type(ordered[0])) and known not in ordered:
            self.preferred.setdefault(place.variable, ordered[0])
        for value in ordered[:4]:
            self._add(place, value)
        if all(isinstance(value, str) for value in ordered):
            self._add(place, "other", "other")
        elif all(isinstance(value, int) for value in ordered) and ordered:
            self._add(place, max(ordered) + 1)
        else:
            self._add(place, UNKNOWN, "other")


def _rounded(value: Any) -> Any:
    return round(value, 10) if isinstance(value, float) else value

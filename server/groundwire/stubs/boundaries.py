"""Values at which the code under test changes its way: from its comparisons, memberships, tests and loops."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.stubs.evaluate import Raised
from groundwire.stubs.forms import ANY
from groundwire.stubs.operations import is_number
from groundwire.stubs.places import ABSENT
from groundwire.stubs.regex import matching_text
from groundwire.stubs.samples import UNKNOWN, Member
from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.stubs.evaluate import Evaluator
    from groundwire.stubs.places import Place, Places
    from groundwire.stubs.source import Function

_FLIPPED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
}  # fmt: skip
_TEXT_TESTS: Final = {
    "isdigit": ("123", "abc"), "isnumeric": ("123", "abc"), "isdecimal": ("123", "abc"), "isalpha": ("abc", "abc1"),
    "isalnum": ("abc1", "a-1"), "isupper": ("ABC", "abc"), "islower": ("abc", "ABC"), "isspace": (" ", "a"),
    "isidentifier": ("name", "1a"), "istitle": ("Some Text", "some text"), "isascii": ("abc", "ä"),
}  # fmt: skip
_PARSERS: Final = {
    "int": ("12", "12a"), "float": ("1.5", "abc"), "decimal.Decimal": ("1.50", "abc"), "json.loads": ("{}", "{"),
    "datetime.date.fromisoformat": ("2024-01-31", "2024-13-01"), "uuid.UUID": ("0" * 32, "abc"),
    "datetime.datetime.fromisoformat": ("2024-01-31T12:00:00", "not a date"),
}  # fmt: skip
_VIEWS: Final = frozenset({"items", "keys", "values"})
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
class Boundaries:
    """Reads one function for the values that matter; `env` are the known values of its typical row."""

    function: Function
    evaluator: Evaluator
    places: Places
    env: dict[str, Any]
    preferred: dict[str, object] = field(default_factory=dict)
    """Inputs that the code looks up among known values, with the first of them: a better typical value."""
    _secondary: bool = False
    found: list[Boundary] = field(default_factory=list)

    def collect(self) -> list[Boundary]:
        """Every boundary value the code shows, in source order."""
        for node in own_nodes(self.function):
            if isinstance(node, ast.Compare):
                self._compare(node)
            elif isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
                self._truth(node.test)
            elif isinstance(node, ast.BoolOp):
                for value in node.values[:-1] if isinstance(node.op, ast.Or) else node.values:
                    self._truth(value)
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
                self._truth(node.operand)
            elif isinstance(node, ast.comprehension):
                for condition in node.ifs:
                    self._truth(condition)
                self._loop(node.iter)
            elif isinstance(node, (ast.For, ast.AsyncFor)):
                self._loop(node.iter)
            elif isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
                self._divisor(node.right)
            elif isinstance(node, ast.Subscript):
                self._key(node.value, node.slice)
            elif isinstance(node, ast.Match):
                self._match(node)
        return self.found

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
            told = isinstance(value, str) and self.places.known(place) not in {value, ""}
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

    def _truth(self, node: ast.expr) -> None:
        if (place := self.places.of(node)) is not None:
            for value, words in self.places.falsy(place):
                self._add(place, value, words)

    def _loop(self, node: ast.expr) -> None:
        if isinstance(node, ast.Call) and node.args and dotted(node.func) in {"enumerate", "sorted", "reversed", "zip"}:
            node = node.args[0]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _VIEWS:
            node = node.func.value
        if (place := self.places.of(node)) is not None:
            for value, words in self.places.sizes(place, (0, 1)):
                self._add(place, value, words)

    def _divisor(self, node: ast.expr) -> None:
        if isinstance(node, ast.Call) and dotted(node.func) == "len" and node.args:
            self._loop(node.args[0])
        elif (place := self.places.of(node)) is not None and is_number(self.env.get(place.variable, 1)):
            self._add(place, 0)

    def _key(self, container: ast.expr, key: ast.expr) -> None:
        """A lookup in a known dictionary: keys that are there, and one that is not."""
        known = self._value(container)
        if isinstance(known, dict) and self.places.of(container) is None:
            self._one_of(key, dict.fromkeys(list(known)[:2]))

    def _call(self, node: ast.Call) -> None:
        path = self.evaluator.path_of(dotted(node.func) or "?")
        if path == "isinstance" and len(node.args) == 2 and (place := self.places.of(node.args[0])) is not None:
            classes = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            for value, words in self.places.instances(classes):
                self._add(place, value, words)
            if self.places.form(place) == ANY or self.function.name == "__eq__":
                self._add(place, None)
        parsed = self.places.of(node.args[0]) if path in _PARSERS and node.args else None
        if parsed is not None and isinstance(self.places.known(parsed), str):
            for text in _PARSERS[path]:
                self._add(parsed, text)
        if (pattern := self.evaluator.pattern_of(node, self.env)) is not None:
            matched, example = self.places.of(pattern[2]), matching_text(pattern[1])
            if matched is not None and example is not None:
                self._add(matched, example)
        if not isinstance(node.func, ast.Attribute):
            return
        place, method = self.places.of(node.func.value), node.func.attr
        if method in {"get", "pop"} and node.args:
            self._key(node.func.value, node.args[0])
            if (
                place is not None
                and isinstance(node.args[0], ast.Constant)
                and isinstance(self.places.known(place), dict)
            ):
                self._containing(place, node.args[0].value)
        if place is None:
            return
        separator = (
            self._value(node.args[0])
            if method in {"split", "rsplit", "partition", "rpartition"} and node.args
            else None
        )
        if isinstance(separator, str) and isinstance(self.places.known(place), str):
            self._add(place, f"a{separator}1")
            self._add(place, f"1{separator}2")
        for text in _TEXT_TESTS.get(method, ()):
            self._add(place, text)
        if method in {"startswith", "endswith"} and node.args and isinstance(self.places.known(place), str):
            ends = self._value(node.args[0])
            base = str(self.places.known(place))
            for end in ends if isinstance(ends, tuple) else (ends,):
                if isinstance(end, str):
                    self._add(place, end + base if method == "startswith" else base + end)

    def _match(self, node: ast.Match) -> None:
        place = self.places.of(node.subject)
        if place is None:
            return
        for pattern in (part for case in node.cases for part in _alternatives(case.pattern)):
            if isinstance(pattern, ast.MatchValue):
                value = self._value(pattern.value)
                if value is not UNKNOWN:
                    self._add(place, value)
            elif isinstance(pattern, ast.MatchSingleton):
                self._add(place, pattern.value)
            elif isinstance(pattern, ast.MatchClass):
                for value, words in self.places.instances([pattern.cls]):
                    self._add(place, value, words)
            elif isinstance(pattern, ast.MatchSequence):
                for value, words in self.places.sizes(place, (len(pattern.patterns),)):
                    self._add(place, value, words)
        known = self.places.known(place)
        if not isinstance(known, (str, int)) or any(known == item.value for item in self.found if item.place == place):
            self._add(place, "other" if isinstance(known, str) else UNKNOWN, "other")


def _alternatives(pattern: ast.pattern) -> Iterator[ast.pattern]:
    if isinstance(pattern, ast.MatchOr):
        for part in pattern.patterns:
            yield from _alternatives(part)
    elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        yield from _alternatives(pattern.pattern)
    else:
        yield pattern


def _rounded(value: Any) -> Any:
    return round(value, 10) if isinstance(value, float) else value

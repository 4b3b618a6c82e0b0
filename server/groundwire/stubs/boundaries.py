"""Values at which the code under test changes its way: from its comparisons, memberships, tests and loops."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.stubs.comparisons import Boundary, Comparisons
from groundwire.stubs.forms import ANY
from groundwire.stubs.operations import is_number
from groundwire.stubs.regex import matching_text, refused_text
from groundwire.stubs.samples import UNKNOWN
from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@dataclass
class Boundaries(Comparisons):
    """Reads one function for the values that matter."""

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
            known = self.places.known(matched) if matched is not None else None
            refused = refused_text(pattern[1], pattern[0], known) if isinstance(known, str) else None
            if matched is not None and refused is not None:
                self._add(matched, refused)
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

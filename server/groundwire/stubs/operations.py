"""The operations the evaluator may apply to known values: built in, pure and bounded."""

from __future__ import annotations

import ast
import operator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from groundwire.stubs.samples import UNKNOWN, Instance, Member

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLAIN: Final = (int, float, complex, str, bytes, bool, type(None), list, tuple, set, frozenset, dict)
SAFE: Final = (*PLAIN, Decimal, date, datetime, timedelta, PurePosixPath)
MAX_LENGTH: Final = 1_000
MAX_NUMBER: Final = 10**18

COMPARE: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda item, container: item in container,
    ast.NotIn: lambda item, container: item not in container,
}
BINARY: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
UNARY: Final[Mapping[type[ast.unaryop], Callable[[Any], Any]]] = {
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": abs, "all": all, "any": any, "bool": bool, "dict": dict, "float": float, "frozenset": frozenset,
    "int": int, "len": len, "list": list, "max": max, "min": min, "round": round, "set": set, "sorted": sorted,
    "str": str, "sum": sum, "tuple": tuple, "decimal.Decimal": Decimal,
    "datetime.date.fromisoformat": date.fromisoformat, "datetime.datetime.fromisoformat": datetime.fromisoformat,
    "range": lambda *borders: list(range(*borders)[: MAX_LENGTH + 1]),
    "reversed": lambda items: list(items)[::-1],
    "enumerate": lambda items, start=0: list(enumerate(items, start)),
    "zip": lambda *items: list(zip(*items, strict=False)),
    "math.isnan": lambda number: number != number,
}  # fmt: skip
METHODS: Final = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "get", "index", "isalnum", "isalpha", "isascii",
    "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isspace", "istitle", "isupper", "items",
    "join", "keys", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rpartition",
    "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "union", "upper",
    "values", "weekday", "isoweekday", "date", "total_seconds", "issubset", "issuperset", "isdisjoint",
})  # fmt: skip
TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "int": int, "float": float, "str": str, "bytes": bytes, "bool": bool, "list": list, "tuple": tuple, "set": set,
    "frozenset": frozenset, "dict": dict, "complex": complex, "decimal.Decimal": Decimal, "datetime.date": date,
    "datetime.datetime": datetime, "datetime.timedelta": timedelta, "numbers.Number": (int, float, complex, Decimal),
    "collections.abc.Mapping": dict, "collections.abc.Sequence": (list, tuple, str, bytes),
    "collections.abc.Iterable": (list, tuple, str, bytes, set, frozenset, dict),
}  # fmt: skip


def is_number(value: object) -> bool:
    """Whether a value is a number in the sense of arithmetic; a bool is none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def is_bounded(value: object) -> bool:
    """Whether a result is small enough to go on computing with."""
    if isinstance(value, (str, bytes, list, tuple, set, frozenset, dict)):
        return len(value) <= MAX_LENGTH
    if isinstance(value, (int, float)):
        return abs(value) <= MAX_NUMBER or value != value
    return isinstance(value, (*SAFE, Member, Instance))


def can_apply(function: Callable[..., Any], values: tuple[Any, ...]) -> bool:
    """Whether our operation on these values answers what the code's would.

    Of an `Instance` or `Member` little is known: identity, and a member's equality with another member.
    """
    if UNKNOWN in [value for value in values if not isinstance(value, (list, tuple, set, frozenset, dict))]:
        return False
    if function is len or function is operator.not_:
        return not any(isinstance(value, Instance) for value in values) or function is operator.not_
    leaves = [leaf for value in values for leaf in _leaves(value)]
    if any(leaf is UNKNOWN for leaf in leaves):
        return function is operator.getitem
    if function in {operator.is_, operator.is_not}:
        return any(value is None for value in values) or all(isinstance(value, Member) for value in values)
    if any(isinstance(leaf, (Instance, Member)) for leaf in leaves):
        compares = function in {COMPARE[ast.Eq], COMPARE[ast.NotEq], COMPARE[ast.In], COMPARE[ast.NotIn]}
        return function is operator.getitem or (compares and all(isinstance(leaf, Member) for leaf in leaves))
    return True


def _leaves(value: object) -> list[object]:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    return [value]

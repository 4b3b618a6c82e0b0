"""The questions themselves, asked of representatives."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.rules.logic.branches.formula import Value

ORDERS: Final[dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]]] = {
    cst.LessThan: operator.lt,
    cst.LessThanEqual: operator.le,
    cst.GreaterThan: operator.gt,
    cst.GreaterThanEqual: operator.ge,
}
SAME: Final[dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]]] = {
    cst.Equal: operator.eq,
    cst.NotEqual: operator.ne,
    cst.Is: operator.is_,
    cst.IsNot: operator.is_not,
}
MIRRORED: Final[dict[type[cst.BaseCompOp], type[cst.BaseCompOp]]] = {
    cst.LessThan: cst.GreaterThan,
    cst.LessThanEqual: cst.GreaterThanEqual,
    cst.GreaterThan: cst.LessThan,
    cst.GreaterThanEqual: cst.LessThanEqual,
    cst.Equal: cst.Equal,
    cst.NotEqual: cst.NotEqual,
}


def is_plain(value: object) -> bool:
    """Whether a value is of a kind that representatives are made for."""
    return value is None or isinstance(value, (bool, int, float, str, bytes))


def compares(subject: Value, *, compare: Callable[[object, object], bool], value: object, modulus: int) -> bool:
    """A comparison of a value, or of its remainder, with a constant; raises TypeError where the code does."""
    return bool(compare(_remainder(subject, modulus), value))


def is_in(subject: Value, *, members: tuple[object, ...], wanted: bool, modulus: int) -> bool:
    """Whether it is as wanted that a value, or its remainder, is among the members; raises TypeError as well."""
    return (_remainder(subject, modulus) in members) is wanted


def _remainder(subject: Value, modulus: int) -> Value:
    if modulus == 1:
        return subject
    if isinstance(subject, (str, bytes)):
        raise TypeError  # a text's `%` fills it in, and no number comes of it
    remainder: Value = subject % modulus  # type: ignore[operator]  # a TypeError is what the code would raise as well
    return remainder


def has_affix(subject: Value, *, method: str, affixes: tuple[str | bytes, ...]) -> bool:
    """Whether a text begins, or ends, with one of these; of anything else there is no such method."""
    return any(getattr(subject, method)(affix) for affix in affixes)


def is_any_of(subject: Value, *, classes: frozenset[str]) -> bool:
    """Whether an object of all these classes is an instance of one asked about."""
    return isinstance(subject, frozenset) and not classes.isdisjoint(subject)

"""Comparisons for equality of floats that arithmetic has rounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.rules.determinism.floats import is_inexact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.floats import Floats

_SHARES: Final = re.compile(
    r"(?i)\w*(?:weight|prob|ratio|share|fraction|proportion|percent|allocation|likelihood)\w*|\w*_pct"
)
"""Names of floats that add up to one."""
_BUILDING: Final = re.compile(r"\.(?:filter|where|having|select|query|isclose|allclose|approx)\b")
_RANGE: Final = re.compile(
    r"(?i)(?:[\w.]*\.)?_?(?:\w{0,3}(?:min|mn)|(?:min|mn)_?\w{0,3})"
    r" *[!=]= *(?:[\w.]*\.)?_?(?:\w{0,3}(?:max|mx)|(?:max|mx)_?\w{0,3})"
)
"""`ymin == ymax`: a range of no width, where both ends are the same value."""
_SUM: Final = "`0.7 + 0.2 + 0.1 == 1.0` is False: each sum of floats is rounded."
_PRODUCT: Final = "`3 * 0.1 == 0.3` is False: the product is rounded, and so is the literal."
_STEPS: Final = "Ten steps of 0.1 come to 0.9999999999999999: the value is passed over, not met."


class ExactComparison(NamedTuple):
    """A comparison that a rounding decides."""

    node: cst.Comparison
    why: str
    """A case that shows it, as a sentence."""


def exact_comparisons(floats: Floats) -> Iterator[ExactComparison]:
    """Every `==` and `!=` of a unit with a rounded float on one side."""
    for comparison in floats.unit.nodes(cst.Comparison):
        target = comparison.comparisons[0]
        if len(comparison.comparisons) != 1 or not isinstance(target.operator, (cst.Equal, cst.NotEqual)):
            continue
        if _BUILDING.search(floats.unit.source(comparison)) or _is_condition(comparison, floats):
            continue
        if _RANGE.fullmatch(floats.unit.source(comparison)):
            continue
        for side, other in ((comparison.left, target.comparator), (target.comparator, comparison.left)):
            if (why := _why(side, other, floats)) is not None:
                yield ExactComparison(comparison, why)
                break


def _is_condition(comparison: cst.Comparison, floats: Floats) -> bool:
    """Whether a comparison is an argument of a query that is put together, not one that is made here."""
    for ancestor in floats.unit.ancestors(comparison):
        if isinstance(ancestor, cst.Call) and isinstance(ancestor.func, cst.Attribute):
            return ancestor.func.attr.value in {"filter", "where", "having", "select", "join", "on"}
        if isinstance(ancestor, cst.BaseStatement):
            return False
    return False


def _why(side: cst.BaseExpression, other: cst.BaseExpression, floats: Floats) -> str | None:
    """What shows that comparing a value for equality goes wrong; None where it does not."""
    if floats.accumulates(side):
        return None if _guards_division(side, other, floats) else _STEPS
    if not floats.is_computed(side):
        return None
    number = literal_value(other)
    if isinstance(number, float) and number:
        if floats.terms(side) > 1 or (is_inexact(other) and _is_difference(side, floats)):
            return _SUM
        return _PRODUCT if floats.is_rounded(side) else None
    if isinstance(number, int) and not isinstance(number, bool):
        return _SUM if number == 1 and floats.terms(side) > 1 and _adds_shares(side, floats) else None
    if isinstance(other, (cst.SimpleString, cst.Call)) or _is_constant(other):
        return None
    if isinstance(floats.held(other), cst.Call):
        return None  # `math.sqrt(n) == int(math.sqrt(n))`
    return _PRODUCT if _is_product(side, floats) or (isinstance(side, cst.Call) and floats.is_rounded(side)) else None


def _guards_division(side: cst.BaseExpression, other: cst.BaseExpression, floats: Floats) -> bool:
    """`if height == 0.0: height += TINY`, before something is divided by it: only this very value must not be met."""
    code = floats.unit.source(side)
    return literal_value(other) == 0 and any(
        isinstance(division.operator, cst.Divide) and floats.unit.source(division.right) == code
        for division in floats.unit.nodes(cst.BinaryOperation)
    )


def _is_difference(side: cst.BaseExpression, floats: Floats) -> bool:
    difference = floats.held(side)
    return isinstance(difference, cst.BinaryOperation) and isinstance(difference.operator, cst.Subtract)


def _is_product(side: cst.BaseExpression, floats: Floats) -> bool:
    """Whether this is written as arithmetic with a literal that no float equals."""
    product = floats.held(side)
    return isinstance(product, cst.BinaryOperation) and floats.is_rounded(product)


def _is_constant(node: cst.BaseExpression) -> bool:
    return is_inexact(node) or (isinstance(node, cst.Name) and node.value in {"None", "True", "False"})


def _adds_shares(side: cst.BaseExpression, floats: Floats) -> bool:
    """Whether what is summed are shares of one, by their names."""
    names = re.findall(r"[A-Za-z_]\w*", floats.unit.source(floats.held(side)))
    return sum(_SHARES.fullmatch(name) is not None for name in names) >= 1

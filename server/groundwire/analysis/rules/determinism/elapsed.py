"""Lengths of time that the wall clock measures: elapsed times and deadlines within one process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import libcst as cst

from groundwire.analysis.rules.determinism.clocks import SINCE, Clocks
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWING: Final = frozenset({"debug", "info", "notice", "print", "echo", "secho", "pprint"})
"""Calls that show something to a person who watches."""
_PLAIN: Final = frozenset({"max", "min", "int", "float", "round", "abs"})
_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)


class Measured(NamedTuple):
    """A length of time that is taken from two readings."""

    node: cst.BaseExpression
    """What is marked: the difference or the comparison."""
    clock: str
    """Dotted path of the call that reads it."""
    how: str
    """What is done, as the start of a sentence's end: `measures elapsed time`."""
    sides: tuple[cst.BaseExpression, ...]
    """The expressions that are readings or hold one."""


def measured(clocks: Clocks) -> Iterator[Measured]:
    """Each difference and comparison of two readings, the first of each start or deadline alone."""
    seen: set[str] = set()
    for found in sorted(_all(clocks), key=lambda found: clocks.unit.range(found.node).start):
        names = {clocks.unit.source(side) for side in found.sides if not isinstance(side, cst.Call)}
        kept = any(_is_kept(clocks, side) for side in found.sides)
        if not kept and seen.isdisjoint(names) and not _is_shown(clocks, found.node):
            yield found
        seen |= names


def _all(clocks: Clocks) -> Iterator[Measured]:
    for difference in clocks.unit.nodes(cst.BinaryOperation):
        if not isinstance(difference.operator, cst.Subtract):
            continue
        later, earlier = difference.left, difference.right
        if (clock := clocks.held(earlier)) is not None and clocks.moment(later) is not None:
            yield Measured(difference, clock, "measures how long something took", (later, earlier))
        elif (clock := clocks.ends(later)) is not None and clocks.moment(earlier) is not None:
            yield Measured(difference, clock, "decides how long to wait", (later, earlier))
    for comparison in clocks.unit.nodes(cst.Comparison):
        if len(comparison.comparisons) != 1 or not isinstance(comparison.comparisons[0].operator, _ORDER):
            continue
        left, right = comparison.left, comparison.comparisons[0].comparator
        for end, now in ((right, left), (left, right)):
            if clocks.moment(now) is None:
                continue
            if (clock := clocks.ends(end)) is not None:
                yield Measured(comparison, clock, "tells whether the time has come", (end, now))
            elif isinstance(end, cst.BinaryOperation) and (clock := clocks.held(end.left)) and clocks.advanced(end):
                yield Measured(comparison, clock, "tells whether the time has come", (end.left, now))


def _is_shown(clocks: Clocks, node: cst.CSTNode, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a duration is only looked at: printed, logged, or put into a sentence."""
    for ancestor in clocks.unit.ancestors(node):
        if isinstance(ancestor, cst.FormattedStringExpression) or _is_sentence(ancestor):
            return True
        if isinstance(ancestor, cst.Call) and (dotted_name(ancestor.func) or "").rpartition(".")[2] in _SHOWING:
            return True
        if isinstance(ancestor, cst.Assign):
            target = ancestor.targets[0].target
            if not isinstance(target, cst.Name) or target.value in seen:
                return False
            uses = [used for used in clocks.unit.nodes(cst.Name) if used.value == target.value]
            later = [used for used in uses if not isinstance(clocks.unit.parent(used), cst.AssignTarget)]
            return bool(later) and all(_is_shown(clocks, used, seen | {target.value}) for used in later)
        if isinstance(ancestor, (cst.BaseStatement, cst.Comparison)):
            return False
    return False


def _is_sentence(node: cst.CSTNode) -> bool:
    """Whether a text is made by `%`."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Modulo):
        return False
    return isinstance(node.left, (cst.SimpleString, cst.ConcatenatedString))


def _is_kept(clocks: Clocks, side: cst.BaseExpression) -> bool:
    """Whether a reading is also used as the date that it is: stored, passed on, returned."""
    if not isinstance(side, cst.Name):
        return False
    return any(used.value == side.value and _is_date(clocks, used) for used in clocks.unit.nodes(cst.Name))


def _is_date(clocks: Clocks, used: cst.Name) -> bool:
    """Whether one use of a name needs the date: not one in a difference, a sum, a comparison, or a kept start."""
    parent = clocks.unit.parent(used)
    if isinstance(parent, cst.Arg):
        keyword = parent.keyword is used
        call = clocks.unit.parent(parent)
        passed = not (isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value in _PLAIN)
        return passed and not keyword
    if isinstance(parent, cst.Assign):
        target = parent.targets[0].target
        kept = isinstance(target, cst.Attribute) and SINCE.fullmatch(target.attr.value)
        return parent.value is used and not isinstance(target, cst.Name) and not kept
    if isinstance(parent, cst.Attribute):
        return parent.value is used
    kinds = (cst.Return, cst.Yield, cst.DictElement, cst.Element, cst.FormattedStringExpression)
    return isinstance(parent, kinds)

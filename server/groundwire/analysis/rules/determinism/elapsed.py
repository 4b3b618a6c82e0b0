"""Lengths of time that the wall clock measures: elapsed times and deadlines within one process."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.rules.determinism.clocks import SINCE, Clocks, is_local
from groundwire.analysis.rules.determinism.deciding_durations import decides
from groundwire.analysis.rules.determinism.told_durations import is_only_told

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPIRES: Final = re.compile(r"(?i)expir")
_ISSUED: Final = re.compile(r"(?i)token|credential|jwt|oauth|certificate|expires_?in")
_TIDIED: Final = re.compile(
    r"(?i)(?:.*\.)?\w*(?:last|next)_\w*(?:clean|prun|purg|sweep|evict|vacuum|trim|gc|collect)\w*"
    r"|(?:.*\.)?_?(?:prune|cleanup|purge|sweep|evict|vacuum)_(?:at|after|time)"
    r"|(?:.*\.)?\w*(?:last|next)_\w*(?:log|print|warn|debug|refresh|redraw|render)\w*"
    r"|(?:.*\.)?_?last_report(?:ed)?(?:_(?:at|time|ts))?"
)
"""What holds when something was tidied or told last, or is next: a little sooner or later, nobody minds."""
_TOOK: Final = "measures how long something took"
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
        left = kept or _is_issued(clocks, names) or any(map(_TIDIED.fullmatch, names)) or _is_only_told(clocks, found)
        if not left and seen.isdisjoint(names):
            yield found
        seen |= names


def _all(clocks: Clocks) -> Iterator[Measured]:
    for difference in clocks.unit.nodes(cst.BinaryOperation):
        if not isinstance(difference.operator, cst.Subtract):
            continue
        later, earlier = difference.left, difference.right
        if (clock := clocks.held(earlier)) is not None and clocks.moment(later) is not None:
            yield Measured(difference, clock, _TOOK, (later, earlier))
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
                if clocks.unit.source(end.left) == clocks.unit.source(now):
                    continue  # `now + step <= now`: of one reading, a sum is only looked at
                yield Measured(comparison, clock, "tells whether the time has come", (end.left, now))


def _is_only_told(clocks: Clocks, found: Measured) -> bool:
    """Whether nothing is decided by a length. Local time is an hour off in a result of a night, too."""
    local = is_local(found.clock)
    told = is_only_told(clocks.unit, found.node, figures=not local)
    return told or not (local or decides(clocks.unit, found.node, took=found.how == _TOOK))


def _is_issued(clocks: Clocks, names: set[str]) -> bool:
    """Whether a deadline is that of a token: its issuer counts by the wall clock, also while the machine sleeps."""
    return any(_EXPIRES.search(name) for name in names) and _ISSUED.search(clocks.unit.text) is not None


def _is_kept(clocks: Clocks, side: cst.BaseExpression) -> bool:
    """Whether a reading is also used as the date that it is: stored, passed on, returned."""
    if isinstance(side, cst.Attribute):
        text = clocks.unit.source(side)
        same = (each for each in clocks.unit.nodes(cst.Attribute) if clocks.unit.source(each) == text)
        return any(_is_date(clocks, used) for used in same)
    if not isinstance(side, cst.Name):
        return False
    if any(used.value == side.value and _is_date(clocks, used) for used in clocks.unit.nodes(cst.Name)):
        return True
    ends = (value for value in clocks.values(side.value) if isinstance(value, cst.BinaryOperation))
    return any(isinstance(end.left, (cst.Name, cst.Attribute)) and _is_kept(clocks, end.left) for end in ends)


def _is_date(clocks: Clocks, used: cst.Name | cst.Attribute) -> bool:
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

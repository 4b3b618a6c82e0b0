"""Durations by which something is decided: one is compared, waited for, handed back, or computed on with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rules.determinism.told_durations import FIGURE
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_PASSING: Final = frozenset({"max", "min", "int", "float", "round", "abs", "timedelta", "divmod", "ceil", "floor"})
"""Calls that give a length on in another form."""
_WAITING: Final = frozenset({"sleep", "wait", "wait_for", "join", "acquire", "poll", "select", "result", "settimeout"})
_BOUNDING: Final = re.compile(r"(?i)(?:\w*_)?(?:timeout|delay|wait|deadline|seconds|remaining)")
"""Keywords of what is waited for at most."""


def decides(unit: ParsedUnit, node: cst.CSTNode, *, took: bool, seen: frozenset[str] = frozenset()) -> bool:
    """Whether something is decided by a duration, here or through the names that hold it.

    Parameters
    ----------
    took
        Whether it is how long something took, not how long there is to wait: what a private function hands back of
        that is a step of a measurement, for those that show it.
    """
    if isinstance(node, cst.Comparison):
        return True
    child = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.Return):
            return not (took and _is_private(unit, ancestor))
        if isinstance(ancestor, (cst.Comparison, cst.Yield, cst.If, cst.While)):
            return True
        if isinstance(ancestor, cst.Arg) and ancestor.keyword is not None:
            return _BOUNDING.fullmatch(ancestor.keyword.value) is not None
        if isinstance(ancestor, cst.Call) and ancestor.func is not child:
            name = (dotted_name(ancestor.func) or "").rpartition(".")[2]
            if name not in _PASSING:
                return name in _WAITING
        elif isinstance(ancestor, (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.NamedExpr)):
            return _holder_decides(unit, ancestor, child, seen, took=took)
        elif isinstance(ancestor, (cst.BaseStatement, cst.FormattedStringExpression)):
            return False
        child = ancestor
    return False


def _is_private(unit: ParsedUnit, statement: cst.Return) -> bool:
    """Whether it is a private function that hands something back."""
    around = (outer.name.value for outer in unit.ancestors(statement) if isinstance(outer, cst.FunctionDef))
    return next(around, "").startswith("_")


def _holder_decides(
    unit: ParsedUnit,
    binding: cst.Assign | cst.AnnAssign | cst.AugAssign | cst.NamedExpr,
    value: cst.CSTNode,
    seen: frozenset[str],
    *,
    took: bool,
) -> bool:
    """Whether the name that holds it decides something; an attribute does where it holds more than a figure."""
    target = binding.targets[0].target if isinstance(binding, cst.Assign) else binding.target
    if isinstance(target, cst.Attribute):
        return FIGURE.fullmatch(target.attr.value) is None and not isinstance(value, cst.Name)
    if not isinstance(target, cst.Name) or target.value in seen:
        return False
    uses = [used for used in unit.nodes(cst.Name) if used.value == target.value and used is not target]
    seen |= {target.value}
    return any(_is_read(unit, used) and decides(unit, used, took=took, seen=seen) for used in uses)


def _is_read(unit: ParsedUnit, name: cst.Name) -> bool:
    parent = unit.parent(name)
    if isinstance(parent, cst.Arg):
        return parent.keyword is not name
    return not isinstance(parent, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Param))

"""Durations that nothing is decided by: they are printed, logged, or stand as a figure in a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value
from groundwire.analysis.rules.determinism.flows import TELLING
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

FIGURE: Final = re.compile(
    r"(?i)(?:\w*_)?(?:elapsed|duration|took|taken|delta|runtime|time|times|seconds|secs|s|ms|millis|latency|latencies|speed)\w*"
)
"""Names of figures in a report, by keyword or key: `elapsed=…`, `result["duration_ms"]`."""
_MEASURING: Final = frozenset({"observe", "record", "timing", "histogram", "gauge", "distribution", "labels"})
"""Methods of instruments, to which a duration is a figure."""
_REPORTING: Final = re.compile(r"(?i)\w*(?:telemetry|metric|statsd|stats|record_\w+|report_\w+|track_\w+)\w*")
"""Functions that pass figures on."""
_SAID_LAST: Final = re.compile(
    r"(?i)(?:\w*_)?(?:last|prev|previous|since)_\w*(?:warn|log|print|report|message|notice)\w*"
)
"""What holds when something was said last, so that it is not said too often."""
_SHOWING: Final = frozenset({"pprint", "format", "set_description", "set_postfix", "label", "caption"})


def is_only_told(unit: ParsedUnit, node: cst.CSTNode, *, figures: bool, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a duration is only looked at: printed, logged, put into a sentence.

    Parameters
    ----------
    figures
        Whether one that stands in a report under a figure's name counts as looked at, too.
    """
    child = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.FormattedStringExpression) or _is_sentence(ancestor):
            return True
        if isinstance(ancestor, cst.Arg) and ancestor.keyword is not None:
            if figures and FIGURE.fullmatch(ancestor.keyword.value):
                return True
        elif isinstance(ancestor, cst.DictElement) and ancestor.value is child:
            return figures and _is_figure(ancestor.key)
        elif isinstance(ancestor, cst.Call) and (_shows(ancestor) or (figures and _counts(ancestor))):
            return True
        elif isinstance(ancestor, cst.Assign):
            return _holder_is_only_told(unit, ancestor.targets[0].target, seen, figures=figures)
        elif isinstance(ancestor, (cst.AnnAssign, cst.AugAssign)):
            return _holder_is_only_told(unit, ancestor.target, seen, figures=figures)
        elif isinstance(ancestor, cst.Comparison):
            return _chooses_what_to_tell(unit, ancestor, seen)
        elif isinstance(ancestor, cst.BaseStatement):
            return False
        child = ancestor
    return False


def _shows(call: cst.Call) -> bool:
    name = dotted_name(call.func) or ""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else name
    return TELLING.fullmatch(name) is not None or method in _SHOWING


def _counts(call: cst.Call) -> bool:
    """Whether a figure is given to an instrument, or added to a list of figures: `times[name].append(took)`."""
    if _REPORTING.fullmatch((dotted_name(call.func) or "").rpartition(".")[2]):
        return True
    if not isinstance(call.func, cst.Attribute):
        return False
    if call.func.attr.value != "append":
        return call.func.attr.value in _MEASURING
    receiver = call.func.value
    name = dotted_name(receiver.value if isinstance(receiver, cst.Subscript) else receiver) or ""
    return FIGURE.fullmatch(name.rpartition(".")[2]) is not None


def _says(call: cst.Call) -> bool:
    """Whether a sentence is put to others: `hints.append("Consider a cache.")`."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "append" or len(call.args) != 1:
        return False
    return " " in (string_value(call.args[0].value) or "")


def _is_sentence(node: cst.CSTNode) -> bool:
    """Whether a text is made by `%`."""
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Modulo):
        return False
    return isinstance(node.left, (cst.SimpleString, cst.ConcatenatedString))


def _is_figure(key: cst.BaseExpression) -> bool:
    return FIGURE.fullmatch(string_value(key) or "") is not None


def _holder_is_only_told(unit: ParsedUnit, target: cst.BaseExpression, seen: frozenset[str], *, figures: bool) -> bool:
    """Whether what holds a duration is a figure's place, or a name that is itself only looked at."""
    if isinstance(target, cst.Subscript) and len(target.slice) == 1:
        index = target.slice[0].slice
        return figures and isinstance(index, cst.Index) and _is_figure(index.value)
    if not isinstance(target, cst.Name):
        return False
    if target.value in seen:
        return True
    kinds = (cst.AssignTarget, cst.AnnAssign, cst.AugAssign)
    uses = [used for used in unit.nodes(cst.Name) if used.value == target.value and not _is_keyword(unit, used)]
    later = [used for used in uses if not isinstance(unit.parent(used), kinds)]
    return bool(later) and all(is_only_told(unit, used, figures=figures, seen=seen | {target.value}) for used in later)


def _is_keyword(unit: ParsedUnit, name: cst.Name) -> bool:
    parent = unit.parent(name)
    return isinstance(parent, cst.Arg) and parent.keyword is name


def _chooses_what_to_tell(unit: ParsedUnit, comparison: cst.Comparison, seen: frozenset[str]) -> bool:
    """`if left > 60: left = f"{left / 60} min"`, `if took > 1: log.info("slow")`: how to tell it, or whether."""
    test: cst.CSTNode = comparison
    branch = unit.parent(test)
    while isinstance(branch, cst.BooleanOperation):
        test, branch = branch, unit.parent(branch)
    held = comparison.left.value if isinstance(comparison.left, cst.Name) else ""
    if held in seen and _guards_division(unit, comparison, held, branch):
        return True
    if not isinstance(branch, cst.If) or branch.test is not test:
        return False
    for statement in branch.body.body:
        line = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
        call = line.value if isinstance(line, cst.Expr) else None
        if isinstance(call, cst.Call) and (_shows(call) or _says(call)):
            continue
        target = line.targets[0].target if isinstance(line, cst.Assign) else None
        if isinstance(target, cst.Name) and isinstance(line, cst.Assign) and _is_text(line.value):
            continue
        if isinstance(target, (cst.Attribute, cst.Name)) and _SAID_LAST.fullmatch(
            (dotted_name(target) or "").rpartition(".")[2]
        ):
            continue
        if not isinstance(target, cst.Name) or target.value != held or held not in seen:
            return False
    return True


def _is_text(node: cst.BaseExpression) -> bool:
    """Whether an expression puts values into a sentence: an f-string, `%`, `"…".format(…)`."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        return node.func.attr.value == "format" and isinstance(node.func.value, cst.SimpleString)
    return isinstance(node, cst.FormattedString) or _is_sentence(node)


def _guards_division(unit: ParsedUnit, comparison: cst.Comparison, held: str, branch: cst.CSTNode | None) -> bool:
    """`if took > 0: speed = count / took`: nothing is decided but that there is something to divide by."""
    target = comparison.comparisons[0]
    zero = isinstance(target.comparator, (cst.Integer, cst.Float)) and float(target.comparator.evaluated_value) == 0
    if not zero or not isinstance(target.operator, (cst.GreaterThan, cst.NotEqual)):
        return False
    return any(
        isinstance(division.operator, cst.Divide)
        and isinstance(division.right, cst.Name)
        and division.right.value == held
        and any(outer is branch for outer in unit.ancestors(division))
        for division in unit.nodes(cst.BinaryOperation)
    )

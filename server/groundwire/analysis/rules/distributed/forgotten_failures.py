"""Loops that log the failure of an item and go on, in functions that report success all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import below, exits, statements
from groundwire.analysis.rules.distributed.dropped_outcomes import LostOutcome
from groundwire.analysis.rules.logic.fallbacks.constants import is_success
from groundwire.analysis.rules.logic.fallbacks.excuses import only_tells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_PURE: Final = frozenset(
    {"int", "float", "str", "len", "dict", "list", "getattr", "isinstance", "loads", "import_module"}
)
_GATHERS: Final = frozenset({"append", "add", "extend", "update"})
_SAYS_SO: Final = re.compile(r"best.effort|ignor(?:e|es|ing)\b|skip", re.IGNORECASE)


def forgotten_failures(unit: ParsedUnit) -> Iterator[LostOutcome]:
    """`for user in users: try: send(user) except Exception: log(…)`, and then `return True`."""
    if unit.function is None or _SAYS_SO.search(unit.text):
        return
    for loop in unit.nodes(cst.For):
        attempt = _attempt(loop, unit)
        end = _following(loop, unit)
        if attempt is None or not isinstance(end, cst.Return) or end.value is None:
            continue
        if not _succeeds(end.value, loop, unit):
            continue
        value = quoted(unit.source(end.value))
        items = quoted(unit.source(loop.iter))
        message = f"{value} is returned even where every item of {items} failed."
        why = "The handler in the loop only logs and goes on: no count of what failed comes to this line."
        yield LostOutcome(end, message, why)


def _attempt(loop: cst.For, unit: ParsedUnit) -> cst.Try | None:
    """The `try` that a loop consists of, where its handlers only tell and nothing tells success from failure."""
    for statement in statements(loop.body):
        if not isinstance(statement, cst.Try) or not statement.handlers or exits(loop, unit):
            continue
        if not all(_only_tells(handler) for handler in statement.handlers) or statement.orelse is not None:
            continue
        names = [
            unit.source(call.func).rpartition(".")[2]
            for call in below(statement.body, unit, cst.Call)
            if isinstance(unit.parent(call), (cst.Expr, cst.Await))
        ]
        if set(names) - _PURE and not set(names) & _GATHERS and not _counts(statement, unit):
            return statement
    return None


def _counts(attempt: cst.Try, unit: ParsedUnit) -> bool:
    """Whether the `try` keeps something of each item that succeeds: a count, a flag, a result."""
    if any(True for _ in below(attempt.body, unit, cst.AugAssign)):
        return True
    targets = [target.target for assign in below(attempt.body, unit, cst.Assign) for target in assign.targets]
    return any(isinstance(target, (cst.Subscript, cst.Attribute)) for target in targets)


def _only_tells(handler: cst.ExceptHandler) -> bool:
    return all(
        isinstance(small, cst.Continue) or (isinstance(small, cst.BaseSmallStatement) and only_tells(small))
        for small in statements(handler.body)
    )


def _following(loop: cst.For, unit: ParsedUnit) -> object:
    """The first statement behind the loop that does more than tell."""
    block = unit.parent(loop)
    if not isinstance(block, cst.IndentedBlock):
        return None
    listed = statements(block)
    place = next(index for index, statement in enumerate(listed) if statement is loop)
    for statement in listed[place + 1 :]:
        if not (isinstance(statement, cst.BaseSmallStatement) and only_tells(statement)):
            return statement
    return None


def _succeeds(value: cst.BaseExpression, loop: cst.For, unit: ParsedUnit) -> bool:
    """`True`, `{"status": "ok"}`, or how many items there were: `len(users)`, `{"sent": len(users)}`."""
    if is_success(value) or (isinstance(value, cst.Name) and value.value == "True"):
        return True
    count = f"len({unit.source(loop.iter)})"
    if unit.source(value) == count:
        return True
    return isinstance(value, cst.Dict) and any(
        isinstance(element, cst.DictElement) and unit.source(element.value) == count for element in value.elements
    )

"""State that is tested or read before an `await`, and set after it as if nobody had been there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import below, function_around
from groundwire.analysis.rules.distributed.endless_attempts import called_name
from groundwire.analysis.rules.distributed.races import Race, acts_after, is_locked, negated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_STREAMS: Final = re.compile(
    r"buf|data|content|body|text|chunk|line|payload|read|recv|raw|output|bytes|stream", re.IGNORECASE
)
"""What only one task adds to, as it reads."""
_ATTEMPTS: Final = re.compile(r"retr|attempt|tries|backoff", re.IGNORECASE)
"""What one call counts for itself, on an object that was made for it."""
_NUMBERS: Final = re.compile(
    r"count|total|sum|num|amount|balance|size|cost|score|token|usage|used|stock|credit|quota|seconds|spent|revenue|price"
    r"|volume|points|hits|visits|version|sequence|offset|inventory|funds|budget",
    re.IGNORECASE,
)
"""What is a number by its name: a list or set that is added to in place loses nothing."""
_MAKES: Final = re.compile(
    r"_?(?:a?connect|create|open|start|log_?in|enter|build|make|authenticate|request_token|fetch_token|get_token|refresh)",
    re.IGNORECASE,
)
"""Calls by which something is made that has to be closed, or that the other side counts."""
_ASKED_FOR: Final = re.compile(
    r"_?(?:a?get|ensure|acquire|obtain|lazy|fetch|load|resolve|_client|client|pool|session|token)\w*"
)
"""Functions that many tasks call, each for what is made at the first call."""
_KEPT: Final = re.compile(
    r"client|pool|session|conn|engine|channel|redis|\bdb\b|_db|database|token|credential|auth|browser|driver|sock"
    r"|producer|consumer|transport|broker|bus|queue|cache|service|gateway|cluster|keys",
    re.IGNORECASE,
)
"""What is made once and shared, unlike the stream of one call."""
_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
"""Tests of whether there is enough; a version or generation that differs is looked at on purpose."""
_CREDENTIAL: Final = re.compile(r"token|credential|jwt|access_key", re.IGNORECASE)
"""What each request needs, whichever function makes it."""
_BEGINS: Final = re.compile(r"__\w+__|_?(?:start|connect|open|set_?up|init|log_?in|authenticate|run|main)\w*")
"""Functions that are called once, before anything else."""


def await_gaps(unit: ParsedUnit) -> Iterator[Race]:
    """Every such place of a unit."""
    if unit.function is None or "await" not in unit.text:
        return
    for augmented in unit.nodes(cst.AugAssign):
        yield from _added(augmented, unit)
    for branch in unit.nodes(cst.If):
        function = function_around(branch, unit)
        if function is None or not function.asynchronous or is_locked(branch, unit):
            continue
        yield from _made_once(branch, function, unit)
        yield from _used_after(branch, unit)
    yield from _written_back(unit)


def _is_shared(node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """`self.NAME`, an item of it, or a global."""
    if isinstance(node, cst.Subscript):
        node = node.value
    if isinstance(node, cst.Attribute):
        return isinstance(node.value, cst.Name) and node.value.value in {"self", "cls"}
    return isinstance(node, cst.Name) and any(
        item.name.value == node.value for statement in unit.nodes(cst.Global) for item in statement.names
    )


def _added(node: cst.AugAssign, unit: ParsedUnit) -> Iterator[Race]:
    """`self.total += await price(order)`: the left side is read before the wait."""
    if not any(True for _ in below(node.value, unit, cst.Await)) or not _is_shared(node.target, unit):
        return
    if not isinstance(node.operator, (cst.AddAssign, cst.SubtractAssign)) or not _NUMBERS.search(
        unit.source(node.target)
    ):
        return
    if is_locked(node, unit) or _STREAMS.search(unit.source(node)):
        return
    shown = quoted(unit.source(node.target))
    why = f"{shown} is read before the wait, and added to that: of two tasks, one adds in vain."
    yield Race(node, f"What another task adds to {shown} during this `await` is lost.", why)


def _made_once(branch: cst.If, function: cst.FunctionDef, unit: ParsedUnit) -> Iterator[Race]:
    """`if self._pool is None: self._pool = await create_pool()` in what every task calls."""
    asked = _ASKED_FOR.fullmatch(function.name.value) is not None
    if _BEGINS.fullmatch(function.name.value) and not asked:
        return
    tested = {unit.source(each) for each in negated(branch.test) if _is_shared(each, unit)}
    for assign in below(branch.body, unit, cst.Assign):
        target = unit.source(assign.targets[0].target)
        awaited = [each.expression for each in below(assign.value, unit, cst.Await)]
        made = any(isinstance(each, cst.Call) and _MAKES.match(called_name(each)) for each in awaited)
        if target in tested and made and ((asked and _KEPT.search(target)) or _CREDENTIAL.search(target)):
            shown = quoted(target)
            message = f"While this waits, every other task finds no {shown} either, and makes its own."
            why = "The test and the assignment are on two sides of an `await`: what the others made is never closed."
            yield Race(assign, message, why)


def _used_after(branch: cst.If, unit: ParsedUnit) -> Iterator[Race]:
    """`if self.balance >= amount: await pay(); self.balance -= amount`."""
    tests = [target for each in below(branch.test, unit, cst.Comparison) for target in each.comparisons]
    if not any(isinstance(target.operator, _ORDER) for target in tests):
        return
    read = {
        unit.source(node)
        for kind in (cst.Attribute, cst.Subscript)
        for node in below(branch.test, unit, kind)
        if _is_shared(node, unit)
    }
    held, failed = acts_after(branch, unit)
    for parts in (held, failed):
        waits = [unit.range(node).start for part in parts for node in below(part, unit, cst.Await)]
        for node in (each for part in parts for each in below(part, unit, cst.AugAssign)):
            target = unit.source(node.target)
            counts = isinstance(node.operator, (cst.SubtractAssign, cst.AddAssign))
            own = _STREAMS.search(target) or _ATTEMPTS.search(target) or _is_given_back(node, unit)
            if counts and not own and target in read and any(place < unit.range(node).start for place in waits):
                message = f"The test of {quoted(target)} was made before an `await`, and may not hold any more."
                yield Race(node, message, "Two tasks that both pass the test both come to this line.")


def _is_given_back(step: cst.AugAssign, unit: ParsedUnit) -> bool:
    """Whether a step takes back one that was made before: `self.open += 1; try: await … finally: self.open -= 1`."""
    target, place = unit.source(step.target), unit.range(step).start
    return any(
        unit.source(other.target) == target
        and unit.range(other).start < place
        and {type(other.operator), type(step.operator)} == {cst.AddAssign, cst.SubtractAssign}
        for other in unit.nodes(cst.AugAssign)
    )


def _written_back(unit: ParsedUnit) -> Iterator[Race]:
    """`count = self.count; await …; self.count = count + 1`."""
    for assign in unit.nodes(cst.Assign):
        target, value = assign.targets[0].target, assign.value
        if not isinstance(value, cst.BinaryOperation) or not _is_shared(target, unit) or is_locked(assign, unit):
            continue
        place = unit.range(assign).start
        for name in below(value, unit, cst.Name):
            source = unit.scope.assigned.get(name.value)
            if source is None or unit.source(source) != unit.source(target):
                continue
            read = unit.range(source).start
            if any(read < unit.range(each).start < place for each in unit.nodes(cst.Await)):
                shown = quoted(unit.source(target))
                message = f"What another task makes of {shown} during the `await` before is lost."
                yield Race(
                    assign, message, f"{shown} was read before the wait, and is written over with what came of that."
                )
                return

"""Loops that try the same again: what they try, after which errors, and whether anything ends them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import below, exits, is_within, last, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ENDLESS: Final = frozenset({"itertools.count", "itertools.cycle", "itertools.repeat"})
_COUNTED: Final = re.compile(r"retr(?:y|ies)|attempt|tries|backoff|delays?|\brange\(", re.IGNORECASE)
"""What a `for` that repeats the same iterates over; any other goes from one thing to the next."""
_LIMITS: Final = re.compile(
    r"timeout|deadline|time\(|monotonic|attempt|tries|retries|count|max|limit|stop|clos|cancel|shut|exit|quit|run|alive"
    r"|abort|done|elapsed|remaining|budget|finished|terminat|perf_counter|now\(",
    re.IGNORECASE,
)
"""A condition that ends a loop for another reason than success."""
_UNDER_LIMIT: Final = re.compile(r"timeout|fail_after|move_on_after|deadline", re.IGNORECASE)
"""A `with` that ends what runs in it."""


class RetryLoop(NamedTuple):
    """A loop that tries the same again."""

    loop: cst.While | cst.For
    attempt: cst.Try
    handlers: tuple[cst.ExceptHandler, ...]
    """Those after which it is tried again."""
    endless: bool
    """Nothing but success ends it, however often it fails."""


def retry_loops(unit: ParsedUnit, module: ModuleContext) -> Iterator[RetryLoop]:
    """Every loop of a unit that leaves on success and goes on after an error."""
    loops: list[cst.While | cst.For] = [*unit.nodes(cst.While), *unit.nodes(cst.For)]
    for loop in loops:
        for attempt in _attempts(loop.body):
            if _leaves_on_success(loop, attempt, unit) and (again := _again(attempt)):
                endless = _is_endless(loop, attempt, unit, module)
                if endless or isinstance(loop, cst.While) or _is_counted(loop, unit):
                    yield RetryLoop(loop, attempt, again, endless)


def _attempts(body: cst.BaseSuite) -> Iterator[cst.Try]:
    """The `try` statements of a loop's own block, or of a `with` in it."""
    for statement in statements(body):
        if isinstance(statement, cst.Try) and statement.handlers:
            yield statement
        elif isinstance(statement, cst.With):
            yield from _attempts(statement.body)


def _is_counted(loop: cst.For, unit: ParsedUnit) -> bool:
    return _COUNTED.search(unit.source(loop.iter)) is not None or _COUNTED.search(unit.source(loop.target)) is not None


def _leaves_on_success(loop: cst.While | cst.For, attempt: cst.Try, unit: ParsedUnit) -> bool:
    ends = [last(attempt.body), last(attempt.orelse.body) if attempt.orelse is not None else None]
    if any(isinstance(end, (cst.Return, cst.Break)) for end in ends):
        return True
    if any(isinstance(node, cst.Return) and not _is_empty(node) for node in exits(attempt.body, unit)):
        return True
    after = _after(loop, attempt)
    if after and isinstance(after[-1], (cst.Return, cst.Break)):
        return all(isinstance(last(handler.body), cst.Continue) or _exits_last(handler) for handler in attempt.handlers)
    return _flag(loop, attempt, unit)


def _is_empty(node: cst.Return) -> bool:
    return node.value is None or (isinstance(node.value, cst.Name) and node.value.value in {"None", "False"})


def _flag(loop: cst.While | cst.For, attempt: cst.Try, unit: ParsedUnit) -> bool:
    """`while not connected:` where the `try` sets `connected`; `while client is None:`."""
    name = _tested(loop, unit)
    if name is None:
        return False
    parts = [attempt.body, *([attempt.orelse] if attempt.orelse is not None else [])]
    return any(
        unit.source(target.target) == name
        for part in parts
        for assign in below(part, unit, cst.Assign)
        for target in assign.targets
    )


def _tested(loop: cst.While | cst.For, unit: ParsedUnit) -> str | None:
    if not isinstance(loop, cst.While):
        return None
    test = loop.test
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        return unit.source(test.expression) if isinstance(test.expression, (cst.Name, cst.Attribute)) else None
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        compared = test.comparisons[0]
        if isinstance(compared.operator, (cst.Is, cst.Equal)) and unit.source(compared.comparator) in {"None", "False"}:
            return unit.source(test.left)
    return unit.source(test) if isinstance(test, cst.Name) else None


def _again(attempt: cst.Try) -> tuple[cst.ExceptHandler, ...]:
    """The handlers after which the loop goes on."""
    return tuple(handler for handler in attempt.handlers if not _exits_last(handler))


def _exits_last(handler: cst.ExceptHandler) -> bool:
    return isinstance(last(handler.body), (cst.Return, cst.Raise, cst.Break))


def _after(loop: cst.While | cst.For, attempt: cst.Try) -> list[object]:
    """The statements behind the `try` in the loop's own block."""
    block = statements(loop.body)
    places = [index for index, statement in enumerate(block) if statement is attempt]
    return list(block[places[0] + 1 :]) if places else []


def _is_endless(loop: cst.While | cst.For, attempt: cst.Try, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether only success ends the loop: no other condition, and no way out beside the `try` and its handlers."""
    if isinstance(loop, cst.While):
        if not (literal_value(loop.test) == 1 or _flag(loop, attempt, unit)):
            return False
    elif not (isinstance(loop.iter, cst.Call) and resolve(loop.iter.func, unit, module) in _ENDLESS):
        return False
    after = _after(loop, attempt)
    for end in exits(loop, unit):
        if is_within(end, attempt, unit):
            if _is_limit(end, attempt, unit):
                return False
        elif not (after and end is after[-1]):
            return False
    return not any(isinstance(outer, cst.With) and _bounds(outer, unit) for outer in unit.ancestors(loop))


def _bounds(outer: cst.With, unit: ParsedUnit) -> bool:
    """Whether a `with` ends what runs in it; one whose object has a `timeout=` for each call does not."""
    held = (item.item.func if isinstance(item.item, cst.Call) else item.item for item in outer.items)
    return any(_UNDER_LIMIT.search(unit.source(node)) is not None for node in held)


def _is_limit(end: cst.CSTNode, attempt: cst.Try, unit: ParsedUnit) -> bool:
    """Whether a way out of the `try` itself is taken for another reason than success."""
    for outer in unit.ancestors(end):
        if outer is attempt:
            return False
        if isinstance(outer, cst.ExceptHandler):
            return False  # asked of each handler for itself
        if isinstance(outer, cst.If) and _LIMITS.search(unit.source(outer.test)):
            return True
    return False

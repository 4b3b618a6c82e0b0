"""What is run again after an error, whole: the body of a loop's `try`, a decorated function, a task."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.retry_loops import RetryLoop, retry_loops
from groundwire.analysis.rules.distributed.retry_policies import POLICIES, Retried, policies_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_CONTEXTS: Final = frozenset(path for path in POLICIES if path.endswith(("Retrying", "retry_context")))
_NOT_SENT: Final = re.compile(
    r"ConnectTimeout|ConnectionRefused|ConnectError|NewConnection|ConnectTimeoutError|gaierror|Integrity|Deadlock"
    r"|Serializ|RateLimit|TooManyRequests|Throttl|429|UnprocessableEntity|Unauthorized|TokenExpired|StaleData|Locked"
)
"""Errors after which it is known that nothing was done."""


class RetryScope(NamedTuple):
    """Code that is run again after an error."""

    body: cst.CSTNode
    why: str
    """What runs it again, and after which errors: the beginning of an explanation."""


def retry_scopes(unit: ParsedUnit, module: ModuleContext) -> Iterator[RetryScope]:
    """Every such scope of a unit."""
    for found in retry_loops(unit, module):
        caught = [handler for handler in found.handlers if not _knows(handler, unit)]
        if caught:
            yield RetryScope(found.attempt.body, f"The loop tries again after {_caught(found, unit)}")
    for loop in unit.nodes(cst.For):
        made_by = loop.iter.func if isinstance(loop.iter, cst.Call) else loop.iter
        if resolve(made_by, unit, module) in _CONTEXTS and not _NOT_SENT.search(unit.source(loop.iter)):
            yield RetryScope(loop.body, "The loop tries again after an error")
    for function in unit.nodes(cst.FunctionDef):
        for policy in policies_of(function, unit, module):
            if not _NOT_SENT.search(unit.source(policy.node)):
                yield RetryScope(function.body, f"{_shown(policy, unit)} runs the function again after an error")
    yield from _task_retries(unit)


def _knows(handler: cst.ExceptHandler, unit: ParsedUnit) -> bool:
    """Whether the handler is for errors after which nothing was done."""
    kind = unit.source(handler.type) if handler.type is not None else ""
    return _NOT_SENT.search(kind) is not None or "429" in unit.source(handler.body)


def _caught(found: RetryLoop, unit: ParsedUnit) -> str:
    kinds = [unit.source(each.type) for each in found.handlers if each.type is not None]
    return quoted(kinds[-1]) if kinds and len(kinds) == len(found.handlers) else "every error"


def _shown(policy: Retried, unit: ParsedUnit) -> str:
    return quoted("@" + unit.source(policy.call.func if policy.call is not None else policy.node))


def _task_retries(unit: ParsedUnit) -> Iterator[RetryScope]:
    """`self.retry(…)` in a handler of a task: celery runs the whole task again."""
    function = unit.function
    if function is None or not any("task" in unit.source(each.decorator) for each in function.decorators):
        return
    for handler in unit.nodes(cst.ExceptHandler):
        retries = [call for call in below(handler.body, unit, cst.Call) if unit.source(call.func) == "self.retry"]
        if retries and not _knows(handler, unit):
            yield RetryScope(function.body, "`self.retry()` runs the task again from its beginning")
            return

"""GW602: a retry that nothing ends but success."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import retry_unbounded_examples as examples
from groundwire.analysis.rules.distributed.endless_attempts import endless_attempts
from groundwire.analysis.rules.distributed.endless_recursion import endless_recursion
from groundwire.analysis.rules.distributed.retry_policies import POLICIES, Retried, retried
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_SAYS_SO: Final = re.compile(
    r"for ?ever\b|indefinite|endless|unlimited|infinite|never (?:give|stop)|keeps? (?:re)?trying|persistent",
    re.IGNORECASE,
)
"""Words by which the code says that it means to go on for ever."""

_POLLS: Final = re.compile(
    r"Not(?:Yet)?(?:Finished|Ready|Complete|Done|Available)|Pending|InProgress|StillRunning|Busy"
)
"""Errors that say that something is under way: trying again is asking whether it is done."""


class RetryUnbounded(Rule):
    """A retry that nothing ends but success.

    A loop that tries a remote call, pauses and tries again, with no count, no deadline and no error it lets through; a
    function that calls itself again after each error; `tenacity`, `retrying`, `retry` or `backoff` without a limit;
    celery's `max_retries=None`; urllib3's `Retry(total=None)`.

    Why it bites
    ------------
    The peer that will never answer (a name that was mistyped, a password that was changed, a server that is gone) is
    asked for ever, and whoever waits for this function waits for ever, with no error that anybody could see. When the
    peer does come back, every client that was cut off asks it at the same pace, and it goes down again.

    How to settle it
    ----------------
    Say how many attempts, or how much time, the caller can wait for; let the last error out. Make the pause grow, with
    some chance in it, and name the errors that another attempt may cure: a timeout, not a refused password.

    When to ignore it
    -----------------
    Where the process has nothing else to do, and something outside watches it. Loops that go on after success as well
    (workers, listeners) are not reported, nor are loops whose pause grows, whose handler may leave or calls something
    that may, that let other errors through, that run under a timeout, that wait for a file or a queue, for what is
    under way (`retry_if_exception_type(NotFinished)`), or that say *forever* or *indefinitely*; neither are tests.
    A loop that tells of each failure and then pauses, and a policy with a `wait`, are marked in generated code alone.

    References
    ----------
    tenacity, *Stopping*: by default there is none. celery, `Task.max_retries`: None means to retry for ever.
    """

    code = "GW602"
    name = "retry-unbounded"
    summary = "A retry that nothing ends but success."
    triggers = re.compile(
        r"\bwhile\s+(?:True|1|not\b[^\n]*|[\w.]+(?:\s+(?:is|==)\s+(?:None|False))?)\s*:.*?\bexcept\b|\bcount\(.*?\bexcept\b"
        r"|\bdef\s+(\w+)\(.*?\bexcept\b.*?\b\1\(|@(?:tenacity|retry|retrying|backoff|stamina|reretry)\b|Retry(?:ing)?\("
        r"|max_retries\s*=\s*None|autoretry_for|retry_context",
        re.DOTALL,
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or _SAYS_SO.search(unit.text):
            return
        found = [self._policy(each, unit, module) for each in _policies(unit, module) if _is_endless(each, unit)]
        for attempt in (*endless_attempts(unit, module), *endless_recursion(unit, module)):
            message = f"{quoted(attempt.shown)} is tried again until it succeeds, however long that takes."
            found.append(self.finding(unit, attempt.node, message, attempt.why, generated_only=attempt.paced))
        yield from sorted(found, key=lambda finding: finding.range)

    def _policy(self, each: Retried, unit: ParsedUnit, module: ModuleContext) -> Finding:
        shown = quoted(unit.source(each.node))
        message = f"{shown} tries again until it succeeds, however long that takes."
        given = each.endless
        why = f"No limit is passed: {given}." if given == _default(each) else f"{given[0].upper()}{given[1:]}."
        waits = each.call is not None and "wait" in Arguments.of(each.call).keywords
        return self.finding(unit, each.node, message, why, fixes=_fixes(each, unit, module), generated_only=waits)


def _is_endless(each: Retried, unit: ParsedUnit) -> bool:
    """Whether nothing ends a retry of what fails; work that another side still does is waited for."""
    return bool(each.endless) and _POLLS.search(unit.source(each.node)) is None


def _default(each: Retried) -> str:
    return POLICIES[each.path].by_default if each.path in POLICIES else ""


def _policies(unit: ParsedUnit, module: ModuleContext) -> Iterator[Retried]:
    """Retries that decorators and calls of the unit make, each once."""
    for decorator in unit.nodes(cst.Decorator):
        if (found := retried(decorator.decorator, unit, module)) is not None:
            yield found
    for call in unit.nodes(cst.Call):
        if not isinstance(unit.parent(call), cst.Decorator) and (found := retried(call, unit, module)) is not None:
            yield found


def _fixes(each: Retried, unit: ParsedUnit, module: ModuleContext) -> tuple[Fix, ...]:
    """Add a limit of five attempts, where the names it takes are there."""
    text = POLICIES[each.path].fix if each.path in POLICIES else ""
    if each.path.startswith("tenacity"):
        if module.imported("tenacity") == "tenacity":
            text = "stop=tenacity.stop_after_attempt(5)"
        elif module.imported("stop_after_attempt") == "tenacity.stop_after_attempt":
            text = "stop=stop_after_attempt(5)"
    if not text:
        return ()
    title = "Try five times at most"
    if each.call is None:
        place = unit.range(each.node).end
        return (Fix(title, (TextEdit(Range(place, place), f"({text})"),)),)
    keyword = text.partition("=")[0]
    for argument in each.call.args:
        if argument.keyword is not None and argument.keyword.value == keyword:
            return (Fix(title, (TextEdit(unit.range(argument.value), text.partition("=")[2]),)),)
    if not each.call.args:
        line, column = unit.range(each.call).end
        place = Position(line, column - 1)
        return (Fix(title, (TextEdit(Range(place, place), text),)),)
    place = unit.range(each.call.args[-1].value).end
    return (Fix(title, (TextEdit(Range(place, place), f", {text}"),)),)

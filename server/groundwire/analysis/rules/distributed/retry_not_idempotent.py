"""GW603: something that is done once more with each attempt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value, quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import retry_not_idempotent_examples as examples
from groundwire.analysis.rules.distributed.repeated_effects import repeated_effects
from groundwire.analysis.rules.distributed.retry_policies import POLICIES
from groundwire.analysis.rules.distributed.retry_scopes import retry_scopes
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding

_SETTLED: Final = re.compile(
    r"webhook|idempot|dedup|upsert|get_or_create|update_or_create|exactly.once|at.least.once|(?:request|client|message|unique)_?(?:id|ref"
    r"|token)|nonce|correlation|ClientToken|external_id|ignore_conflicts|already|if_not_exists|reference_id",
    re.IGNORECASE,
)
"""What tells one attempt's repetition from something new."""


class RetryNotIdempotent(Rule):
    """Something that is done once more with each attempt.

    A `POST`, a payment, a message, a mail, a count or an `INSERT` in what a loop, `tenacity`, `backoff`, `retry` or a
    celery task runs again after an error, and nothing by which the receiver could tell that it has had it; urllib3's
    `Retry` told to repeat `POST`.

    Why it bites
    ------------
    A timeout does not say that nothing was done: the order may have been placed, and only the answer lost. The next
    attempt places another. It happens when the other side is slow, so to many customers at once, and every log shows
    one call that succeeded.

    How to settle it
    ----------------
    Give what is sent a key that stays the same over all attempts, and have the receiver ignore what it has had: an
    `Idempotency-Key`, a unique column with `ON CONFLICT DO NOTHING`, a deduplication id. Where that cannot be, repeat
    only after errors that say that nothing was done, such as a refused connection, or only what may be repeated.

    When to ignore it
    -----------------
    Where twice is as good as once. A `POST` that only asks (a search, a token, a model's answer; by its address and the
    function's name) is not reported, nor is what is taken back when an attempt fails, retries after errors that say
    that nothing was done, code that speaks of an idempotency key, a request id or duplicates, webhooks (which may
    come twice by custom), uploads, or tests.

    References
    ----------
    RFC 9110, 9.2.2: a client should not automatically retry a request with a non-idempotent method.
    """

    code = "GW603"
    name = "retry-not-idempotent"
    summary = "Something that is done once more with each attempt."
    triggers = re.compile(
        r"[rR]etr(?:y|ies)|attempt|tries|\bbackoff\b|stamina|\bwhile\b.*?\bexcept\b|range\(.*?\bexcept\b", re.DOTALL
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or _SETTLED.search(unit.text):
            return
        found: dict[int, Finding] = {}
        for scope in retry_scopes(unit, module):
            for call in repeated_effects(scope.body, unit, module):
                message = f"{quoted(unit.source(call.func) + '()')} may be carried out once for each attempt."
                why = f"{scope.why}, and a timeout does not say that nothing was done. Nothing marks a repetition."
                found.setdefault(id(call), self.finding(unit, call, message, why))
        for call in unit.nodes(cst.Call):
            if (given := _repeats_post(call, unit, module)) is not None:
                message = f"{quoted(given)} has every `POST` repeated that fails on the way."
                why = "By default urllib3 repeats only GET, HEAD, OPTIONS, PUT, DELETE and TRACE, for twice is as once."
                found.setdefault(id(call), self.finding(unit, call, message, why))
        yield from sorted(found.values(), key=lambda finding: finding.range)


def _repeats_post(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """`allowed_methods=["GET", "POST"]`, `None` or `False` of urllib3's `Retry`, as it is written."""
    path = resolve(call.func, unit, module)
    if path is None or path not in POLICIES or not path.endswith(".Retry"):
        return None
    keywords = Arguments.of(call).keywords
    for name in ("allowed_methods", "method_whitelist"):
        value = keywords.get(name)
        if value is None:
            continue
        if isinstance(value, cst.Call) and value.args:  # frozenset({…})
            value = value.args[0].value
        listed = literal_value(value)
        every = isinstance(value, cst.Name) and value.value in {"None", "False"}
        if every or (isinstance(listed, (list, tuple, set)) and "POST" in listed and len(listed) > 1):
            return f"{name}={unit.source(keywords[name])}"
    return None

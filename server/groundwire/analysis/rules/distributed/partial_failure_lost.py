"""GW607: a part that failed, and nobody is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.distributed import partial_failure_lost_examples as examples
from groundwire.analysis.rules.distributed.dropped_futures import futures
from groundwire.analysis.rules.distributed.dropped_outcomes import gathered
from groundwire.analysis.rules.distributed.forgotten_failures import forgotten_failures
from groundwire.analysis.rules.distributed.unread_answers import OVERLAPS, unread_commands, unread_requests
from groundwire.analysis.started_by_hand import is_sample
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class PartialFailureLost(Rule):
    """A part that failed, and nobody is told.

    `gather(…, return_exceptions=True)` whose answer is dropped; futures of a pool that are never asked; a `POST` whose
    answer is never looked at; a command that changes something, run without `check`; a loop that logs what fails and a
    function that then reports success.

    Why it bites
    ------------
    Of a hundred messages sixty are sent, and the caller hears *ok*. What is distributed fails in parts, and a part that
    is lost without a word is found by whoever waits for it: the order that never arrived, the branch that was never
    pushed. It cannot be sent again, for nobody knows that it was not.

    How to settle it
    ----------------
    Keep the outcome of each part, and say it: return what failed, raise an `ExceptionGroup`, ask each future for its
    `result()`, call `raise_for_status()`, pass `check=True`.

    When to ignore it
    -----------------
    Where a part may fail and nothing depends on it. What ends something (`close`, `cancel`, `cleanup`), what is sent in
    passing (metrics, heartbeats), handlers that pass over every error on purpose, functions that say *best effort*,
    workers that run for long, sessions whose hooks look at every answer, local commands (`git add`, `cp`), commands of
    a program that a person starts, samples and tests are not reported for that reason.
    ruff's PLW1510 says of every `subprocess.run` that it lacks `check` (where it is on, those are left to it), and
    semgrep's *use-raise-for-status* of every answer that is not asked; this rule speaks of commands and requests that
    change something, and whose outcome nobody reads. All else is this rule's alone. One handler for a whole function is
    GW202's.

    References
    ----------
    `concurrent.futures`: `Future.result` raises what the call raised. `requests`: `raise_for_status` raises for a
    status of 400 and more, and nothing else does.
    """

    code = "GW607"
    name = "partial-failure-lost"
    summary = "A part that failed, and nobody is told."
    triggers = re.compile(
        r"return_exceptions|\.(?:submit|map|apply_async|map_async|starmap_async)\(|\.(?:post|put|patch|delete|request)\("
        r"|\bsystem\(|\bcall\(|\brun\(|\b(?:post|put|patch|delete)\(|\bexcept\b.*?\breturn\s+(?:True|len\(|[{\"'])",
        re.DOTALL,
    )
    overlaps_in_part = OVERLAPS
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()) or is_sample(module.path()):
            return
        found = [
            self.finding(unit, lost.node, lost.message, lost.why, overlaps=lost.overlaps)
            for lost in (
                *gathered(unit, module),
                *futures(unit, module),
                *unread_requests(unit, module),
                *unread_commands(unit, module),
                *forgotten_failures(unit),
            )
        ]
        yield from sorted(found, key=lambda finding: finding.range)

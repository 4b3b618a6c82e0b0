"""GW205: a branch that can never run, or that is the same as its alternative."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import dead_or_shadowed_branch_examples as examples
from groundwire.analysis.rules.logic.branches.acknowledged import is_acknowledged
from groundwire.analysis.rules.logic.branches.connected import may_settle
from groundwire.analysis.rules.logic.branches.deciding import ASSERTED, decide
from groundwire.analysis.rules.logic.branches.sites import sites
from groundwire.analysis.rules.logic.branches.twins import twins
from groundwire.analysis.rules.logic.branches.weighing import is_sure, matters, worth_asking
from groundwire.analysis.rules.logic.branches.wording import always_true, never_true, no_choice
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class DeadOrShadowedBranch(Rule):
    """A branch that can never run, or that is the same as its alternative.

    A condition that an earlier one has settled: `x > 5` where `x > 0` returned, an `elif` that repeats or is part of an
    earlier test, `isinstance(x, bool)` behind `isinstance(x, int)`, `startswith("https")` behind `startswith("http")`.
    A condition that settles itself: `x < 0 and x > 10`, `x != 1 or x != 2`. And an `if` whose branches are all
    the same.

    Why it bites
    ------------
    A model writes branches one after the other, each plausible alone. The second never runs: every `FizzBuzz` is a
    `Fizz`, every large order gets the small discount. Nothing fails, and a test of the first branch passes.

    How to settle it
    ----------------
    Ask the narrower question first, or correct the bound. Where the branches are the same, either one was to be changed
    after it was copied, or the condition is not needed. A test with the value named in the message shows it.

    When to ignore it
    -----------------
    Where a class gives comparisons a meaning of their own. Conclusions are drawn only where nothing in between can
    change what was asked: a name bound again, an attribute after a call, a loop that comes round. NaN, None and numbers
    between whole ones count as values. A condition that is always true is left alone where its `else` only guards: it
    raises, or gives an empty text or None. Code behind `return` (type checkers), branches next to each other that could
    be joined with `or` (ruff's SIM114), `a and not a` (SIM220, SIM221) and handlers in the wrong order (type checkers)
    are not reported here. Conditional expressions with twin branches are also ruff's RUF034. In
    tests this is said of generated code alone: those of a compiler or a linter have such branches as their input. So it
    is of a branch that its own comment calls unreachable: a person who wrote that knows.
    """

    code = "GW205"
    name = "dead-or-shadowed-branch"
    summary = "A branch that can never run, or that is the same as its alternative."
    triggers = re.compile(r"\b(?:if|elif|while|and|or)\b")
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if module.is_compiled():
            return
        found = [*self._decided(unit, module), *self._twins(unit)]
        # A test of what reads code (a compiler, a linter) has such branches as its input.
        in_test = is_test_file(module.path())
        for finding in sorted(found, key=lambda each: each.range):
            yield replace(finding, generated_only=in_test or finding.generated_only)

    def _decided(self, unit: ParsedUnit, module: ModuleContext) -> Iterator[Finding]:
        if not may_settle(unit):
            return
        for site in sites(unit, module):
            decision = decide(site.formula, site.facts) if worth_asking(site) else None
            if decision is None or not matters(site, decision):
                continue
            wording = always_true if decision.outcome else never_true
            message, why = wording(site, decision, unit)
            asserted = bool(decision.facts) and all(fact.left == ASSERTED for fact in decision.facts)
            alone = asserted or (not decision.outcome and is_acknowledged(site, unit))
            sure = is_sure(site, decision)
            yield self.finding(unit, site.test, message, why, contradicts=sure, generated_only=alone)

    def _twins(self, unit: ParsedUnit) -> Iterator[Finding]:
        for same in twins(unit):
            message, why = no_choice(same, unit)
            yield self.finding(unit, same.test, message, why, contradicts=True)

"""GW206: a statement whose result is thrown away, or a loop that never comes round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.expected_errors import expects
from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import effectless_statement_examples as examples
from groundwire.analysis.rules.logic.discarded import discarded
from groundwire.analysis.rules.logic.first_pass import ends_on_first_pass
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class EffectlessStatement(Rule):
    """A statement whose result is thrown away, or a loop that never comes round.

    A string method, `sorted`, `os.path.join`, `copy.deepcopy`, `datetime.replace` or a data frame's `dropna` called for
    nothing: they return a new object and leave the old one as it was. And a loop that adds something up and ends in
    `return` or `break` on its first pass.

    Why it bites
    ------------
    `name.strip()` reads as if `name` were stripped. The program runs, the type checker is content, and the untouched
    value goes on. A `return` indented one step too far returns the first item's sum: a test with one item passes.

    How to settle it
    ----------------
    Assign the result, or remove the statement. For the loop, move the `return` behind it, and test with two items.

    When to ignore it
    -----------------
    Where the call is made for the error it may raise; inside `pytest.raises`, `suppress` and a short `try` it is not
    reported, nor are `int(x)`, `encode` and `decode`, which are called for that, nor the last expression of a
    notebook's cell, which is shown. Comparisons and bare names as
    statements are ruff's B015 and B018.
    """

    code = "GW206"
    name = "effectless-statement"
    summary = "A statement whose result is thrown away, or a loop that never comes round."
    triggers = re.compile(
        r"^[^\S\n]*[\w.\"'\[\]]+(?:\(.*\))?\.\w+\("
        r"|^[^\S\n]*(?:sorted|reversed|map|filter|zip|enumerate|len|abs|round|sum)\("
        r"|^[^\S\n]*\w*(?:copy|join|replace)\w*\(|^[^\S\n]*(?:async )?(?:for|while)\b",
        re.MULTILINE,
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        found = [*self._discarded(unit, module), *self._loops(unit)]
        yield from sorted(found, key=lambda finding: finding.range)

    def _discarded(self, unit: ParsedUnit, module: ModuleContext) -> Iterator[Finding]:
        in_tests = is_test_file(module.path()) or "bench" in module.path()
        for statement in unit.nodes(cst.Expr):
            call = statement.value
            if unit.is_shown(statement) or not isinstance(call, cst.Call):
                continue
            if (result := discarded(call, unit, module)) is None:
                continue
            if (in_tests and result.tried_out) or _may_be_for_its_error(statement, unit, in_tests=in_tests):
                continue
            fixes: tuple[Fix, ...] = ()
            if result.target is not None:
                start = unit.range(call).start
                edit = TextEdit(Range(start, start), f"{result.target} = ")
                fixes = (Fix(f"Assign the result to `{result.target}`", (edit,)),)
            message = f"The result of {quoted(unit.source(call))} is thrown away."
            yield self.finding(unit, call, message, result.why, contradicts=True, fixes=fixes)

    def _loops(self, unit: ParsedUnit) -> Iterator[Finding]:
        for end in ends_on_first_pass(unit):
            message = f"The loop ends on its first pass, at {quoted(unit.source(end.statement))}."
            fixes: tuple[Fix, ...] = ()
            if end.movable:
                place = unit.range(end.statement).start
                indent = unit.range(end.loop).start.column
                edit = TextEdit(Range(Position(place.line, indent), place), "")
                fixes = (Fix("Move it behind the loop", (edit,)),)
            yield self.finding(unit, end.statement, message, end.why, contradicts=True, fixes=fixes)


def _may_be_for_its_error(statement: cst.Expr, unit: ParsedUnit, *, in_tests: bool) -> bool:
    """Whether the call may be there to fail: expected errors, a `try` of one or two statements, a test's `with`."""
    if expects(statement, unit, frozenset()):
        return True
    for ancestor in unit.ancestors(statement):
        if isinstance(ancestor, (cst.Try, cst.TryStar)) and len(ancestor.body.body) <= 2:
            return True
        if in_tests and isinstance(ancestor, cst.With):
            return True
    return False

"""GW202: a handler for every error that answers as if there had been none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import plausible_fallback_examples as examples
from groundwire.analysis.rules.logic.fallbacks.answers import Answer, answers
from groundwire.analysis.rules.logic.fallbacks.excuses import excused
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.model import Finding


class PlausibleFallback(Rule):
    """A handler for every error that answers as if there had been none.

    A bare `except`, or one for `Exception` or `BaseException`, that returns a value of the type that success has (`[]`,
    `{}`, `0.0`, `True`, `{"status": "ok"}`), or that logs the error and lets the function report success.

    Why it bites
    ------------
    A failed query and an empty table look the same to every caller, and a typing mistake in the `try` looks like
    either. A total that could not be computed is booked as 0.00. The code never crashes, which is what it was asked
    for, and the first to notice is whoever reads the numbers.

    How to settle it
    ----------------
    Catch the errors that are expected, by name, and let the others through; or say failure in a way that no success
    does: raise an error of your own, or return `None` and have the type say so. A test in which the inner call raises
    shows what callers see.

    When to ignore it
    -----------------
    Where the fallback is what was asked for. In code that a person wrote it mostly is: such code is left alone, for
    eight of ten marks on it were wrong. Nothing is reported of private functions, whose callers stand beside them,
    where the function's name or documentation says so (`safe_…`, `…_or_default`, *best effort*, *an empty list if …*),
    where a comment in the handler gives the reason, where the error is passed on, kept or looked at, at the edge of a
    process (`main`, decorated handlers, cleaning up), in questions (`is_…`, `has_…`), in pages of figures (`stats.py`,
    `monitoring/`), where something optional is
    imported or one value is only made into another (`float(text)`, `response.json()`), and for values that stand for
    failure, such as `None`, `False`, `-1` or an exit status. How broad a handler is, ruff's BLE001 and S110 and
    pylint's W0718 say; this rule speaks of the value alone.
    """

    code = "GW202"
    name = "plausible-fallback"
    summary = "A handler for every error that answers as if there had been none."
    triggers = re.compile(r"^[^\S\n]*except\s*(?::|\(?[\w., ]*\b(?:Base)?Exception\b)", re.MULTILINE)
    generated_only = True
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if unit.function is None or is_test_file(module.path()) or excused(unit.function, unit, module):
            return
        found = [self._found(answer, unit) for answer in answers(unit.function, unit, module)]
        yield from sorted(found, key=lambda finding: finding.range)

    def _found(self, answer: Answer, unit: ParsedUnit) -> Finding:
        value = quoted(unit.source(answer.value))
        if answer.reports_success:
            message = f"After any error here, {value} is returned, as after success."
        else:
            message = f"Any error here becomes {value}, which callers cannot tell from a result."
        return self.finding(unit, answer.node, message, answer.why)

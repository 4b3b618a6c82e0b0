"""GW506: a float that is taken for an exact number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import float_exactness_examples as examples
from groundwire.analysis.rules.determinism.float_equality import exact_comparisons
from groundwire.analysis.rules.determinism.floats import Floats
from groundwire.analysis.rules.determinism.money import decimals_of_floats, even_halves, floating_money
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.determinism.float_equality import ExactComparison
    from groundwire.model import Finding


class FloatExactness(Rule):
    """A float is taken for an exact number.

    `==` on a sum or product of floats; money that is multiplied by a decimal fraction or rounded to cents as a float; a
    `Decimal` made of a float; a mean of whole numbers that `round` sends to the even side.

    Why it bites
    ------------
    A binary float holds no tenth. `0.7 + 0.2 + 0.1` is 0.9999999999999999, so a check that the shares add up refuses
    some that do; `round(2.675, 2)` is 2.67; `Decimal(0.1)` has 55 digits, and none of them is right after the
    seventeenth. The examples of a test are mostly numbers that happen to come out even, and in another order of adding
    they do not.

    How to settle it
    ----------------
    Compare with a tolerance: `math.isclose(total, 1.0)`. Keep money in whole cents or in `Decimal`, made of text:
    `Decimal("1.1")`. Where halves go up, say so: `ROUND_HALF_UP`.

    When to ignore it
    -----------------
    Where a cent more or less is nobody's: estimates, charts, prices of markets. Nothing is reported of comparisons with
    0.0, with values that were only assigned, of pure quotients and remainders, of fractions that a float does equal
    (0.5, 0.25), of amounts that are only shown, and in tests. Where the project's ruff has RUF032 or RUF069 on,
    `Decimal(0.1)` and a comparison with a literal are left to it.

    References
    ----------
    Python tutorial, *Floating-Point Arithmetic: Issues and Limitations*; documentation of `round`.
    """

    code = "GW506"
    name = "float-exactness"
    summary = "A float is compared, counted as money or rounded as if it were exact."
    triggers = re.compile(r"\.\d|\bsum\(|\bmath\.|(?:sqrt|hypot|exp|log|sin|cos|dist|mean)\(|\bround\(|Decimal\(")
    overlaps_in_part = ("ruff:RUF032", "ruff:RUF069")
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()):
            return
        floats = Floats(unit, module)
        found = [self._compared(comparison, floats) for comparison in exact_comparisons(floats)]
        for amount in floating_money(floats):
            message = f"{quoted(unit.source(amount))} calculates money in binary floats."
            why = "No float equals a tenth or a cent: `1.1 * 3` is 3.3000000000000003, `round(2.675, 2)` is 2.67."
            found.append(self.finding(unit, amount, message, why))
        for call in even_halves(floats):
            message = f"{quoted(unit.source(call))} sends a half to the even number."
            found.append(self.finding(unit, call, message, "`round(2.5)` is 2, and `round(3.5)` is 4."))
        for call in decimals_of_floats(floats):
            message = f"{quoted(unit.source(call))} makes an exact number of a rounded one."
            why = "`Decimal(0.1)` is 0.1000000000000000055511151231257827021181583404541015625."
            fixes = _as_text(call, unit)
            overlaps = ("ruff:RUF032",) if _is_literal(call.args[0].value) else ()
            found.append(self.finding(unit, call, message, why, contradicts=True, fixes=fixes, overlaps=overlaps))
        yield from sorted(found, key=lambda finding: finding.range)

    def _compared(self, comparison: ExactComparison, floats: Floats) -> Finding:
        message = f"{quoted(floats.unit.source(comparison.node))} compares rounded floats for equality."
        fixes = _with_tolerance(comparison.node, floats)
        sides = (comparison.node.left, comparison.node.comparisons[0].comparator)
        overlaps = ("ruff:RUF069",) if any(isinstance(side, cst.Float) for side in sides) else ()
        return self.finding(floats.unit, comparison.node, message, comparison.why, fixes=fixes, overlaps=overlaps)


def _is_literal(node: cst.BaseExpression) -> bool:
    while isinstance(node, cst.UnaryOperation):
        node = node.expression
    return isinstance(node, cst.Float)


def _as_text(call: cst.Call, unit: ParsedUnit) -> tuple[Fix, ...]:
    """Quote the literal."""
    given = call.args[0].value
    if not isinstance(given, (cst.Float, cst.UnaryOperation)) or unit.brackets(given):
        return ()
    text = f'"{unit.source(given)}"'
    return (Fix("Make it of text", (TextEdit(unit.range(given), text),)),)


def _with_tolerance(comparison: cst.Comparison, floats: Floats) -> tuple[Fix, ...]:
    """Compare by `math.isclose`, where `math` is imported and the comparison is a condition of its own."""
    unit = floats.unit
    if floats.module.imported("math") != "math" or "math" in unit.scope.bound or unit.brackets(comparison):
        return ()
    target = comparison.comparisons[0]
    if isinstance(target.operator, cst.NotEqual) and not isinstance(unit.parent(comparison), (cst.If, cst.While)):
        return ()
    negation = "not " if isinstance(target.operator, cst.NotEqual) else ""
    place = unit.range(comparison)
    left, right = unit.range(comparison.left), unit.range(target.comparator)
    edits = (
        TextEdit(Range(place.start, place.start), f"{negation}math.isclose("),
        TextEdit(Range(left.end, right.start), ", "),
        TextEdit(Range(place.end, place.end), ")"),
    )
    return (Fix("Compare with a tolerance", edits),)

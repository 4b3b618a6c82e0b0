"""What is said of a condition that chooses nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.branches.deciding import Decision, Fact
    from groundwire.analysis.rules.logic.branches.formula import Formula, Value
    from groundwire.analysis.rules.logic.branches.sites import Site
    from groundwire.analysis.rules.logic.branches.twins import Twins


def never_true(site: Site, decision: Decision, unit: ParsedUnit) -> tuple[str, str]:
    """Message and explanation for a condition that is never true where it stands."""
    test = quoted(unit.source(site.test))
    if not decision.facts:
        return f"{test} is never true.", "No value answers all of it with yes, whatever it is compared with."
    conditions = list(dict.fromkeys(quoted(unit.source(fact.test)) for fact in decision.facts))
    value = _shown(decision.witness, site.formula)
    last = decision.facts[-1]
    if conditions == [test]:
        message = f"{test} is never true here: it was asked before" + (f", and {last.left} then." if last.left else ".")
    elif len(conditions) > 1:
        message = f"{test} is never true here: {_listed(conditions)} leave it nothing."
    elif last.passed:
        message = f"{test} is never true here, inside {conditions[0]}."
    elif last.left:
        message = f"{test} is never true here: {conditions[0]} {last.left} already for every such value."
    else:
        message = f"{test} is never true here: {conditions[0]} takes every such value before."
    return message, _why(value, decision.facts, unit, outcome=False)


def always_true(site: Site, decision: Decision, unit: ParsedUnit) -> tuple[str, str]:
    """Message and explanation for a condition that is true whenever it is asked."""
    test = quoted(unit.source(site.test))
    if not decision.facts:
        return f"{test} is always true.", "Every value answers one part of it with yes."
    conditions = list(dict.fromkeys(quoted(unit.source(fact.test)) for fact in decision.facts))
    message = f"{test} is always true here, so its `else` never runs: {_listed(conditions)} settled it."
    return message, _why(_shown(decision.witness, site.formula), decision.facts, unit, outcome=True)


def no_choice(same: Twins, unit: ParsedUnit) -> tuple[str, str]:
    """Message and explanation for branches that are all the same."""
    test = quoted(unit.source(same.test))
    count = "both" if same.branches == 2 else f"all {same.branches}"
    kind = "values" if isinstance(same.node, cst.IfExp) else "branches"
    return f"{test} changes nothing: {count} {kind} are the same.", "Whichever way it goes, the same code runs."


def _why(value: str | None, facts: tuple[Fact, ...], unit: ParsedUnit, *, outcome: bool) -> str:
    """The deciding fact: a value that would go the other way, and where it went."""
    where = ", ".join(
        dict.fromkeys(
            f"{quoted(unit.source(fact.test))} is {'true' if fact.passed else 'false'} here" for fact in facts
        )
    )
    if value is None:
        return f"{where[0].upper()}{where[1:]}." if where else ""
    other = "false" if outcome else "true"
    return f"It would be {other} for {value}, which does not get here: {where}."


def _shown(witness: Mapping[str, Value], formula: Formula) -> str | None:
    """`x = 6`, where the condition asks about one value that can be written down."""
    asked = {question.subject: question for question in formula.atoms}
    if len(asked) != 1:
        return None
    subject, question = next(iter(asked.items()))
    value = witness.get(subject)
    if question.domain not in {"value", "count"} or value is None or not (question.constants or question.prefixes):
        return None
    if isinstance(value, Fraction):
        value = float(value)
    return f"`{subject} = {value!r}`" if isinstance(value, (int, float, str, bytes)) else None


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"

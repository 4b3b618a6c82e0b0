"""Decide a condition under facts, by asking representative values."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.rules.logic.branches.cells import representatives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.analysis import cst
    from groundwire.analysis.rules.logic.branches.formula import Atom, Formula, Value

_MOST_CASES: Final = 20_000
ASSERTED: Final = "asserted"
"""What became of the values that an assertion refuses, where assertions are not left out."""


class Fact(NamedTuple):
    """A formula known to be true, or false, at some place."""

    formula: Formula
    truth: bool
    test: cst.BaseExpression
    """The condition it comes from."""
    passed: bool
    """Whether that condition was true; of one part of it, the whole."""
    left: str
    """What became of the values it does not hold for: `returned`, `raised`; empty where another branch took them."""


class Decision(NamedTuple):
    """A condition that cannot go one way."""

    outcome: bool
    """What it always is."""
    facts: tuple[Fact, ...]
    """The facts that settle it, as few as were found; none where it settles itself."""
    witness: Mapping[str, Value]
    """Values for which the condition would go the other way; empty where it settles itself."""


def decide(formula: Formula, facts: Sequence[Fact]) -> Decision | None:
    """Whether a condition has one outcome only; None where it has two, or where nothing ever gets there."""
    alone = _outcomes(formula, ())
    if alone is None or not alone:
        return None
    if len(alone) == 1:
        return Decision(next(iter(alone)), (), {})
    related = _related(formula, facts)
    if not related:
        return None
    outcomes = _outcomes(formula, related)
    if outcomes is None:
        related = [fact for fact in related if fact.formula.subjects <= formula.subjects]
        outcomes = _outcomes(formula, related)
    if outcomes is None or len(outcomes) != 1:
        return None
    outcome = next(iter(outcomes))
    needed = _fewest(formula, related, outcome)
    return Decision(outcome, needed, alone[not outcome])


def _outcomes(formula: Formula, facts: Sequence[Fact]) -> dict[bool, Mapping[str, Value]] | None:
    """Each outcome there is, with values that lead to it; None where there are too many cases to ask."""
    questions: dict[str, list[Atom]] = {}
    for part in (formula, *(fact.formula for fact in facts)):
        for question in part.atoms:
            questions.setdefault(question.subject, []).append(question)
    if any(len({question.domain for question in asked}) > 1 for asked in questions.values()):
        return None
    cells = {subject: found for subject, asked in questions.items() if (found := representatives(asked)) is not None}
    if len(cells) < len(questions) or prod(map(len, cells.values())) > _MOST_CASES:
        return None
    joint: list[Fact] = []
    for fact in facts:
        about = fact.formula.subjects
        if len(about) > 1:
            joint.append(fact)
        for subject in about if len(about) == 1 else ():  # such a fact leaves out values, whatever the others are
            cells[subject] = [value for value in cells[subject] if _agrees(fact, {subject: value})]
    if len(cells) > 1:
        cells = {subject: _told_apart(values, questions[subject]) for subject, values in cells.items()}
    ways: dict[bool, Mapping[str, Value]] = {}
    for case in product(*cells.values()):
        values = dict(zip(cells, case, strict=True))
        if not all(_agrees(fact, values) for fact in joint):
            continue
        try:
            ways.setdefault(formula.holds(values), values)
        except (TypeError, AttributeError):
            continue  # the code raises for these values, and goes nowhere
        if len(ways) == 2:
            break
    return ways


def _told_apart(values: Sequence[Value], questions: Sequence[Atom]) -> list[Value]:
    """The first of the values that all questions answer alike."""
    found: dict[tuple[bool | None, ...], Value] = {}
    for value in values:
        found.setdefault(tuple(_answer(question, value) for question in questions), value)
    return list(found.values())


def _answer(question: Atom, value: Value) -> bool | None:
    try:
        return bool(question.ask(value))
    except (TypeError, AttributeError):
        return None


def _agrees(fact: Fact, values: Mapping[str, Value]) -> bool:
    """Whether a fact holds for some values; where the code raises for them, it goes nowhere."""
    try:
        return fact.formula.holds(values) is fact.truth
    except (TypeError, AttributeError):
        return False


def _related(formula: Formula, facts: Sequence[Fact]) -> list[Fact]:
    """Facts about a subject of the formula."""
    subjects = formula.subjects
    return [fact for fact in facts if not subjects.isdisjoint(fact.formula.subjects)]


def _fewest(formula: Formula, facts: Sequence[Fact], outcome: bool) -> tuple[Fact, ...]:
    """Facts that settle the condition together, none of which can be left out."""
    needed = list(facts)
    for fact in facts:
        fewer = [other for other in needed if other is not fact]
        if (outcomes := _outcomes(formula, fewer)) is not None and set(outcomes) == {outcome}:
            needed = fewer
    return tuple(needed)

"""Which conditions are worth a decision, which decisions somebody wants to know, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import is_literal, literal_value
from groundwire.analysis.rules.logic.branches.formula import Atom

if TYPE_CHECKING:
    from groundwire.analysis.rules.logic.branches.deciding import Decision
    from groundwire.analysis.rules.logic.branches.sites import Site


_DISPATCH: Final = 3
"""Conditions that settle the last one of a row: it tells the cases apart, and its `else` is there for form's sake."""


def worth_asking(site: Site) -> bool:
    """Whether anything could settle the condition: facts, several questions, or a question about a length."""
    asked = site.formula.atoms
    return (
        bool(site.facts)
        or any(question.domain == "count" for question in asked)
        or (len(asked) > 1 and any(question.domain != "truth" for question in asked))
    )


def matters(site: Site, decision: Decision) -> bool:
    """Whether somebody would want to know: never true, true for every value, or true where an `else` waits."""
    if not decision.facts:
        return any(question.constants for question in site.formula.atoms)
    if not decision.outcome:
        return not (isinstance(site.node, cst.If) and _guards_the_impossible(site.node.body))
    if isinstance(site.node, cst.IfExp):
        return not _is_nothing(site.node.orelse)
    other = site.node.orelse if isinstance(site.node, cst.If) else None
    if not isinstance(other, cst.Else) or _guards_the_impossible(other.body):
        return False
    return len(decision.facts) < _DISPATCH or not _only_leaves(other.body)


def _guards_the_impossible(body: cst.BaseSuite) -> bool:
    """Whether a block says that control never gets there: it raises, asserts or passes, and does nothing else."""
    statements = [
        small for line in body.body for small in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))
    ]
    return all(isinstance(statement, (cst.Raise, cst.Assert, cst.Pass)) for statement in statements)


def _only_leaves(body: cst.BaseSuite) -> bool:
    """Whether a block does nothing but leave with a constant."""
    last = body.body[0] if len(body.body) == 1 else None
    last = last.body[0] if isinstance(last, cst.SimpleStatementLine) and len(last.body) == 1 else last
    if isinstance(last, cst.Return):
        return last.value is None or is_literal(last.value)
    return isinstance(last, (cst.Break, cst.Continue))


def _is_nothing(node: cst.BaseExpression) -> bool:
    """Whether a value is a constant for nothing, such as None or an empty text: a guard, for a case that is none."""
    return is_literal(node) and not literal_value(node)


def is_sure(site: Site, decision: Decision) -> bool:
    """Whether no type could make it otherwise: exact questions, or the same stable question twice."""
    asked = [*site.formula.atoms, *(question for fact in decision.facts for question in fact.formula.atoms)]
    if not all(question.stable for question in asked):
        return False
    if all(question.exact for question in asked):
        return True
    repeated = len(decision.facts) == 1 and isinstance(decision.facts[0].formula, Atom)
    return repeated and len({question.text for question in asked}) == 1

"""What a race is told as, and what keeps one from happening."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.model import Fix

_LOCKS: Final = re.compile(
    r"lock|mutex|\bsem|guard|cond(?:ition)?\b|serial|exclusive|synchroni|critical", re.IGNORECASE
)
LOCKLIKE: Final = re.compile(
    r"lock|mutex|lease|leader|claim|seen|processed|processing|dedup|idempot|\bonce\b|running|reserv|in_progress|\bpid",
    re.IGNORECASE,
)
"""Names of what only one may have, or do."""


class Race(NamedTuple):
    """A test, and an act that another process or task can come before."""

    node: cst.CSTNode
    """What is marked: the act."""
    message: str
    why: str
    fixes: tuple[Fix, ...] = ()


def is_locked(node: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether the code runs under a lock, by the names of what `with` and decorators around it hold."""
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.With) and any(_LOCKS.search(unit.source(item)) for item in outer.items):
            return True
        if isinstance(outer, cst.FunctionDef) and any(_LOCKS.search(unit.source(each)) for each in outer.decorators):
            return True
    return re.search(r"\.acquire\(|\.flock\(|\.lockf\(|O_EXCL", unit.text) is not None


def negated(test: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What must be false for a test to hold: `X` of `not X`, `X is None`, `X == 0`, and of the parts of an `and`."""
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        yield from negated(test.left)
        yield from negated(test.right)
    elif isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        yield _plain(test.expression)
    elif isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        right = test.comparisons[0]
        empty = isinstance(right.comparator, (cst.Name, cst.Integer)) and right.comparator.value in {
            "None",
            "False",
            "0",
        }
        if empty and isinstance(right.operator, (cst.Is, cst.Equal)):
            yield _plain(test.left)


def affirmed(test: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What must be true for a test to hold: `X`, `X is not None`, `X != 0`, `X > 0`."""
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        right = test.comparisons[0]
        empty = isinstance(right.comparator, (cst.Name, cst.Integer)) and right.comparator.value in {"None", "0"}
        if empty and isinstance(right.operator, (cst.IsNot, cst.NotEqual, cst.GreaterThan)):
            yield _plain(test.left)
    elif not isinstance(test, (cst.BooleanOperation, cst.UnaryOperation)):
        yield _plain(test)


def _plain(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.expression if isinstance(node, cst.Await) else node


def acts_after(branch: cst.If, unit: ParsedUnit) -> tuple[list[cst.CSTNode], list[cst.CSTNode]]:
    """The statements that run where a test holds, and those that run where it does not.

    Where the branch leaves the function, what follows it belongs to the other case.
    """
    held: list[cst.CSTNode] = [branch.body]
    failed: list[cst.CSTNode] = [branch.orelse] if branch.orelse is not None else []
    block = unit.parent(branch)
    last = branch.body.body[-1] if branch.body.body else None
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else None
    if isinstance(small, (cst.Return, cst.Raise)) and isinstance(block, cst.IndentedBlock) and branch.orelse is None:
        place = next(index for index, statement in enumerate(block.body) if statement is branch)
        failed += block.body[place + 1 :]
    return held, failed


def absences(branch: cst.If, unit: ParsedUnit) -> Iterator[tuple[cst.BaseExpression, list[cst.CSTNode]]]:
    """What a branch asks for, each with the statements that run where it is not there."""
    held, failed = acts_after(branch, unit)
    yield from ((tested, held) for tested in negated(branch.test))
    yield from ((tested, failed) for tested in affirmed(branch.test))

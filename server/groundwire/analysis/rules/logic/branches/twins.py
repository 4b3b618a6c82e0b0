"""Branches that do the same whatever their condition says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import is_literal
from groundwire.analysis.rules.logic.branches.connected import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_SWITCH: Final = re.compile(
    r"\A(?:not )?[A-Z][A-Z0-9_]+\Z|\bsys\.platform\b|\bos\.name\b|\bplatform\.\w+\(|\bversion_info\b"
)
"""Constants, platforms and versions: values for each stand side by side, and may be the same today."""


class Twins(NamedTuple):
    """A choice all of whose branches are the same."""

    node: cst.If | cst.IfExp
    test: cst.BaseExpression
    branches: int


def twins(unit: ParsedUnit) -> Iterator[Twins]:
    """Each `if` with an `else`, and each conditional expression, whose branches are the same code, comments and all."""
    for chain in unit.nodes(cst.If):
        parent = unit.parent(chain)
        if isinstance(parent, cst.If) and parent.orelse is chain:
            continue
        suites = list(_suites(chain))
        if suites[-1] is None or len(set(map(_first_words, suites))) > 1:
            continue
        if len({_text(suite, unit) for suite in suites}) > 1:
            continue
        if not (_SWITCH.search(unit.source(chain.test)) and _is_setting(suites[-1])):
            yield Twins(chain, chain.test, len(suites))
    for choice in unit.nodes(cst.IfExp):
        alike = words(choice.body) == words(choice.orelse) and unit.source(choice.body) == unit.source(choice.orelse)
        if alike and not (is_literal(choice.body) and _SWITCH.search(unit.source(choice.test))):
            yield Twins(choice, choice.test, 2)


def _suites(chain: cst.If) -> Iterator[cst.BaseSuite | None]:
    """The bodies of a chain; None at the end of one without an `else`."""
    node: cst.If | cst.Else | None = chain
    while isinstance(node, cst.If):
        yield node.body
        node = node.orelse
    yield node.body if node is not None else None


def _first_words(suite: cst.BaseSuite | None) -> tuple[str, ...]:
    """Those of a block's first statement: mostly they tell branches apart, and its code takes longer to write out."""
    return words(suite.body[0]) if suite is not None and suite.body else ()


def _text(suite: cst.BaseSuite | None, unit: ParsedUnit) -> str:
    if suite is None:
        return ""
    return "\n".join(line.strip() for line in unit.source(suite).strip().split("\n"))


def _is_setting(suite: cst.BaseSuite) -> bool:
    """Whether a branch does no more than give names a value that is written out."""
    for line in suite.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else (line,):
            value = statement.value if isinstance(statement, (cst.Assign, cst.AnnAssign)) else None
            if value is None or not is_literal(value):
                return False
    return True

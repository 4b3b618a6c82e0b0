"""Branches that do the same whatever their condition says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit


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
        if suites[-1] is not None and len({_text(suite, unit) for suite in suites}) == 1:
            yield Twins(chain, chain.test, len(suites))
    for choice in unit.nodes(cst.IfExp):
        if unit.source(choice.body) == unit.source(choice.orelse):
            yield Twins(choice, choice.test, 2)


def _suites(chain: cst.If) -> Iterator[cst.BaseSuite | None]:
    """The bodies of a chain; None at the end of one without an `else`."""
    node: cst.If | cst.Else | None = chain
    while isinstance(node, cst.If):
        yield node.body
        node = node.orelse
    yield node.body if node is not None else None


def _text(suite: cst.BaseSuite | None, unit: ParsedUnit) -> str:
    if suite is None:
        return ""
    return "\n".join(line.strip() for line in unit.source(suite).strip().split("\n"))

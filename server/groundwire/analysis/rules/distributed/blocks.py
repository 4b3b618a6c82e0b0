"""How blocks of statements end, and what leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.analysis.parsed import ParsedUnit

Node = TypeVar("Node", bound=cst.CSTNode)
Statement = cst.BaseStatement | cst.BaseSmallStatement
_EXITS: Final = (cst.Return, cst.Raise, cst.Break)
_FUNCTIONS: Final = (cst.FunctionDef, cst.Lambda)


def statements(body: cst.BaseSuite | Sequence[cst.BaseStatement]) -> list[Statement]:
    """The statements of a block, those of one line each for itself."""
    found: list[Statement] = []
    for line in body.body if isinstance(body, cst.BaseSuite) else body:
        if isinstance(line, cst.SimpleStatementLine):
            found += line.body
        elif isinstance(line, (cst.BaseStatement, cst.BaseSmallStatement)):
            found.append(line)
    return found


def last(body: cst.BaseSuite) -> Statement | None:
    """The statement that a block ends with, that of a `with` at its end included."""
    found = statements(body)
    if not found:
        return None
    return last(found[-1].body) if isinstance(found[-1], cst.With) else found[-1]


def below(root: cst.CSTNode, unit: ParsedUnit, kind: type[Node]) -> Iterator[Node]:
    """Nodes of a type at or below another, without what functions inside it hold."""
    for node in unit.nodes(kind):
        if node is root:
            yield node
            continue
        for outer in unit.ancestors(node):
            if outer is root:
                yield node
                break
            if isinstance(outer, _FUNCTIONS):
                break


def exits(root: cst.CSTNode, unit: ParsedUnit) -> list[cst.CSTNode]:
    """`return`, `raise`, and a `break` out of it, at or below a node."""
    found: list[cst.CSTNode] = []
    for kind in _EXITS:
        for node in below(root, unit, kind):
            if kind is cst.Break and _in_inner_loop(node, root, unit):
                continue
            found.append(node)
    return found


def is_within(node: cst.CSTNode, root: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether a node is, or lies below, another."""
    return node is root or any(outer is root for outer in unit.ancestors(node))


def function_around(node: cst.CSTNode, unit: ParsedUnit) -> cst.FunctionDef | None:
    """The function that a node's code runs in."""
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.FunctionDef):
            return outer
        if isinstance(outer, cst.Lambda):
            return None
    return None


def _in_inner_loop(node: cst.CSTNode, root: cst.CSTNode, unit: ParsedUnit) -> bool:
    for outer in unit.ancestors(node):
        if outer is root:
            return False
        if isinstance(outer, (cst.For, cst.While)):
            return True
    return False

"""Where a name gives way to a default because it is falsy: `x or d`, `x if x else d`, `if not x: x = d`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.analysis import cst
from groundwire.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit


class Choice(NamedTuple):
    """`value or default`, in any of its spellings."""

    node: cst.CSTNode
    """What is marked."""
    name: cst.Name
    default: cst.BaseExpression
    fix: TextEdit | None
    """Asks for None instead, where that can be written in its place."""


def choices(unit: ParsedUnit) -> Iterator[Choice]:
    """Every place where a name gives way to a default because it is falsy."""
    for operation in unit.nodes(cst.BooleanOperation):
        if not isinstance(operation.operator, cst.Or):
            continue
        if _is_condition(operation, unit) and not _is_true(operation.right):
            continue
        if isinstance(operation.left, cst.Name):
            yield Choice(
                operation,
                operation.left,
                operation.right,
                _is_none_edit(operation, operation.left, operation.right, unit),
            )
    for choice in unit.nodes(cst.IfExp):
        if (
            isinstance(choice.test, cst.Name)
            and isinstance(choice.body, cst.Name)
            and choice.test.value == choice.body.value
        ):
            yield Choice(choice, choice.test, choice.orelse, _is_none_edit(choice, choice.test, choice.orelse, unit))
    for branch in unit.nodes(cst.If):
        if (found := _filled_in(branch, unit)) is not None:
            yield found


def _filled_in(branch: cst.If, unit: ParsedUnit) -> Choice | None:
    """`if not x: x = d`."""
    test = branch.test
    if not isinstance(test, cst.UnaryOperation) or not isinstance(test.operator, cst.Not) or branch.orelse is not None:
        return None
    line = branch.body.body[0] if len(branch.body.body) == 1 else None
    statement = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else line
    if (
        not isinstance(statement, cst.Assign)
        or len(statement.targets) != 1
        or not isinstance(test.expression, cst.Name)
    ):
        return None
    target = statement.targets[0].target
    if not isinstance(target, cst.Name) or target.value != test.expression.value:
        return None
    edit = TextEdit(unit.range(test), f"{target.value} is None")
    return Choice(test, test.expression, statement.value, edit)


def _is_true(node: cst.BaseExpression) -> bool:
    """Whether a condition with this behind `or` always holds."""
    return isinstance(node, cst.Name) and node.value == "True"


def _is_condition(node: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether only the truth of the value counts, or it is one link of a longer chain."""
    parent = unit.parent(node)
    if isinstance(parent, (cst.If, cst.While, cst.IfExp, cst.Assert)):
        return parent.test is node
    return isinstance(parent, (cst.UnaryOperation, cst.BooleanOperation, cst.CompIf))


def _is_none_edit(
    node: cst.BaseExpression, name: cst.Name, default: cst.BaseExpression, unit: ParsedUnit
) -> TextEdit | None:
    if unit.brackets(node) or isinstance(default, (cst.Lambda, cst.IfExp, cst.NamedExpr)):
        return None
    code = f"{unit.source(default)} if {name.value} is None else {name.value}"
    plain = isinstance(unit.parent(node), (cst.Assign, cst.AnnAssign, cst.Return, cst.Arg))
    return TextEdit(unit.range(node), code if plain else f"({code})")

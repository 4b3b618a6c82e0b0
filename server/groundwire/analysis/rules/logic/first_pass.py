"""Loops that gather something over their items and end on the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_GATHERING: Final = frozenset({"append", "add", "extend", "update"})


class FirstPass(NamedTuple):
    """The statement that ends a loop too early."""

    loop: cst.For | cst.While
    statement: cst.BaseSmallStatement
    why: str
    movable: bool
    """Whether it can stand behind the loop as it is."""


def ends_on_first_pass(unit: ParsedUnit) -> Iterator[FirstPass]:
    """Every loop of a unit that gathers, or searches, and cannot come round."""
    loops: list[cst.For | cst.While] = [*unit.nodes(cst.For), *unit.nodes(cst.While)]
    for loop in loops:
        body = loop.body.body
        if loop.orelse is not None or not isinstance(loop.body, cst.IndentedBlock) or len(body) < 2:
            continue
        last = body[-1]
        if not isinstance(last, cst.SimpleStatementLine) or len(last.body) != 1:
            continue
        end = last.body[0]
        if not isinstance(end, (cst.Return, cst.Break)) or _goes_on(loop, unit) or _is_explained(end, unit):
            continue
        if (gathered := _gathered(loop, end, unit)) is not None:
            why = f"It stands in the loop's body, unconditionally: only the first item ever reaches {gathered}."
            yield FirstPass(loop, end, why, isinstance(end, cst.Return) and _is_last(loop, unit))
        elif isinstance(loop, cst.For) and _answers_no(body[:-1], end):
            why = "The first item that does not answer the question ends the search: the others are never looked at."
            yield FirstPass(loop, end, why, _is_last(loop, unit))


def _is_explained(end: cst.Return | cst.Break, unit: ParsedUnit) -> bool:
    """Whether a comment says why a loop breaks off there, beside the statement or right above it."""
    if isinstance(end, cst.Return):
        return False
    line = unit.range(end).start.line
    lines = unit.text.split("\n")
    return "#" in lines[line] or lines[line - 1].lstrip().startswith("#")


def _inside(node: cst.CSTNode, loop: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether a node runs in the loop's own body, not in a nested function."""
    for ancestor in unit.ancestors(node):
        if ancestor is loop:
            return True
        if isinstance(ancestor, (cst.FunctionDef, cst.Lambda)):
            return False
    return False


def _goes_on(loop: cst.For | cst.While, unit: ParsedUnit) -> bool:
    """Whether something lets the loop come round (`continue`), or hand out items on the way (`yield`)."""
    kinds = (cst.Continue, cst.Yield)
    return any(_inside(node, loop, unit) for kind in kinds for node in unit.nodes(kind))


def _gathered(loop: cst.For | cst.While, end: cst.Return | cst.Break, unit: ParsedUnit) -> str | None:
    """The name that the loop adds to on its own level, where the end returns it or leaves it for later."""
    for statement in loop.body.body[:-1]:
        if not isinstance(statement, cst.SimpleStatementLine):
            continue
        for small in statement.body:
            if isinstance(end, cst.Break) and not _sums(small):
                continue  # `append` and `break` is how the first item alone is taken, and so is `|=` of sets
            name = _added_to(small)
            if (
                name is not None
                and (isinstance(end, cst.Break) or _returns(end, name))
                and _begins_outside(name, loop, unit)
            ):
                return f"`{name}`"
    return None


def _sums(statement: cst.BaseSmallStatement) -> bool:
    return isinstance(statement, cst.AugAssign) and not isinstance(statement.operator, cst.BitOrAssign)


def _added_to(statement: cst.BaseSmallStatement) -> str | None:
    if isinstance(statement, cst.AugAssign):
        return statement.target.value if isinstance(statement.target, cst.Name) else None
    call = statement.value if isinstance(statement, cst.Expr) else None
    if isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value in _GATHERING:
        return call.func.value.value if isinstance(call.func.value, cst.Name) else None
    return None


def _returns(end: cst.BaseSmallStatement, name: str) -> bool:
    return isinstance(end, cst.Return) and isinstance(end.value, cst.Name) and end.value.value == name


def _begins_outside(name: str, loop: cst.For | cst.While, unit: ParsedUnit) -> bool:
    """Whether the name has its first value before the loop, so the loop is there to add to it."""
    for assign in unit.nodes(cst.Assign):
        if any(isinstance(target.target, cst.Name) and target.target.value == name for target in assign.targets):
            return not _inside(assign, loop, unit) and not isinstance(loop, cst.While)
    return False


def _answers_no(before: object, end: cst.Return | cst.Break) -> bool:
    """`if …: return True` and then, still in the loop, `return False` (or the other way round)."""
    statements = list(before) if isinstance(before, (list, tuple)) else []
    if len(statements) != 1 or not isinstance(statements[0], cst.If) or statements[0].orelse is not None:
        return False
    inner = statements[0].body.body[-1]
    first = inner.body[0] if isinstance(inner, cst.SimpleStatementLine) else inner
    return {_truth(first), _truth(end)} == {"True", "False"}


def _truth(statement: cst.CSTNode) -> str | None:
    value = statement.value if isinstance(statement, cst.Return) else None
    return value.value if isinstance(value, cst.Name) else None


def _is_last(loop: cst.For | cst.While, unit: ParsedUnit) -> bool:
    block = unit.parent(loop)
    return isinstance(block, cst.IndentedBlock) and block.body[-1] is loop

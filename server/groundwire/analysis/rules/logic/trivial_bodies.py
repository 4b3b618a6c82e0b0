"""Function bodies that compute nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import is_literal, quoted
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_OUTPUT: Final = frozenset({"debug", "info", "warning", "error", "print", "log", "echo", "sleep"})


def constant_body(function: cst.FunctionDef, unit: ParsedUnit, *, with_output: bool = False) -> str | None:
    """What a body without any work does, `returns True` or `does nothing`; None for one that works.

    `with_output` lets printing, logging and sleeping count as no work.
    """
    statements: list[cst.BaseSmallStatement] = []
    for line in function.body.body:
        if isinstance(line, cst.BaseSmallStatement):
            statements.append(line)
        elif isinstance(line, cst.SimpleStatementLine):
            statements += line.body
        else:
            return None
    result: str | None = "does nothing"
    for place, statement in enumerate(statements):
        if isinstance(statement, cst.Return):
            value = statement.value
            if value is not None and not _is_constant(value):
                return None
            shown = quoted(unit.source(value)) if value is not None else "`None`"
            result = f"returns {shown}"
        elif not _does_nothing(statement, first=place == 0) and not (with_output and _is_output(statement)):
            return None
    return result


def raises_only(function: cst.FunctionDef) -> bool:
    """Whether the body ends in `raise NotImplementedError`, which is honest."""
    for line in function.body.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else (line,):
            if isinstance(statement, cst.Raise) and statement.exc is not None:
                raised = statement.exc.func if isinstance(statement.exc, cst.Call) else statement.exc
                if (dotted_name(raised) or "").endswith("NotImplementedError"):
                    return True
    return False


def _does_nothing(statement: cst.BaseSmallStatement, *, first: bool) -> bool:
    if isinstance(statement, cst.Pass):
        return True
    if not isinstance(statement, cst.Expr):
        return False
    return isinstance(statement.value, cst.Ellipsis) or (
        first and isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString))
    )


def _is_output(statement: cst.BaseSmallStatement) -> bool:
    value = statement.value if isinstance(statement, cst.Expr) else None
    value = value.expression if isinstance(value, cst.Await) else value
    return isinstance(value, cst.Call) and (dotted_name(value.func) or "").rpartition(".")[2] in _OUTPUT


def _is_constant(node: cst.BaseExpression) -> bool:
    return is_literal(node)

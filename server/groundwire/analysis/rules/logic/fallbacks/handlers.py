"""Handlers of every error, and the statements that they end with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rules.logic.fallbacks.excuses import only_tells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.analysis.parsed import ParsedUnit

_BROAD: Final = frozenset({"Exception", "BaseException"})


def is_broad(handler: cst.ExceptHandler) -> bool:
    """Whether it catches every error."""
    if handler.type is None:
        return True
    listed = (
        [element.value for element in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
    )
    return any(isinstance(item, cst.Name) and item.value in _BROAD for item in listed)


def ending(body: cst.BaseSuite) -> cst.BaseSmallStatement | None:
    """The last statement of a handler that does nothing else than tell; None where it does more."""
    *before, last = small_statements(body)
    if not all(isinstance(statement, cst.BaseSmallStatement) and only_tells(statement) for statement in before):
        return None
    if isinstance(last, (cst.Return, cst.Assign)):
        return last
    return last if isinstance(last, cst.BaseSmallStatement) and only_tells(last) else None


def small_statements(body: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """The statements of a block, those of one line each for itself."""
    yield from small_statements_of(body.body)


def small_statements_of(statements: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The same of statements in a row."""
    for line in statements:
        yield from line.body if isinstance(line, cst.SimpleStatementLine) else (line,)


def function_of(node: cst.CSTNode, unit: ParsedUnit) -> cst.CSTNode | None:
    """The function that a node belongs to, or the lambda."""
    return next((outer for outer in unit.ancestors(node) if isinstance(outer, (cst.FunctionDef, cst.Lambda))), None)

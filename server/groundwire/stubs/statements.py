"""What a statement may do, told by reading it: names it binds, whether it leaves, which exceptions it catches."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, NamedTuple

from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Sequence


class Told(NamedTuple):
    """What a statement may do as a whole."""

    binds: tuple[str, ...]
    leaves: bool
    """Whether it may return, raise or go on with the next round."""


def read(node: ast.AST) -> Told:
    """What a statement may do, with all that stands in it."""
    binds: list[str] = []
    leaves = False
    for child in ast.walk(node):
        leaves |= isinstance(child, (ast.Return, ast.Raise, ast.Continue))
        if isinstance(child, (ast.Name, ast.Attribute)) and isinstance(child.ctx, (ast.Store, ast.Del)):
            path = dotted(child)
            binds.extend([path] if path is not None else [])
    return Told(tuple(binds), leaves)


def load(target: ast.expr) -> ast.expr:
    """The value that an augmented assignment starts from."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    return target


def ends_leaving(block: Sequence[ast.stmt]) -> bool:
    """Whether a block's last statement leaves the function or loop."""
    return bool(block) and isinstance(block[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))


def catches(handler: ast.ExceptHandler, exception: str | None) -> bool:
    """Whether a handler takes an exception of this name, as far as names and the built-in hierarchy say."""
    if handler.type is None:
        return True
    nodes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = [(dotted(node) or "").rpartition(".")[2] for node in nodes]
    raised = getattr(builtins, (exception or "").rpartition(".")[2], None)
    for name in names:
        caught = getattr(builtins, name, None)
        if name in {"BaseException", "Exception", exception} or (
            name == "InvalidOperation" and raised is ArithmeticError
        ):
            return True
        if isinstance(raised, type) and isinstance(caught, type) and issubclass(raised, caught):
            return True
    return False

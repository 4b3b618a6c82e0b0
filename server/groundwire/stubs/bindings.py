"""What the local names of a function are bound to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.stubs.source import Function


def bindings(function: Function) -> Mapping[str, list[tuple[ast.expr, bool] | None]]:
    """What each local name is bound to: an expression, or the items of one (True); None for all else."""
    found: dict[str, list[tuple[ast.expr, bool] | None]] = {}
    settled: set[int] = set()
    for node in own_nodes(function):
        target: ast.expr | None = None
        bound: tuple[ast.expr, bool] | None = None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, bound = node.targets[0], (node.value, False)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, bound = node.target, (node.value, False)
        elif isinstance(node, (ast.For, ast.comprehension)):
            target, bound = node.target, (node.iter, True)
            listed = isinstance(node.iter, ast.Call) and dotted(node.iter.func) == "enumerate"
            if listed and isinstance(node.iter, ast.Call) and isinstance(target, ast.Tuple) and len(target.elts) == 2:
                target, bound = target.elts[1], (node.iter.args[0], True)
        elif isinstance(node, ast.NamedExpr):
            target, bound = node.target, (node.value, False)
        if isinstance(target, ast.Name) and bound is not None:
            found.setdefault(target.id, []).append(bound)
            settled.add(id(target))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in settled:
            found.setdefault(node.id, []).append(None)
    return found

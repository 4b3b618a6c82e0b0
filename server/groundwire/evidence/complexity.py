"""Cyclomatic complexity of a function, as radon counts it and with two of its counts corrected.

Radon passes over the handlers of `try … except*`, and takes a `case name if …:` for an `else`; both are decisions.
Otherwise its counts stand: `with` and `lambda` add nothing, a comprehension adds one and one for each `if` of it, an
`assert` adds one whatever it asserts. What functions inside the function decide belongs to it.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundwire.model import Unit


def complexity(unit: Unit, text: str) -> int | None:
    """The complexity of a function or method from its whole lines, at least 1.

    None for other units, and where this interpreter cannot read the text: it is broken, too deep, or newer syntax.
    """
    return _complexity(text, unit.indent > 0) if unit.testable else None


@lru_cache(maxsize=4_096)
def _complexity(text: str, indented: bool) -> int | None:
    # Imported here: the server's and most processes' work needs none of it.
    from radon.visitors import ComplexityVisitor  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        tree = _Counted().visit(ast.parse(f"if 1:\n{text}" if indented else text.lstrip("\ufeff")))
        functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        counts = [function.complexity for node in functions for function in ComplexityVisitor.from_ast(node).functions]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return 1 + sum(count - 1 for count in counts) if counts else None


class _Counted(ast.NodeTransformer):
    """Writes what radon does not know as what it counts."""

    def visit_TryStar(self, node: ast.Try) -> ast.AST:
        """Make `except*` an `except`."""
        self.generic_visit(node)
        plain = ast.Try(node.body, node.handlers, node.orelse, node.finalbody)
        return ast.copy_location(plain, node)

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        """Make a name with a guard a pattern that may fail."""
        self.generic_visit(node)
        if node.guard is not None and isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None:
            node.pattern = ast.copy_location(ast.MatchSingleton(None), node.pattern)
        return node

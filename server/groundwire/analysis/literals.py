"""Values of literal expressions, computed without running code."""

from __future__ import annotations

import ast

import libcst as cst


def string_value(node: cst.BaseExpression) -> str | None:
    """Value of a plain string literal, implicit concatenation included; None for f-strings, bytes and all else."""
    value = literal_value(node)
    return value if isinstance(value, str) else None


def literal_value(node: cst.BaseExpression) -> object:
    """Value of a literal as `ast.literal_eval` reads it; None where it is none (and for the literal None itself)."""
    code = cst.Module(body=[]).code_for_node(node)
    try:
        return ast.literal_eval(code.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None

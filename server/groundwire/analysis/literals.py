"""Values of literal expressions, computed without running code."""

from __future__ import annotations

import ast
import warnings
from typing import Final

import libcst as cst

_LITERALS: Final = (
    cst.SimpleString,
    cst.ConcatenatedString,
    cst.Integer,
    cst.Float,
    cst.Imaginary,
    cst.UnaryOperation,
    cst.BinaryOperation,
    cst.Tuple,
    cst.List,
    cst.Set,
    cst.Dict,
)
_NAMES: Final = frozenset({"True", "False", "None"})
MAX_SHOWN: Final = 48
"""Longest piece of code that a message quotes."""


def is_literal(node: cst.BaseExpression) -> bool:
    """Whether the node is a literal that can be computed, `None` included."""
    return _is_none(node) or literal_value(node) is not None


def string_value(node: cst.BaseExpression) -> str | None:
    """Value of a plain string literal, implicit concatenation included; None for f-strings, bytes and all else."""
    if not isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        return None
    value = literal_value(node)
    return value if isinstance(value, str) else None


def literal_value(node: cst.BaseExpression) -> object:
    """Value of a literal as `ast.literal_eval` reads it; None where it is none (and for the literal None itself)."""
    if not isinstance(node, _LITERALS) and not (isinstance(node, cst.Name) and node.value in _NAMES):
        return None
    code = cst.Module(body=[]).code_for_node(node).strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in the user's string is not ours to report
            return ast.literal_eval(code if code.startswith(("(", "[", "{")) else f"({code})")
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def quoted(code: str) -> str:
    """Code as a message quotes it: on one line, in backquotes, shortened in the middle."""
    line = " ".join(code.split())
    if len(line) > MAX_SHOWN:
        line = f"{line[: MAX_SHOWN - 15]} … {line[-12:]}"
    return f"`{line}`"


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"

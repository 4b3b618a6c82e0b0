"""Values of literal expressions, computed without running code."""

from __future__ import annotations

from typing import Final

from groundwire.analysis import cst

_NAMES: Final = {"True": True, "False": False, "None": None}
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
    try:
        return _value(node)
    except (_NoLiteral, ValueError, TypeError, OverflowError, RecursionError):  # a set that holds a list, say
        return None


class _NoLiteral(Exception):
    """Something in an expression would have to be run to know its value."""


def _value(node: cst.BaseExpression) -> object:
    if isinstance(node, (cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary)):
        return node.evaluated_value
    if isinstance(node, cst.Name) and node.value in _NAMES:
        return _NAMES[node.value]
    if isinstance(node, cst.ConcatenatedString) and (text := node.evaluated_value) is not None:
        return text
    if isinstance(node, cst.UnaryOperation) and isinstance(node.operator, (cst.Minus, cst.Plus)):
        number = _number(node.expression)
        return -number if isinstance(node.operator, cst.Minus) else +number
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, (cst.Add, cst.Subtract)):
        return _complex(node)
    return _collection(node)


def _number(node: cst.BaseExpression) -> complex:
    if not isinstance(node, (cst.Integer, cst.Float, cst.Imaginary)):
        raise _NoLiteral
    return node.evaluated_value


def _complex(node: cst.BinaryOperation) -> complex:
    """`1 + 2j`: the one sum that is a literal."""
    left, right = _value(node.left), _number(node.right)
    if not isinstance(left, (int, float)) or not isinstance(right, complex):
        raise _NoLiteral
    return left + right if isinstance(node.operator, cst.Add) else left - right


def _collection(node: cst.BaseExpression) -> object:
    if isinstance(node, cst.Dict):
        pairs = [element for element in node.elements if isinstance(element, cst.DictElement)]
        if len(pairs) == len(node.elements):
            return {_member(pair.key): _member(pair.value) for pair in pairs}
    elif isinstance(node, (cst.Tuple, cst.List, cst.Set)):
        elements = [element.value for element in node.elements if isinstance(element, cst.Element)]
        if len(elements) == len(node.elements):
            kind = tuple if isinstance(node, cst.Tuple) else list if isinstance(node, cst.List) else set
            return kind(map(_member, elements))
    raise _NoLiteral


def _member(node: cst.BaseExpression) -> object:
    return ... if isinstance(node, cst.Ellipsis) else _value(node)


def quoted(code: str) -> str:
    """Code as a message quotes it: on one line, in backquotes, shortened in the middle."""
    line = " ".join(code.split())
    if len(line) > MAX_SHOWN:
        line = f"{line[: MAX_SHOWN - 15]} … {line[-12:]}"
    return f"`{line}`"


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"

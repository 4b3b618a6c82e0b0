"""Compares a tree that Python's own parser gave with the one that libcst gives of the same text."""

from __future__ import annotations

from dataclasses import fields

from groundwire.analysis import cst
from groundwire.analysis.cst import from_libcst, statements_from_ast
from groundwire.analysis.cst.source import Source

_LAYOUT = {"start", "end"}


def differences(text: str) -> list[str]:
    """What the two trees of a text do not agree on: kinds, values and places."""
    source = Source(text)
    return list(_between(statements_from_ast.module(source), from_libcst.module(source), text))


def _between(one: object, other: object, text: str) -> list[str]:
    if type(one) is not type(other):
        return [f"{_shown(one, text)} is not {_shown(other, text)}"]
    if isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            return [f"{len(one)} are not {len(other)}: {one}, {other}"]
        return [found for pair in zip(one, other, strict=True) for found in _between(*pair, text)]
    if not isinstance(one, cst.CSTNode) or not isinstance(other, cst.CSTNode):
        return [] if one == other or isinstance(one, cst.Operator) else [f"{one!r} is not {other!r}"]
    found = []
    # Where no parameters stand is nobody's business, nor where a module ends.
    placed = not isinstance(one, cst.Module) and not (isinstance(one, cst.Parameters) and not cst.children(one))
    if placed and (one.start, one.end) != (other.start, other.end):
        found.append(f"{_shown(one, text)} does not stand where {_shown(other, text)} does")
    for field in fields(one):
        if field.name not in _LAYOUT:
            found += _between(getattr(one, field.name), getattr(other, field.name), text)
    return found


def _shown(node: object, text: str) -> str:
    kind = type(node).__name__
    return f"{kind} {text[node.start : node.end]!r}" if isinstance(node, cst.CSTNode) else f"{kind} {node!r}"

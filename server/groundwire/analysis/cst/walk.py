"""What stands below a node."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cst.base import CSTNode, Operator
from groundwire.analysis.fields_below import FieldsBelow

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_NODES: Final = frozenset(
    {
        *("int", "bool", "str", "str | None", "str | bytes"),
        *("BaseAugOp", "BaseBinaryOp", "BaseBooleanOp", "BaseCompOp", "BaseUnaryOp"),
    }
)
"""Annotations of fields that hold no node below."""
_PLACE: Final = frozenset({"start", "end"})


def _names_below(kind: type[CSTNode]) -> list[str]:
    return [field.name for field in fields(kind) if field.type not in _NO_NODES]


_BELOW: Final = FieldsBelow(_names_below)


def children(node: CSTNode) -> list[CSTNode]:
    """The nodes directly below, in the order of the text."""
    get = _BELOW[node.__class__]
    if get is None:
        return []
    below: list[Any] = []
    for value in get(node):
        if isinstance(value, tuple):
            below += value
        elif value is not None:
            below.append(value)
    return below


def walk(root: CSTNode) -> Iterator[CSTNode]:
    """A node and everything below it, in the order of the text."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        below = children(node)
        below.reverse()
        stack += below


def indexed(root: CSTNode) -> tuple[dict[type[CSTNode], list[CSTNode]], dict[int, CSTNode]]:
    """A tree's nodes by their type, in the order of the text; and what holds each, by the `id` of what is held.

    Nodes do not know what holds them: a tree without circles is gone when nobody needs it.
    """
    found: dict[type[CSTNode], list[CSTNode]] = {}
    holders: dict[int, CSTNode] = {}
    stack = [root]
    while stack:  # not recursive: deep code must not end the process
        node = stack.pop()
        kind = node.__class__
        if kind in found:
            found[kind].append(node)
        else:
            found[kind] = [node]
        if _BELOW[kind] is None:
            continue
        below = children(node)
        for child in below:
            holders[id(child)] = node
        below.reverse()
        stack += below
    return found, holders


def deep_equals(one: CSTNode, other: CSTNode) -> bool:
    """Whether two pieces of code say the same, wherever they stand and however they are laid out."""
    if one is other:
        return True
    if one.__class__ is not other.__class__:
        return False
    return all(
        _same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one) if each.name not in _PLACE
    )


def _same(one: object, other: object) -> bool:
    if isinstance(one, CSTNode) and isinstance(other, CSTNode):
        return deep_equals(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, Operator):
        return one.__class__ is other.__class__
    return one == other

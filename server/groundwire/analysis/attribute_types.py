"""The class of what `self.ATTRIBUTE` holds, where a method says it by an annotation or by what it awaits."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN: Final = "?"
"""An expression that names no class."""
NOT_SET: Final = "None"
"""What an attribute holds before it holds something."""


def dotted(node: ast.expr) -> str:
    """`a.b.c` for a chain of attributes on a name, `Generic` for `Generic[T]`, else `?`."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Subscript) and not parts:  # Generic[T]
        return dotted(node.value)
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else UNKNOWN


def attribute_types(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(attribute, dotted class, `?` or `None`) for each `self.ATTRIBUTE = …` of a method."""
    method = next((node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))), None)
    parameters: dict[str, str] = {}
    if method is not None:
        arguments = method.args
        for parameter in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            parameters[parameter.arg] = _annotated(parameter.annotation)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, annotation = node.targets, None
        elif isinstance(node, ast.AnnAssign):
            targets, annotation = [node.target], node.annotation
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                yield target.attr, _annotated(annotation) if annotation is not None else _held(node.value, parameters)


def _held(value: ast.expr | None, parameters: dict[str, str]) -> str:
    if isinstance(value, ast.Constant) and value.value is None:
        return NOT_SET
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):  # client or Client()
        kinds = {kind for part in value.values if (kind := _held(part, parameters)) != UNKNOWN}
        return kinds.pop() if len(kinds) == 1 else UNKNOWN
    if isinstance(value, ast.Name):
        return parameters.get(value.id, UNKNOWN)
    if isinstance(value, ast.Await):
        value = value.value
    return dotted(value.func) if isinstance(value, ast.Call) else UNKNOWN


def _annotated(annotation: ast.expr | None) -> str:
    """The one class that an annotation names: `Client`, `"Client"`, `Optional[Client]`, `Client | None`."""
    if annotation is None:
        return UNKNOWN
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return _annotated(ast.parse(annotation.value, mode="eval").body)
        except (SyntaxError, ValueError, RecursionError):
            return UNKNOWN
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [side for side in (annotation.left, annotation.right) if not _is_none(side)]
        return _annotated(sides[0]) if len(sides) == 1 else UNKNOWN
    if isinstance(annotation, ast.Subscript):
        outer = dotted(annotation.value).rpartition(".")[2]
        if outer not in {"Optional", "Annotated", "Final"}:
            return dotted(annotation.value)
        several = isinstance(annotation.slice, ast.Tuple) and annotation.slice.elts
        return _annotated(several[0] if several else annotation.slice)
    return dotted(annotation)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None

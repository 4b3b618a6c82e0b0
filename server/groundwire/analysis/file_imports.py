"""The imports of one file: what they name, what the file calls it, and which of them may fail without harm."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from posixpath import dirname
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.tree_walk import Tree

IMPORT_ERRORS: Final = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_ASKS: Final = frozenset({"find_spec", "importorskip", "find_loader", "is_module_available", "package_available"})


@dataclass(frozen=True, slots=True)
class ImportTable:
    """Imports anywhere in a file."""

    modules: frozenset[str] = frozenset()
    """Dotted modules, and each name taken from one; relative ones as a path from the project's folder, `/pkg/mod`."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Bound name to what it stands for."""
    optional: frozenset[str] = frozenset()
    """Modules, and names taken from them, imported under a handler for failing imports, or asked after before."""
    taken: tuple[str, ...] = ()
    """One entry for each name imported from a module: that module's."""


def read_imports(path: str, tree: Tree[ast.Module]) -> ImportTable:
    """The imports of a tree; `path` is the file's, from the project's folder."""
    modules: set[str] = set()
    origins: dict[str, str] = {}
    taken: list[str] = []
    for plain in tree.nodes(ast.Import):
        for alias in plain.names:
            modules.add(alias.name)
            taken.append(sys.intern(alias.name))
            top = alias.name.partition(".")[0]
            origins[alias.asname or top] = alias.name if alias.asname else top
    for node in tree.nodes(ast.ImportFrom):
        if (base := _base(path, node)) is None:
            continue
        modules.add(base)
        separator = "/" if base.startswith("/") else "."
        taken += [sys.intern(base)] * len(node.names)
        for alias in node.names:
            if alias.name != "*":
                modules.add(f"{base}{separator}{alias.name}")
                origins[alias.asname or alias.name] = f"{base}.{alias.name}"
    return ImportTable(frozenset(modules), origins, frozenset(_optional(tree)), tuple(taken))


def _base(path: str, node: ast.ImportFrom) -> str | None:
    """The module an import takes from; None for a relative one that leads out of the project."""
    if not node.level:
        return node.module
    folder = dirname(path)
    for _ in range(node.level - 1):
        if not folder:
            return None
        folder = dirname(folder)
    module = (node.module or "").replace(".", "/")
    return "/" + "/".join(part for part in (folder, module) if part)


def _optional(tree: Tree[ast.Module]) -> Iterator[str]:
    for attempt in tree.nodes(ast.Try):
        if any(map(_handles_imports, attempt.handlers)):
            handled = (statement for handler in attempt.handlers for statement in handler.body)
            for statement in (*attempt.body, *attempt.orelse, *handled):
                yield from _imported(statement)
    for context in tree.nodes(ast.With):
        if any(_suppresses(item.context_expr) for item in context.items):
            for statement in context.body:
                yield from _imported(statement)
    for call in tree.nodes(ast.Call):
        if call.args and _last(call.func) in _ASKS:
            asked = call.args[0]
            if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
                yield sys.intern(asked.value)


def _imported(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Import):
            yield from (sys.intern(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield from (sys.intern(f"{node.module}.{alias.name}") for alias in node.names)


def _handles_imports(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(_last(part) in IMPORT_ERRORS for part in ast.walk(handler.type) if isinstance(part, ast.expr))


def _suppresses(context: ast.expr) -> bool:
    return isinstance(context, ast.Call) and any(
        _last(part) in IMPORT_ERRORS
        for argument in context.args
        for part in ast.walk(argument)
        if isinstance(part, ast.expr)
    )


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

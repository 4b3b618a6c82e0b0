"""The imports of one file: what they name, what the file calls it, and which of them may fail without harm."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from posixpath import dirname
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """Top-level modules imported under a handler for failing imports, or asked after before."""
    taken: tuple[str, ...] = ()
    """One entry for each name imported from a module: that module's."""


def read_imports(path: str, tree: ast.Module) -> ImportTable:
    """The imports of a tree; `path` is the file's, from the project's folder."""
    modules: set[str] = set()
    origins: dict[str, str] = {}
    taken: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                modules.add(alias.name)
                taken.append(sys.intern(alias.name))
                top = alias.name.partition(".")[0]
                origins[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and (base := _base(path, node)) is not None:
            modules.add(base)
            separator = "/" if base.startswith("/") else "."
            for alias in node.names:
                taken.append(sys.intern(base))
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


def _optional(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_handles_imports, node.handlers)):
            for statement in (*node.body, *node.orelse, *(inner for h in node.handlers for inner in h.body)):
                yield from _imported(statement)
        elif isinstance(node, ast.With) and any(_suppresses(item.context_expr) for item in node.items):
            for statement in node.body:
                yield from _imported(statement)
        elif isinstance(node, ast.Call) and _last(node.func) in _ASKS and node.args:
            asked = node.args[0]
            if isinstance(asked, ast.Constant) and isinstance(asked.value, str):
                yield sys.intern(asked.value.partition(".")[0])


def _imported(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Import):
            yield from (sys.intern(alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield sys.intern(node.module.partition(".")[0])


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

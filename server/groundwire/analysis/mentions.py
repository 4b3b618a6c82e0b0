"""The names a piece of code mentions, written so that one set answers: `name`, `.attribute`, `'string`."""

from __future__ import annotations

import ast
import builtins
import sys
from typing import TYPE_CHECKING, Final

from groundwire.analysis.tree_walk import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.analysis.file_imports import ImportTable
    from groundwire.analysis.tree_walk import Tree

_BUILTINS: Final = frozenset(dir(builtins))
_SCOPES: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_TELLING: Final = (ast.Attribute, ast.Call, ast.List, ast.Tuple, ast.Set, ast.Constant, ast.ImportFrom)
_BY_NAME: Final = frozenset(
    """
    getattr setattr delattr hasattr methodcaller attrgetter object multiple spy spy_on patch setitem delitem stub
    expect when connect add_method
    """.split()  # noqa: SIM905 - reads best as words
)
"""Calls whose string arguments name a function or an attribute."""


def mentions(pieces: Iterable[ast.AST], table: ImportTable) -> tuple[str, ...]:
    """Free names, attributes and naming strings of some code.

    Left out: builtins, names bound inside, and whatever hangs on a name that stands for the standard library.
    An imported name is written as its origin calls it, so an alias hides nothing.
    """
    foreign = {name for name, origin in table.origins.items() if origin.partition(".")[0] in sys.stdlib_module_names}
    found: set[str] = set()
    for piece in pieces:
        others: list[ast.AST] = []
        for name in free_names(piece, others, statement=True):
            if name in foreign or (name in _BUILTINS and name not in table.origins):
                continue
            found.add(name)
            if name in table.origins:
                found.add(table.origins[name].rpartition(".")[2])
        for node in others:
            if isinstance(node, ast.Attribute):
                if not _hangs_on(node, foreign):
                    found.add(f".{node.attr}")
            elif isinstance(node, ast.ImportFrom):
                found.update(alias.name for alias in node.names if alias.name not in foreign)
            else:
                found.update(_strings(node))
    return tuple(sorted(map(sys.intern, found)))


def called_names(tree: Tree[ast.Module]) -> frozenset[str]:
    """Bare names of everything a tree calls."""
    names = (_last(call.func) for call in tree.nodes(ast.Call))
    return frozenset(sys.intern(name) for name in names if name and name not in _BUILTINS)


def free_names(piece: ast.AST, others: list[ast.AST], *, statement: bool = False) -> set[str]:
    """Names read in a scope and not bound there; a nested scope's free names are looked up here.

    Of a module's or class's `statement` every name read counts: what it binds, others may use. `others` receives the
    attributes, calls, sequences, strings and imports passed on the way.
    """
    read: set[str] = set()
    bound: set[str] = set()
    elsewhere: set[str] = set()
    outside: set[str] = set()
    stack: list[ast.AST] = [piece]
    if isinstance(piece, _SCOPES):
        stack = list(_own_parts(piece))
        bound |= _parameters(piece)
        for part in _outer_parts(piece):
            outside |= free_names(part, others, statement=True)
    while stack:
        node = stack.pop()
        if isinstance(node, _SCOPES):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                bound.add(node.name)
            read |= free_names(node, others)
            continue
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
            continue
        if isinstance(node, _TELLING):
            others.append(node)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            elsewhere.update(node.names)
        elif (isinstance(node, ast.ClassDef) and node is not piece) or (
            isinstance(node, ast.ExceptHandler) and node.name
        ):
            bound.add(node.name or "")
        stack += children(node)
    if statement and not isinstance(piece, _SCOPES):
        return read
    return (read - (bound - elsewhere)) | outside


def _own_parts(scope: ast.AST) -> Iterator[ast.AST]:
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from scope.body
    elif isinstance(scope, ast.Lambda):
        yield scope.body
    else:
        yield from children(scope)


def _outer_parts(scope: ast.AST) -> Iterator[ast.AST]:
    """Decorators, defaults and annotations: read where the function is defined."""
    if not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return
    yield from scope.args.defaults
    yield from (default for default in scope.args.kw_defaults if default is not None)
    if not isinstance(scope, ast.Lambda):
        yield from scope.decorator_list
        yield from (argument.annotation for argument in _arguments(scope.args) if argument.annotation is not None)


def _parameters(scope: ast.AST) -> set[str]:
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return {argument.arg for argument in _arguments(scope.args)}
    return set()


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None)


def _hangs_on(node: ast.Attribute, foreign: set[str]) -> bool:
    value: ast.expr = node
    while isinstance(value, ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name) and value.id in foreign


def _strings(node: ast.AST) -> Iterator[str]:
    """Strings that name something: arguments of `getattr` and its like, dotted targets, lists of names."""
    candidates: list[ast.expr] = []
    if isinstance(node, ast.Call):
        candidates += [keyword.value for keyword in node.keywords]
        if _last(node.func) in _BY_NAME:
            candidates += node.args
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        candidates += node.elts
    elif isinstance(node, ast.Constant):
        candidates.append(node)
    for candidate in candidates:
        if isinstance(candidate, ast.Constant) and isinstance(candidate.value, str) and len(candidate.value) <= 120:
            text = candidate.value.replace(":", ".")
            if text.isidentifier() and node is not candidate:
                yield f"'{text}"
            elif "." in text and all(part.isidentifier() for part in text.split(".")):
                yield from (f"'{part}" for part in text.split(".")[-2:])


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""

"""Reads a module's text into a syntax tree and the facts a stub needs: imports, constants, classes, functions."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from groundwire.analysis.syntax import gate
from groundwire.model import NotAnalysed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A parsed module."""

    name: str
    """Dotted import name."""
    tree: ast.Module
    imports: Mapping[str, str] = field(default_factory=dict)
    """Names bound by top-level imports: their absolute dotted path."""
    typing_only: frozenset[str] = frozenset()
    """Imported names that exist for the type checker alone."""
    constants: Mapping[str, ast.expr] = field(default_factory=dict)
    """Top-level names assigned exactly once: the right-hand side."""
    classes: Mapping[str, ast.ClassDef] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    """Functions and methods by qualified name, those inside functions left out."""

    def path_of(self, name: str) -> str:
        """Absolute dotted path of a dotted name as this module writes it; builtins stay bare."""
        head, _, rest = name.partition(".")
        if head in self.imports:
            base = self.imports[head]
        elif head in self.constants or head in self.classes or head in self.functions:
            base = f"{self.name}.{head}"
        else:
            base = head
        return f"{base}.{rest}" if rest else base


def read_source(text: str, name: str, *, is_package: bool = False) -> Source | NotAnalysed:
    """Parse a module whose dotted name is `name`. Never raises for bad input."""
    tree = tree_of(text)
    if isinstance(tree, NotAnalysed):
        return tree
    package = name if is_package else name.rpartition(".")[0]
    imports: dict[str, str] = {}
    typing_only: set[str] = set()
    assigned: dict[str, list[ast.expr | None]] = {}
    for statement, guarded in _top_level(tree.body, guarded=False):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            bound = dict(imported(statement, package))
            imports.update(bound)
            if guarded:
                typing_only.update(bound)
        for target, value in assignments(statement):
            assigned.setdefault(target, []).append(value)
    classes: dict[str, ast.ClassDef] = {}
    functions: dict[str, Function] = {}
    _define(tree.body, "", classes, functions)
    constants = {key: values[0] for key, values in assigned.items() if len(values) == 1 and values[0] is not None}
    return Source(name, tree, imports, frozenset(typing_only), constants, classes, functions)


def dotted(node: ast.AST | None) -> str | None:
    """`a.b.c` for a chain of attributes on a name, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a function's body in source order, without those of the functions and classes inside it."""
    body: Sequence[ast.AST] = getattr(function, "body", ())
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def imported(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[tuple[str, str]]:
    """(bound name, absolute dotted path) pairs of an import inside a package; a star import binds nothing known."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield (
                alias.asname or alias.name.partition(".")[0],
                alias.name if alias.asname else alias.name.partition(".")[0],
            )
        return
    base = node.module or ""
    if node.level:
        parts = package.split(".") if package else []
        parents = parts[: len(parts) - node.level + 1]
        base = ".".join([*parents, base] if base else parents)
    for alias in node.names:
        if alias.name != "*":
            yield alias.asname or alias.name, f"{base}.{alias.name}" if base else alias.name


def assignments(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    """Names a plain or annotated assignment binds, with the value where it is one name alone."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            single = isinstance(target, ast.Name)
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    yield node.id, statement.value if single else None
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)) and isinstance(statement.target, ast.Name):
        yield statement.target.id, statement.value if isinstance(statement, ast.AnnAssign) else None


def _top_level(body: Sequence[ast.stmt], *, guarded: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """Statements that run at import, with whether they stand under `if TYPE_CHECKING`."""
    for statement in body:
        yield statement, guarded
        if isinstance(statement, ast.If):
            typing = (dotted(statement.test) or "").rpartition(".")[2] == "TYPE_CHECKING"
            yield from _top_level(statement.body, guarded=guarded or typing)
            yield from _top_level(statement.orelse, guarded=guarded)
        elif isinstance(statement, ast.Try):
            for part in (statement.body, *(handler.body for handler in statement.handlers), statement.orelse):
                yield from _top_level(part, guarded=guarded)


def _define(
    body: Sequence[ast.stmt], prefix: str, classes: dict[str, ast.ClassDef], functions: dict[str, Function]
) -> None:
    for statement, _ in _top_level(body, guarded=False):
        if isinstance(statement, ast.ClassDef):
            classes[prefix + statement.name] = statement
            _define(statement.body, f"{prefix}{statement.name}.", classes, functions)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            name = prefix + statement.name
            if name not in functions or not any(_is_accessor(node) for node in statement.decorator_list):
                functions[name] = statement


def _is_accessor(decorator: ast.expr) -> bool:
    """Whether it makes a setter or deleter of a property that is already there."""
    return isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter", "getter"}


def tree_of(text: str) -> ast.Module | NotAnalysed:
    """The syntax tree of a module, also where its syntax is newer than the running interpreter's."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        older = _in_older_syntax(text)
        if older is not None:
            return older
        line = f" at line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        return NotAnalysed(f"{getattr(error, 'msg', None) or type(error).__name__}{line}")


def _in_older_syntax(text: str) -> ast.Module | None:
    if gate(text) is not None:
        return None
    try:
        rewritten = cst.parse_module(text).visit(_Downlevel())
        return ast.parse(rewritten.code) if isinstance(rewritten, cst.Module) else None
    except (SyntaxError, ValueError, RecursionError, MemoryError, cst.ParserSyntaxError, cst.CSTValidationError):
        return None


class _Downlevel(cst.CSTTransformer):
    """Rewrites newer syntax into what every supported interpreter reads; only what a stub looks at is kept."""

    def on_leave(  # type: ignore[override]
        self,
        original_node: cst.CSTNodeT,  # noqa: ARG002 - the base class names it
        updated_node: cst.CSTNodeT,
    ) -> cst.CSTNode:
        if isinstance(updated_node, (cst.FunctionDef, cst.ClassDef)):
            return updated_node.with_changes(type_parameters=None)
        if isinstance(updated_node, cst.TypeAlias):
            return cst.Assign([cst.AssignTarget(updated_node.name)], updated_node.value)
        if isinstance(updated_node, cst.TryStar):
            handlers = [cst.ExceptHandler(part.body, part.type, part.name) for part in updated_node.handlers]
            return cst.Try(updated_node.body, handlers, updated_node.orelse, updated_node.finalbody)
        if isinstance(updated_node, cst.FormattedString):
            texts = (part.value if isinstance(part, cst.FormattedStringText) else "{_}" for part in updated_node.parts)
            return cst.parse_expression(f"{updated_node.start}{''.join(texts)}{updated_node.end}")
        if isinstance(updated_node, cst.TemplatedString):
            return cst.SimpleString('""')
        return updated_node

"""Reads a module's text into its summary; both branches of every condition count, but those of another version."""

from __future__ import annotations

import ast
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis.calls.definition import read_definition
from groundwire.analysis.calls.fields import read_fields, read_makers
from groundwire.analysis.members.summary import Bound, ClassBody, Function, Object, Path, Summary
from groundwire.analysis.members.tricks import body_more, class_fills, header_more, module_more, signs_in
from groundwire.analysis.members.versions import chosen
from groundwire.analysis.syntax_tree import syntax_tree
from groundwire.analysis.tree_walk import Tree, children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from groundwire.analysis.stdlib import Version

UNKNOWN_BASE: Final = "?"
_OTHER: Final = object()


def summarise(
    text: str,
    module: str,
    *,
    package: bool,
    version: Version | None = None,
    stub: bool = False,
    tree: ast.Module | None = None,
) -> Summary | None:
    """The summary of a module named `module` (a package's `__init__` where `package`); None where there is none.

    There is none of a text that does not parse, or nests too deep.

    With a `version`, branches of `sys.version_info` for other versions are left out, as stubs mean them. `tree` is the
    text's, where somebody has it.
    """
    tree = tree or syntax_tree(text)
    if tree is None:
        return None
    inside = module if package else module.rpartition(".")[0]
    reading = _Reading(module, inside, version, stub=stub, signs=signs_in(text))
    try:
        return reading.summary(tree, globals_in="global" in text)
    except RecursionError:  # hundreds of `elif`, say, each of which stands in the one before
        return None


class _Reading:
    """One module being read."""

    def __init__(self, module: str, package: str, version: Version | None, *, stub: bool, signs: bool) -> None:
        self._module = module
        self._package = package
        self._version = version
        self._stub = stub
        self._signs = signs
        """Whether its text has a word that may give something names which no statement shows."""
        self._heads: dict[str, str] = {}
        """Top-level names by what they stand for, dotted."""

    def summary(self, tree: ast.Module, *, globals_in: bool) -> Summary:
        bound = self._bound(tree.body)
        nodes = Tree(tree) if globals_in or self._signs else None
        for outer in nodes.nodes(ast.Global) if nodes is not None else ():
            for name in outer.names:
                bound[name] += [_OTHER]
        self._heads = {name: values[0].dotted for name, values in bound.items() if isinstance(values[0], Path)}
        self._heads |= {name: f"{self._module}.{name}" for name in bound if name not in self._heads}
        lazy = _lazy_stub(tree)
        names = self._settled(bound)
        return Summary(
            names=names,
            stars=tuple(self._stars(tree.body)),
            more=module_more(nodes) if nodes is not None and self._signs else None,
            getattr="__getattr__" in bound and not lazy,
            lazy_stub=lazy,
            classes=tuple(name for name, value in names.items() if isinstance(value, ClassBody)),
        )

    def _settled(self, bound: dict[str, list[object]]) -> MappingProxyType[str, Bound]:
        return MappingProxyType({name: self._one(values) for name, values in bound.items()})

    def _one(self, values: Sequence[object]) -> Bound:
        """What a name stands for by all that binds it."""
        first = values[0]
        if isinstance(first, ast.ClassDef) and len(values) == 1:
            return self._class(first)
        if isinstance(first, ast.expr) and len(values) == 1:
            dotted = self._dotted(first)
            return Path(dotted) if dotted != UNKNOWN_BASE else None
        if isinstance(first, ast.AnnAssign):
            dotted = self._dotted(first.annotation)
            return Object(dotted) if len(values) == 1 and dotted != UNKNOWN_BASE else None
        if isinstance(first, Path):
            return first if all(value == first for value in values) else None
        functions = [value for value in values if isinstance(value, (ast.FunctionDef, ast.AsyncFunctionDef))]
        if len(functions) < len(values):
            return None
        return Function(tuple(read_definition(node, self._dotted, stub=self._stub) for node in functions))

    def _class(self, node: ast.ClassDef) -> ClassBody:
        nodes = Tree(node)
        stored, strings = _stored_and_strings(nodes)
        metaclass = next((keyword.value for keyword in node.keywords if keyword.arg == "metaclass"), None)
        return ClassBody(
            bases=tuple(self._dotted(base) for base in node.bases),
            metaclass=self._dotted(metaclass) if metaclass is not None else None,
            makers=read_makers(node, self._dotted),
            fields=read_fields(node),
            names=self._settled(self._bound(node.body)),
            stored=frozenset(stored),
            strings=frozenset(strings),
            more=header_more(node) or (body_more(nodes) if self._signs else None),
            fills=self._signs and class_fills(nodes),
        )

    def _dotted(self, node: ast.expr) -> str:
        parts: list[str] = []
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            if isinstance(node, ast.Attribute):
                parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return UNKNOWN_BASE
        return ".".join([self._heads.get(node.id, f"builtins.{node.id}"), *reversed(parts)])

    def _bound(self, body: Iterable[ast.stmt]) -> dict[str, list[object]]:
        """Every name a body binds, with a path, a class, an aliased expression, or something else for each binding."""
        found: dict[str, list[object]] = defaultdict(list)
        for node in self._statements(body):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                found[node.name].append(node)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    found[name].append(Path(alias.name if alias.asname else name))
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                for alias in node.names:
                    found[alias.asname or alias.name].append(
                        Path(f"{base}.{alias.name}") if base is not None else _OTHER
                    )
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                alias_of = isinstance(node.value, (ast.Name, ast.Attribute))
                found[node.targets[0].id].append(node.value if alias_of else _OTHER)
            elif self._stub and isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id].append(node if isinstance(node.annotation, (ast.Name, ast.Attribute)) else _OTHER)
            else:
                for name in _stores(node):
                    found[name].append(_OTHER)
        found.pop("*", None)
        return found

    def _statements(self, body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        """Statements that run in a body, inside compound statements too; functions and classes are not entered."""
        for statement in body:
            yield statement
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if isinstance(statement, ast.If) and (branch := chosen(statement, self._version)) is not None:
                yield from self._statements(branch)
                continue
            for name in ("body", "orelse", "finalbody"):
                yield from self._statements(getattr(statement, name, ()))
            for handler in getattr(statement, "handlers", ()):
                yield from self._statements(handler.body)
            for case in getattr(statement, "cases", ()):
                yield from self._statements(case.body)

    def _stars(self, body: Iterable[ast.stmt]) -> Iterator[str]:
        for node in self._statements(body):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                yield self._absolute(node) or UNKNOWN_BASE

    def _absolute(self, node: ast.ImportFrom) -> str | None:
        if not node.level:
            return node.module
        parts = self._package.split(".") if self._package else []
        if node.level - 1 >= len(parts):
            return None
        start = parts[: len(parts) - (node.level - 1)]
        return ".".join([*start, *([node.module] if node.module else [])])


def _stores(node: ast.stmt) -> Iterator[str]:
    """Names that one statement binds, what it holds of other statements aside."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    stack = [child for child in children(node) if not isinstance(child, ast.stmt)]
    while stack:
        child = stack.pop()
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        elif isinstance(child, (ast.MatchAs, ast.MatchStar)) and child.name:
            yield child.name
        elif isinstance(child, ast.MatchMapping) and child.rest:
            yield child.rest
        elif isinstance(child, ast.ExceptHandler) and child.name:
            yield child.name
        stack += [inner for inner in children(child) if not isinstance(inner, (ast.stmt, ast.Lambda))]


def _stored_and_strings(tree: Tree[ast.ClassDef]) -> tuple[set[str], set[str]]:
    """Attributes that are assigned to anywhere inside a class, and the identifiers in its strings."""
    stored = {node.attr for node in tree.nodes(ast.Attribute) if node.ctx.__class__ is ast.Store}
    values = (node.value for node in tree.nodes(ast.Constant))
    return stored, {value for value in values if isinstance(value, str) and value.isidentifier()}


def _lazy_stub(tree: ast.Module) -> bool:
    """Whether a module binds `__getattr__` by `lazy_loader.attach_stub(__name__, __file__)`."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        function = node.value.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "attach_stub" and any("__getattr__" in ast.dump(target) for target in node.targets):
            return True
    return False

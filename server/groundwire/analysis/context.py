"""A module's facts from its units: each unit read once per text, the whole put together again only when one changed."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import libcst as cst

from groundwire.analysis.attribute_types import NOT_SET, UNKNOWN, attribute_types, dotted
from groundwire.analysis.module import ClassFacts, ModuleFacts
from groundwire.analysis.parsed import ParsedUnit
from groundwire.analysis.scope import bindings, dotted_name
from groundwire.model import NotAnalysed, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.analysis.notebook import NotebookFacts
    from groundwire.text.document import Document

_PATH: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")
_ATTRIBUTE: Final = re.compile(r"\bself\.\w+\s*(?::[^=\n]+)?=[^=]")
IPYTHON_NAMES: Final = ("In", "Out", "_", "__", "___", "display", "exit", "get_ipython", "quit")
"""What IPython binds in every notebook."""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What one unit adds to its module's facts; expressions are dotted as written, not yet resolved."""

    imports: tuple[tuple[str, str], ...] = ()
    constructors: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    """Every binding, repeated when bound more than once."""
    star_import: bool = False
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    """(attribute, dotted callee or `?`) for each `self.ATTRIBUTE = …`."""
    types: tuple[tuple[str, str], ...] = ()
    """(attribute, dotted class or `?`) for each `self.ATTRIBUTE = …`: an annotation, or what is awaited."""
    texts: tuple[tuple[str, str], ...] = ()
    """Names bound to a dotted string, with it."""


_LIMITER: Final = re.compile(r"[Ss]emaphore|[Ll]imiter|TCPConnector\(|httpx\.Limits\(|max_concurren|[Tt]hrottl")
"""What limits how much runs at the same time."""
_CATCHES: Final = re.compile(r"^\s*except\s*(?::|\(?[\w., ]*\b(?:Base)?Exception\b)", re.MULTILINE)
"""A handler of every error."""


def unit_facts(unit: Unit, text: str) -> UnitFacts:
    """What a unit adds. Broken code adds nothing."""
    if unit.kind == "function":
        return UnitFacts(names=(unit.name,))
    if unit.kind == "method" and _ATTRIBUTE.search(text) is None:
        return UnitFacts()
    return _facts_of_text(unit.kind, unit.name, unit.indent, text)


@lru_cache(maxsize=20_000)
def _facts_of_text(kind: str, name: str, indent: int, text: str) -> UnitFacts:
    if kind == "method":
        tree = _parsed(text, indent)
        if tree is None:
            return UnitFacts()
        return UnitFacts(attributes=tuple(_attributes(tree)), types=tuple(attribute_types(tree)))
    if kind == "class":
        tree = _parsed(text, indent)
        if tree is None and _opens_class(text):  # no docstring: the header alone
            tree = _parsed(text + " " * (indent + 1) + "pass\n", indent)
        return _class_facts(name, tree) if tree is not None else UnitFacts()
    tree = _parsed(text, indent)
    return _statement_facts(tree) if tree is not None else _newer_statement_facts(text)


def _opens_class(text: str) -> bool:
    """Whether a class header is there; one without a docstring ends in its colon."""
    return re.search(r"^\s*class\b", text, re.MULTILINE) is not None


def _parsed(text: str, indent: int) -> ast.Module | None:
    try:
        return ast.parse(f"if 1:\n{text}" if indent else text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _class_facts(name: str, tree: ast.Module) -> UnitFacts:
    top = tree.body[0] if tree.body else None
    body = top.body if isinstance(top, ast.If) else tree.body
    node = next((statement for statement in body if isinstance(statement, ast.ClassDef)), None)
    names = (name,) if node is not None and "." not in name else ()
    if node is None:
        return UnitFacts()
    return UnitFacts(
        names=names,
        bases=tuple(dotted(base) for base in node.bases),
        decorators=tuple(_callee(decorator) for decorator in node.decorator_list),
    )


def _callee(node: ast.expr) -> str:
    return dotted(node.func) if isinstance(node, ast.Call) else dotted(node)


def _attributes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
                yield target.attr, dotted(value.func) if isinstance(value, ast.Call) else UNKNOWN


def _statement_facts(tree: ast.Module) -> UnitFacts:
    """Imports, single constructors and names bound at module level, inside compound statements too."""
    imports: list[tuple[str, str]] = []
    constructors: list[tuple[str, str]] = []
    names: list[str] = []
    texts: list[tuple[str, str]] = []
    star = False
    for node in _module_level(tree.body):
        if isinstance(node, ast.Import):
            imports += [
                (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
                for alias in node.names
            ]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            star |= any(alias.name == "*" for alias in node.names)
            imports += [
                (alias.asname or alias.name, f"{base}{'' if base.endswith('.') else '.'}{alias.name}")
                for alias in node.names
                if alias.name != "*"
            ]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound = [target.id for target in targets if isinstance(target, ast.Name)]
            names += bound
            if isinstance(node.value, ast.Call):
                constructors += [(name, dotted(node.value.func)) for name in bound]
            elif isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                texts += [(name, node.value.value) for name in bound if _PATH.match(node.value.value)]
            names += _stored(target for target in targets if not isinstance(target, ast.Name))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.expr):
            names += _stored([node])
    return UnitFacts(tuple(imports), tuple(constructors), tuple(names), star, texts=tuple(texts))


def _module_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt | ast.expr]:
    """Statements that run at module level, and expressions they bind; functions and classes are not entered."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(statement, (ast.For, ast.AsyncFor)):
            yield statement.target
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            yield from (item.optional_vars for item in statement.items if item.optional_vars is not None)
        for name in ("body", "orelse", "finalbody"):
            yield from _module_level(getattr(statement, name, ()))
        for handler in getattr(statement, "handlers", ()):
            yield from _module_level(handler.body)
        for case in getattr(statement, "cases", ()):
            yield from _module_level(case.body)


def _stored(targets: Iterable[ast.expr]) -> list[str]:
    return [
        node.id
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _newer_statement_facts(text: str) -> UnitFacts:
    """A statement in syntax newer than the running interpreter's, read by libcst instead."""
    lines = text.count("\n")
    unit = ParsedUnit.of(Unit("statement", "<module>", 0, lines, 0, 0), text)
    if isinstance(unit, NotAnalysed):
        return UnitFacts()
    imports: list[tuple[str, str]] = []
    constructors: list[tuple[str, str]] = []
    names: list[str] = [alias.name.value for alias in unit.nodes(cst.TypeAlias)]
    for name, value in bindings(unit):
        if isinstance(value, str):
            imports.append((name, value))
            continue
        names.append(name)
        if isinstance(value, cst.Call) and (callee := dotted_name(value.func)) is not None:
            constructors.append((name, callee))
    star = any(isinstance(node.names, cst.ImportStar) for node in unit.nodes(cst.ImportFrom))
    return UnitFacts(tuple(imports), tuple(constructors), tuple(names), star)


@dataclass(slots=True)
class _Gathered:
    """Bindings of a module, before names are resolved."""

    bound: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    """Name → for each binding the dotted import it stands for, or None for another binding."""
    constructors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, str] = field(default_factory=dict)
    headers: dict[str, UnitFacts] = field(default_factory=dict)
    attributes: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    types: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    methods: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    star: bool = False
    limits: bool = False
    catching: set[str] = field(default_factory=set)

    def add(self, unit: Unit, facts: UnitFacts) -> None:
        for name, path in facts.imports:
            self.bound[name].append(path)
        for name in facts.names:
            self.bound[name].append(None)
        for name, callee in facts.constructors:
            self.constructors[name].append(callee)
        self.texts.update(facts.texts)
        self.star |= facts.star_import
        if unit.kind == "class" and (facts.names or facts.bases or facts.decorators or unit.name not in self.headers):
            self.headers[unit.name] = facts
        if unit.kind == "method":
            owner, _, method = unit.name.rpartition(".")
            self.methods[owner].add(method)
            for attribute, callee in facts.attributes:
                self.attributes[owner][attribute].append(callee)
            for attribute, kind in facts.types:
                self.types[owner][attribute].append(kind)


def module_facts(document: Document, path: str, name: str | None) -> ModuleFacts:
    """The facts of a whole module. `name` is its dotted import name, which makes its relative imports absolute."""
    return _module_facts([document], path, name, None)


def notebook_facts(cells: Iterable[Document], path: str, notebook: NotebookFacts) -> ModuleFacts:
    """The facts of the module that a notebook's cells make together, in their order."""
    return _module_facts(cells, path, None, notebook)


def _module_facts(
    documents: Iterable[Document], path: str, name: str | None, notebook: NotebookFacts | None
) -> ModuleFacts:
    gathered = _Gathered()
    for document in documents:
        for unit in document.units:
            text = document.python(unit.start, unit.end)
            gathered.add(unit, unit_facts(unit, text))
            if unit.kind in {"function", "method"} and _CATCHES.search(text) is not None:
                gathered.catching.add(unit.name.rpartition(".")[2])
            gathered.limits = gathered.limits or _LIMITER.search(text) is not None
    given = IPYTHON_NAMES if notebook is not None else ()
    package = _package(path, name)
    imports = {
        bound: absolute(paths[0], package)
        for bound, paths in gathered.bound.items()
        if paths[0] is not None and all(other == paths[0] for other in paths)
    }

    def resolved(path: str) -> str:
        head, dot, rest = path.partition(".")
        if head in imports:
            return f"{imports[head]}{dot}{rest}"
        return path

    return ModuleFacts(
        path=path,
        name=name,
        package=package,
        imports=imports,
        constructors={
            bound: resolved(callees[0])
            for bound, callees in gathered.constructors.items()
            if len(gathered.bound[bound]) == 1 and callees[0] != UNKNOWN
        },
        texts={bound: text for bound, text in gathered.texts.items() if len(gathered.bound[bound]) == 1},
        names=frozenset((*gathered.bound, *given)),
        classes={
            class_name: ClassFacts(
                bases=tuple(resolved(base) for base in header.bases),
                decorators=tuple(resolved(decorator) for decorator in header.decorators),
                attributes={
                    attribute: resolved(callees[0])
                    for attribute, callees in gathered.attributes.get(class_name, {}).items()
                    if len(callees) == 1 and callees[0] != UNKNOWN
                },
                types={
                    attribute: resolved(kinds.pop())
                    for attribute, found in gathered.types.get(class_name, {}).items()
                    if len(kinds := set(found) - {NOT_SET}) == 1 and UNKNOWN not in kinds
                },
                methods=frozenset(gathered.methods.get(class_name, ())),
            )
            for class_name, header in gathered.headers.items()
        },
        star_import=gathered.star,
        limits=gathered.limits,
        catching=frozenset(gathered.catching),
        notebook=notebook,
    )


def _package(path: str, name: str | None) -> str | None:
    """The package a module's relative imports start from."""
    if name is None:
        return None
    return name if path.endswith(("__init__.py", "__init__.pyi")) else name.rpartition(".")[0]


def absolute(path: str, package: str | None) -> str:
    """A dotted import path made absolute; a relative one stays as written where the package is not known."""
    level = len(path) - len(path.lstrip("."))
    if level == 0 or package is None:
        return path
    parts = package.split(".") if package else []
    if level - 1 > len(parts):
        return path
    return ".".join([*parts[: len(parts) - (level - 1)], path[level:]]) if path[level:] else ".".join(parts)

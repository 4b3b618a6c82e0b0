"""What one Python file contributes to the project's index: imports, definitions, and the names each mentions."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.dynamic import drives_by_string, extends_path, prefixes, quoted_names, targets
from groundwire.analysis.file_imports import ImportTable, read_imports
from groundwire.analysis.fixtures.facts import NOTHING, FixtureFacts
from groundwire.analysis.fixtures.reading import fixture_facts
from groundwire.analysis.mentions import called_names, mentions
from groundwire.analysis.syntax_tree import syntax_tree
from groundwire.analysis.tree_walk import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INERT_DECORATORS: Final = frozenset(
    """
    abstractmethod asynccontextmanager beartype cache cached cached_property classmethod contextmanager deleter
    deprecated final getter jit lru_cache njit no_type_check overload override property retry runtime_checkable setter
    staticmethod timer total_ordering typechecked typing_only validate_call wraps dataclass define frozen mutable attrs
    attributes s dataclass_transform unique
    """.split()  # noqa: SIM905 - reads best as words
)
"""Decorators that leave a function to be called by its name."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a file that runs as one: a function, a class's body, the module's own statements, a script's."""

    kind: Literal["function", "class", "module", "script"]
    name: str
    """Qualified name; `<module>`, and `<script>` for what stands under `if __name__ == "__main__"`."""
    mentions: tuple[str, ...] = ()
    """As `analysis.mentions` writes them."""
    registered: bool = False
    """A decorator may hand it to something that calls it: a route, a command, a task, a signal, a fixture."""
    doctest: bool = False


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file in the index; no tree is kept."""

    imports: frozenset[str] = frozenset()
    """Absolute dotted names of modules and of what is taken from them; `/folder/module` for relative imports."""
    optional: frozenset[str] = frozenset()
    """Modules, and names taken from them, that the file itself provides for the absence of."""
    taken: tuple[str, ...] = ()
    """One entry for each name imported from a module: that module's."""
    bases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Classes by qualified name: their bases as dotted paths, imports resolved; `?` for an expression."""
    nodes: tuple[Node, ...] = ()
    mentions: frozenset[str] = frozenset()
    """Of all nodes together."""
    called: frozenset[str] = frozenset()
    """Bare names of what is called."""
    prefixes: frozenset[str] = frozenset()
    """Starts of attribute names that are put together at run time: `visit_`."""
    quoted: frozenset[str] = frozenset()
    """Of a test file: names that its strings use as code does, as templates and scripts in tests do: `loop.cycle(`."""
    extends_path: bool = False
    """Changes where imports look, or may: touches `sys.path` or `sys.modules`."""
    drives: bool = False
    """Calls something by a route, a command line or a task's name."""
    limits_requests: bool = False
    """Replaces what sends all requests of `requests`, as who gives them a limit by default does."""
    fixtures: FixtureFacts = NOTHING
    """What it adds to the fixtures of tests."""


def read_facts(path: str, text: str, *, test: bool) -> FileFacts | None:
    """Facts of a file's text, or None where it does not parse; of a test file, its names are kept as one node."""
    tree = syntax_tree(text)
    return facts_of(path, text, tree, test=test) if tree is not None else None


def facts_of(path: str, text: str, tree: ast.Module, *, test: bool) -> FileFacts | None:
    """Facts of a file whose text has this tree; None where that is too deep."""
    try:
        return _facts(path, Tree(tree), test=test, may_give="fixture" in text or "pytest" in text)
    except RecursionError:
        return None


def _facts(path: str, tree: Tree[ast.Module], *, test: bool, may_give: bool) -> FileFacts:
    table = read_imports(path, tree)
    if test:
        taken = (sys.intern(origin.rpartition(".")[2]) for origin in table.origins.values())
        nodes: tuple[Node, ...] = (Node("module", "<module>", (*mentions(tree.root.body, table), *taken)),)
    else:
        nodes = tuple(_nodes(tree.root, table))
    return FileFacts(
        imports=frozenset(map(sys.intern, (*table.modules, *targets(tree)))),
        optional=table.optional,
        taken=table.taken,
        bases=tuple((name, tuple(_bases(node, table))) for name, node in _classes(tree.root.body, "")),
        nodes=nodes,
        mentions=frozenset(name for node in nodes for name in node.mentions),
        called=called_names(tree),
        prefixes=prefixes(tree),
        quoted=frozenset(quoted_names(tree)) if test else frozenset(),
        extends_path=extends_path(tree),
        drives=drives_by_string(tree),
        limits_requests=any(map(_sends_requests, tree.nodes(ast.Attribute))),
        fixtures=fixture_facts(tree) if test or may_give else NOTHING,
    )


def _nodes(tree: ast.Module, table: ImportTable) -> Iterator[Node]:
    own: list[ast.stmt] = []
    script: list[ast.stmt] = []
    for statement in tree.body:
        if isinstance(statement, ast.If) and _is_script_guard(statement.test):
            script += statement.body
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _definition(statement, "", table)
        elif isinstance(statement, (ast.If, ast.Try)):
            yield from _conditional(statement, table)
            own.append(statement)
        elif not _is_export_list(statement):
            own.append(statement)
    yield Node("module", "<module>", mentions(own, table))
    if script:
        yield Node("script", "<script>", mentions(script, table))


def _conditional(statement: ast.stmt, table: ImportTable) -> Iterator[Node]:
    """Definitions under a top-level `if` or `try`: they are functions of the module all the same."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _definition(child, "", table)
        elif isinstance(child, (ast.If, ast.Try, ast.ExceptHandler)):
            yield from _conditional(child, table)  # type: ignore[arg-type]


def _definition(node: Definition | ast.ClassDef, prefix: str, table: ImportTable) -> Iterator[Node]:
    name = sys.intern(prefix + node.name)
    registered = any(_decorator_name(decorator) not in _INERT_DECORATORS for decorator in node.decorator_list)
    if not isinstance(node, ast.ClassDef):
        yield Node("function", name, mentions([node], table), registered, ">>>" in (ast.get_docstring(node) or ""))
        return
    own: list[ast.AST] = [*node.bases, *node.keywords, *node.decorator_list]
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _definition(statement, f"{name}.", table)
        else:
            own.append(statement)
    registered = registered or any(
        keyword.arg is None or (keyword.arg == "metaclass" and _last(keyword.value) not in {"ABCMeta", "EnumMeta"})
        for keyword in node.keywords
    )
    yield Node("class", name, mentions(own, table), registered)


def _classes(body: Iterable[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield sys.intern(prefix + node.name), node
            yield from _classes(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, (ast.If, ast.Try)) and not prefix:
            inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
            yield from _classes(inner, "")


def _bases(node: ast.ClassDef, table: ImportTable) -> Iterator[str]:
    for base in node.bases:
        expression = base.value if isinstance(base, ast.Subscript) else base
        parts: list[str] = []
        while isinstance(expression, ast.Attribute):
            parts.append(expression.attr)
            expression = expression.value
        if not isinstance(expression, ast.Name):
            yield "?"
            continue
        parts.append(table.origins.get(expression.id, expression.id))
        yield sys.intern(".".join(reversed(parts)))


def _sends_requests(node: ast.Attribute) -> bool:
    """Whether this is `HTTPAdapter.send`, `Session.send` or `Session.request`, assigned to."""
    if node.ctx.__class__ is not ast.Store or node.attr not in {"request", "send"}:
        return False
    return _last(node.value) in {"HTTPAdapter", "Session"}


def _is_script_guard(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and isinstance(test.ops[0], ast.Eq)
    )


def _is_export_list(statement: ast.stmt) -> bool:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)):
        targets = [statement.target]
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)


def _decorator_name(node: ast.expr) -> str:
    return _last(node.func if isinstance(node, ast.Call) else node)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else "?"

"""Walk `ast` trees quickly: one pass per file, its nodes sorted by type."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from groundwire.analysis.fields_below import FieldsBelow

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = TypeVar("Node", bound=ast.AST)
Root = TypeVar("Root", bound=ast.AST)

_WITHOUT_CODE: Final = frozenset(
    """
    arg asname attr conversion ctx id is_async kind kwd_attrs level module name op ops rest simple str tag type_comment
    type_ignores
    """.split()  # noqa: SIM905 - reads best as words
)
_NO_CODE_HERE: Final[dict[type[ast.AST], set[str]]] = {
    ast.Constant: {"value"},
    ast.MatchSingleton: {"value"},
    ast.Global: {"names"},
    ast.Nonlocal: {"names"},
}
"""Fields that hold no nodes, in every type of node and in one."""
_WITH_NONE: Final = frozenset({ast.Dict, ast.arguments})
"""Types whose lists hold None where something may be left out."""


_NAMED_BY_NODES: Final = frozenset({kind} if (kind := getattr(ast, "TypeAlias", None)) is not None else ())


def _names_below(kind: type[ast.AST]) -> list[str]:
    without = _WITHOUT_CODE | _NO_CODE_HERE.get(kind, set())
    return [name for name in kind._fields if name not in without or (name == "name" and kind in _NAMED_BY_NODES)]


_BELOW: Final = FieldsBelow(_names_below)


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below; operators and contexts are left out."""
    kind = node.__class__
    get = _BELOW[kind]
    if get is None:
        return []
    found: list[Any] = []
    for value in get(node):
        if isinstance(value, list):
            found += value
        elif value is not None:
            found.append(value)
    return [item for item in found if item is not None] if kind in _WITH_NONE else found


def walk(root: ast.AST) -> Iterator[ast.AST]:
    """A node and everything below it, in no particular order; operators and contexts are left out."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if _BELOW[node.__class__] is not None:
            stack += children(node)


def is_name(node: ast.AST, name: str) -> bool:
    """Whether this is a name, and that one."""
    return isinstance(node, ast.Name) and node.id == name


def is_sys_modules(node: ast.Attribute) -> bool:
    """Whether this is `sys.modules`."""
    return node.attr == "modules" and is_name(node.value, "sys")


class Tree(Generic[Root]):
    """A tree's nodes by type, in no particular order."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self._nodes: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        stack: list[ast.AST] = [root]
        while stack:
            node = stack.pop()
            self._nodes[node.__class__].append(node)
            if _BELOW[node.__class__] is not None:
                stack += children(node)

    def nodes(self, *kinds: type[Node]) -> Iterator[Node]:
        """All nodes of exactly these types."""
        for kind in kinds:
            for node in self._nodes.get(kind, ()):
                if isinstance(node, kind):
                    yield node

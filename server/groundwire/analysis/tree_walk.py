"""Walk `ast` trees quickly: one pass per file, its nodes sorted by type."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = TypeVar("Node", bound=ast.AST)

_WITHOUT_CODE: Final = frozenset({"ctx", "op", "ops", "kind", "type_comment", "type_ignores"})
_FIELDS: Final[dict[type[ast.AST], tuple[str, ...]]] = {}
"""Fields that may hold code, by type of node; filled as types are met."""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below; operators and contexts are left out."""
    found: list[ast.AST] = []
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(name for name in kind._fields if name not in _WITHOUT_CODE)
    for name in names:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(root: ast.AST) -> Iterator[ast.AST]:
    """A node and everything below it, in no particular order; operators and contexts are left out."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += children(node)


def is_name(node: ast.AST, name: str) -> bool:
    """Whether this is a name, and that one."""
    return isinstance(node, ast.Name) and node.id == name


class Tree:
    """A tree's nodes by type, in no particular order."""

    def __init__(self, root: ast.Module) -> None:
        self.root = root
        self._nodes: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        stack: list[ast.AST] = [root]
        while stack:
            node = stack.pop()
            self._nodes[type(node)].append(node)
            stack += children(node)

    def nodes(self, *kinds: type[Node]) -> Iterator[Node]:
        """All nodes of exactly these types."""
        for kind in kinds:
            for node in self._nodes.get(kind, ()):
                if isinstance(node, kind):
                    yield node

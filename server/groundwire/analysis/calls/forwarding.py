"""Where the `**kwargs` of a function go: into calls, taken out one by one, refused; or anywhere."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.tree_walk import children, is_name, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TAKING: Final = frozenset({"pop", "get", "setdefault"})

_CHOOSING: Final = frozenset({"cls"})
"""Keywords of a call that say who gets the others: `json.loads(text, cls=Lenient, **kwargs)`."""


class Forward(NamedTuple):
    """A call that is given all of them."""

    way: str
    """*path*, *super* or *self*: what `callee` is found by."""
    callee: str
    """Absolute dotted path, or a method's name; `?` where nothing tells it."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """All that a function does with its `**kwargs`."""

    forwards: tuple[Forward, ...] = ()
    taken: frozenset[str] = field(default=frozenset())
    """Keywords that it takes out, asks for or adds itself."""
    refuses: bool = False
    """It raises `TypeError` where any are left."""


def forwarding(node: ast.FunctionDef | ast.AsyncFunctionDef, dotted: Callable[[ast.expr], str]) -> Forwarding | None:
    """What becomes of a function's `**kwargs`; None where they may go anywhere, or nowhere."""
    if node.args.kwarg is None:
        return None
    return _Following(node, node.args.kwarg.arg, dotted).result()


class _Following:
    """The uses of one name in one function."""

    def __init__(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, dotted: Callable[[ast.expr], str]
    ) -> None:
        self._node = node
        self._name = name
        self._dotted = dotted
        self._parents = {child: parent for parent in walk(node) for child in children(parent)}
        self._bound = set(_bound(node))
        self._imports = dict(_imports(node))

    def result(self) -> Forwarding | None:
        forwards: list[Forward] = []
        taken: set[str] = set()
        refuses = False
        for use in ast.walk(self._node):
            if isinstance(use, ast.arg) and use.arg == self._name and use is not self._node.args.kwarg:
                return None
            if not isinstance(use, ast.Name) or use.id != self._name:
                continue
            parent = self._parents[use]
            if isinstance(parent, ast.keyword) and parent.arg is None:
                call = self._parents[parent]
                if not isinstance(call, ast.Call):
                    return None
                named = {keyword.arg for keyword in call.keywords}
                forwards.append(Forward("path", "?") if named & _CHOOSING else self._forward(call.func))
            elif (names := self._taken(use, parent)) is not None:
                taken |= names
            elif isinstance(parent, (ast.If, ast.UnaryOp)):
                refuses = refuses or _refusing(parent, self._name)
            elif not self._told(use):
                return None
        if not refuses and not self._surely_forwards(self._node.body):
            return None
        return Forwarding(tuple(forwards), frozenset(taken), refuses)

    def _surely_forwards(self, body: Sequence[ast.stmt]) -> bool:
        """Whether no condition leads past every call that is given the mapping, raising aside."""
        for statement in body:
            if not isinstance(statement, ast.If):
                if any(self._is_forwarded(use) for use in walk(statement)):
                    return True
            elif statement.orelse and all(
                isinstance(branch[-1], ast.Raise) or self._surely_forwards(branch)
                for branch in (statement.body, statement.orelse)
            ):
                return True
        return False

    def _is_forwarded(self, node: ast.AST) -> bool:
        return isinstance(node, ast.keyword) and node.arg is None and is_name(node.value, self._name)

    def _told(self, use: ast.Name) -> bool:
        """Whether a use only puts together what the refusal says."""
        node: ast.AST = use
        while (parent := self._parents.get(node)) is not None:
            if isinstance(parent, ast.If) and _refusing(parent, self._name) and node in parent.body:
                return True
            node = parent
        return False

    def _taken(self, use: ast.Name, parent: ast.AST) -> set[str] | None:
        """Keywords that one use of the mapping names; None where it does anything else."""
        if isinstance(parent, ast.Subscript) and parent.value is use:
            return _text(parent.slice)
        if isinstance(parent, ast.Compare) and len(parent.ops) == 1 and parent.comparators[0] is use:
            return _text(parent.left) if isinstance(parent.ops[0], (ast.In, ast.NotIn)) else None
        if not isinstance(parent, ast.Attribute):
            return None
        call = self._parents[parent]
        if not isinstance(call, ast.Call) or call.func is not parent:
            return None
        if parent.attr in _TAKING and call.args:
            return _text(call.args[0])
        if parent.attr == "update" and not call.args and all(keyword.arg for keyword in call.keywords):
            return {keyword.arg for keyword in call.keywords if keyword.arg}
        return None

    def _forward(self, function: ast.expr) -> Forward:
        if isinstance(function, ast.Attribute):
            owner = function.value
            if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super":
                return Forward("super", function.attr) if not owner.args else Forward("path", "?")
            first = self._node.args.args[0].arg if self._node.args.args else None
            if isinstance(owner, ast.Name) and owner.id == first == "self":
                return Forward("self", function.attr)
        head = function
        while isinstance(head, ast.Attribute):
            head = head.value
        if not isinstance(head, ast.Name):
            return Forward("path", "?")
        if head.id in self._imports:
            rest = ast.unparse(function)[len(head.id) :]
            return Forward("path", self._imports[head.id] + rest)
        return Forward("path", "?" if head.id in self._bound else self._dotted(function))


def _text(node: ast.expr) -> set[str] | None:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _refusing(node: ast.AST, name: str) -> bool:
    """`if kwargs: raise TypeError(…)`, whatever is put together before."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Name) or node.test.id != name:
        return False
    last = node.body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    error = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(error, ast.Name) and error.id == "TypeError"


def _bound(node: ast.AST) -> Iterator[str]:
    """Names that a function binds, nested scopes included."""
    for inner in walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.arg):
            yield inner.arg
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and inner is not node:
            yield inner.name


def _imports(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names bound by absolute imports inside a function: what they stand for."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ImportFrom) and not inner.level and inner.module:
            for alias in inner.names:
                yield alias.asname or alias.name, f"{inner.module}.{alias.name}"

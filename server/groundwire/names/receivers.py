"""Where the object before a dot comes from, by the text of its module alone; only what one expression settles."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH: Final = 5
"""Names that stand for names, followed at most so far."""
_SEVERAL: Final = 4
"""Bindings of one name that are looked at, at most."""
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LITERALS: Final[dict[type[ast.AST], str]] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.JoinedStr: "str",
}
_CONSTANTS: Final = frozenset({"str", "bytes", "int", "float"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Call(NamedTuple):
    """The object is what a call gives."""

    callee: tuple[int, int]
    """Last character of what is called: line from 1, column from 0, in code points."""
    call: tuple[int, int]
    """Behind the closing bracket: on it, jedi takes the last argument for what was asked about."""


class Annotated(NamedTuple):
    """The object is a parameter or variable with an annotation that is a plain name."""

    annotation: tuple[int, int]


class Held(NamedTuple):
    """The object is an attribute of another."""

    name: tuple[int, int]
    """Last character of the attribute's name."""


class Several(NamedTuple):
    """The object has come from one of several places."""

    sources: tuple[Source, ...]


class Literal(NamedTuple):
    """The object is a display: `[]`, `"…"`."""

    name: str
    """The builtin class."""


Source = Union["Call", "Annotated", "Literal", "Held", "Several", None]


class Text:
    """One module's text, with what leads from an attribute to the expression its object comes from."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.tree = ast.parse(text)
        self._parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self._attributes = {self.last(node): node for node in ast.walk(self.tree) if isinstance(node, ast.Attribute)}
        self._globals = {
            name for node in ast.walk(self.tree) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names
        }

    def receiver(self, line: int, column: int) -> ast.expr | None:
        """What stands before the dot of the attribute whose name's last character stands there."""
        node = self._attributes.get((line, column))
        return node.value if node is not None else None

    def source(self, line: int, column: int) -> Source:
        """Of the attribute whose name's last character stands at `line` (from 1) and `column` (from 0)."""
        node = self.receiver(line, column)
        return self._origin(node, 0) if node is not None else None

    def _origin(self, node: ast.expr, depth: int) -> Source:
        if depth > _DEPTH:
            return None
        if isinstance(node, ast.Call):
            if isinstance(node.func, (ast.Name, ast.Attribute)):
                line, column = self.last(node)
                return Call(self.last(node.func), (line, column + 1))
            return None
        if type(node) in _LITERALS:
            return Literal(_LITERALS[type(node)])
        if isinstance(node, ast.Constant):
            name = type(node.value).__name__
            return Literal(name) if name in _CONSTANTS else None
        if isinstance(node, ast.Name):
            return self._of_name(node, depth)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (own := self._of_own_attribute(node, depth)) is not None:
                return own
            return Held(self.last(node)) if self._of_name(node.value, depth + 1) is not None else None
        return None

    def _of_name(self, node: ast.Name, depth: int) -> Source:
        name = node.id
        if name in self._globals:
            return None
        for scope in self._scopes_around(node):
            found = [binding for binding in _bindings(scope) if binding[0] == name]
            if not found:
                continue
            if len(found) == 1:
                return self._of_binding(found[0][1], depth)
            sources = tuple(self._of_binding(binding, depth) for _, binding in found)
            return Several(sources) if len(found) <= _SEVERAL and None not in sources else None
        return None

    def _of_binding(self, binding: ast.AST, depth: int) -> Source:
        if isinstance(binding, ast.arg):
            return self._of_annotation(binding.annotation)
        if isinstance(binding, ast.AnnAssign):
            if binding.value is not None and (found := self._origin(binding.value, depth + 1)) is not None:
                return found
            return self._of_annotation(binding.annotation)
        if isinstance(binding, ast.Assign) and len(binding.targets) == 1 and isinstance(binding.targets[0], ast.Name):
            return self._origin(binding.value, depth + 1)
        return None

    def _of_annotation(self, annotation: ast.expr | None) -> Source:
        plain = isinstance(annotation, (ast.Name, ast.Attribute))
        return Annotated(self.last(annotation)) if annotation is not None and plain else None

    def _of_own_attribute(self, node: ast.Attribute, depth: int) -> Source:
        """`self.NAME`, where the class sets it once and no other place of the module does."""
        function = next((scope for scope in self._scopes_around(node) if isinstance(scope, Function)), None)
        first = _first_parameter(function) if function is not None else None
        owner = self._parents.get(function) if function is not None else None
        if not isinstance(owner, ast.ClassDef) or not isinstance(node.value, ast.Name) or node.value.id != first:
            return None
        if owner.bases and any(not (isinstance(base, ast.Name) and base.id == "object") for base in owner.bases):
            return None
        if any(name == node.attr for name, _ in _bindings(owner)):
            return None
        stores = [
            other
            for other in self._attributes.values()
            if other.attr == node.attr and isinstance(other.ctx, (ast.Store, ast.Del))
        ]
        if len(stores) != 1:
            return None
        statement = self._parents.get(stores[0])
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            return self._origin(statement.value, depth + 1)
        return None

    def _scopes_around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Scopes that a name at `node` is looked up in, innermost first; a class's is seen from its body alone."""
        inside_function = False
        while (parent := self._parents.get(node)) is not None:
            if isinstance(parent, _COMPREHENSIONS):
                yield parent
            elif isinstance(parent, ast.ClassDef):
                if not inside_function and node in parent.body:
                    yield parent
            elif isinstance(parent, (*_SCOPES, ast.Module)):
                in_body = not isinstance(parent, Function) or node in parent.body
                if in_body:
                    inside_function = inside_function or not isinstance(parent, ast.Module)
                    yield parent
            node = parent

    def first(self, node: ast.expr) -> tuple[int, int]:
        """Line, and column in code points, of a node's first character."""
        return node.lineno, self._column(node.lineno, node.col_offset)

    def last(self, node: ast.expr) -> tuple[int, int]:
        """Line, and column in code points, of a node's last character."""
        line = node.end_lineno or 1
        return line, self._column(line, node.end_col_offset or 1) - 1

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))


@lru_cache(maxsize=2_000)
def _bindings(scope: ast.AST) -> tuple[tuple[str, ast.AST], ...]:
    """Every binding in a scope itself: the name, and the statement, parameter or other node that binds it."""
    return tuple(_found(scope))


def _found(scope: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    arguments = getattr(scope, "args", None)
    if isinstance(arguments, ast.arguments):
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            yield argument.arg, argument
        for rest in (arguments.vararg, arguments.kwarg):
            if rest is not None:
                yield rest.arg, arguments
    stack: list[tuple[ast.AST, ast.AST]] = [(node, scope) for node in _own(scope)]
    while stack:
        node, parent = stack.pop()
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id, parent
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name, node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], node
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name, node
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest, node
        if not isinstance(node, (*_SCOPES, *_COMPREHENSIONS)):
            stack += [(child, node) for child in ast.iter_child_nodes(node)]


def _own(scope: ast.AST) -> list[ast.AST]:
    if isinstance(scope, _COMPREHENSIONS):
        return [generator.target for generator in scope.generators]
    body = getattr(scope, "body", [])
    return list(body) if isinstance(body, list) else [body]


def _first_parameter(function: Function) -> str | None:
    if any(isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in function.decorator_list):
        return None
    parameters = [*function.args.posonlyargs, *function.args.args]
    return parameters[0].arg if parameters else None

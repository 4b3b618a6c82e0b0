"""What a module's own `__getattr__` (PEP 562) does with one name, read from its text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.tree_walk import is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Outcome = Literal["raises", "goes on", "unknown"]
_CHANGING: Final = frozenset({"update", "add", "append", "extend", "setdefault", "insert"})
_READING: Final = frozenset({"len", "list", "tuple", "set", "frozenset", "sorted", "iter", "dir", "repr", "str", "max"})


def refuses(text: str, name: str) -> bool:
    """Whether the module surely raises for a name that it does not bind.

    Followed are tests of the name against constants and against collections of constants; anything else that may
    return is taken to serve it.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"]
    found = [node for node in found if len(node.args.args) == 1]
    if len(found) != 1:
        return False
    return _Following(tree, found[0].args.args[0].arg, name).outcome(found[0].body) == "raises"


class _Following:
    """One `__getattr__` called with one name."""

    def __init__(self, tree: ast.Module, parameter: str, name: str) -> None:
        self._tables = tree
        self._parameter = parameter
        self._name = name

    def outcome(self, body: Iterable[ast.stmt]) -> Outcome:
        """What running these statements comes to."""
        for statement in body:
            outcome = self._of(statement)
            if outcome != "goes on":
                return outcome
        return "goes on"

    def _of(self, statement: ast.stmt) -> Outcome:
        if isinstance(statement, ast.Raise):
            return "raises"
        if isinstance(statement, ast.If):
            holds = self._holds(statement.test)
            if holds is not None:
                return self.outcome(statement.body if holds else statement.orelse)
            outcomes = {self.outcome(statement.body), self.outcome(statement.orelse)}
            return (
                outcomes.pop() if len(outcomes) == 1 else "goes on" if outcomes == {"raises", "goes on"} else "unknown"
            )
        if any(isinstance(node, (ast.Return, ast.Yield)) for node in ast.walk(statement)):
            return "unknown"
        if isinstance(statement, (ast.Try, ast.With, ast.For, ast.While)):
            return "unknown"
        return "goes on"

    def _holds(self, test: ast.expr) -> bool | None:
        """Whether a test of the name holds; None where it cannot be told."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._holds(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            values = [self._holds(value) for value in test.values]
            decisive = isinstance(test.op, ast.Or)
            if decisive in values:
                return decisive
            return None if None in values else not decisive
        if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and self._asked(test.func.value):
            return self._text_test(test)
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not self._asked(test.left):
            return None
        operator, other = test.ops[0], test.comparators[0]
        if isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(other, ast.Constant):
            return (other.value == self._name) == isinstance(operator, ast.Eq)
        if isinstance(operator, (ast.In, ast.NotIn)):
            names = self._collection(other)
            return None if names is None else (self._name in names) == isinstance(operator, ast.In)
        return None

    def _text_test(self, call: ast.Call) -> bool | None:
        if (
            not isinstance(call.func, ast.Attribute)
            or len(call.args) != 1
            or not isinstance(call.args[0], ast.Constant)
        ):
            return None
        part = call.args[0].value
        if not isinstance(part, str):
            return None
        if call.func.attr == "startswith":
            return self._name.startswith(part)
        return self._name.endswith(part) if call.func.attr == "endswith" else None

    def _asked(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._parameter

    def _collection(self, node: ast.expr) -> Collection[str] | None:
        """The strings of a literal, or of a name that one literal is bound to; None where that is not all of it."""
        if isinstance(node, ast.Name):
            values = [
                statement.value
                for statement in ast.walk(self._tables)
                if isinstance(statement, (ast.Assign, ast.AnnAssign))
                and statement.value is not None
                and any(isinstance(target, ast.Name) and target.id == node.id for target in _targets(statement))
            ]
            changed = len(values) > 1 or any(_changes(use, node.id) for use in ast.walk(self._tables))
            return self._collection(values[0]) if values and not changed else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            return self._collection(node.args[0]) if node.func.id in {"frozenset", "set", "tuple", "list"} else None
        elements = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", None)
        return _strings(elements) if elements is not None else None


def _changes(node: ast.AST, name: str) -> bool:
    """Whether a piece of code may put something more into the collection of that name, or hands it to what may."""
    if isinstance(node, ast.Attribute):
        return node.attr in _CHANGING and is_name(node.value, name)
    if isinstance(node, ast.Subscript):
        return not isinstance(node.ctx, ast.Load) and is_name(node.value, name)
    if isinstance(node, ast.AugAssign):
        return is_name(node.target, name)
    if not isinstance(node, ast.Call) or (isinstance(node.func, ast.Name) and node.func.id in _READING):
        return False
    return any(is_name(given, name) for given in (*node.args, *(keyword.value for keyword in node.keywords)))


def _targets(statement: ast.Assign | ast.AnnAssign) -> Sequence[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def _strings(elements: Sequence[ast.expr | None]) -> Collection[str] | None:
    found: set[str] = set()
    for element in elements:
        if not isinstance(element, ast.Constant) or not isinstance(element.value, str):
            return None
        found.add(element.value)
    return found

"""Computes operators, displays and names over known values without running the user's code."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from groundwire.stubs.operations import BINARY, COMPARE, SAFE, UNARY, can_apply, is_bounded, is_number
from groundwire.stubs.samples import UNKNOWN, Instance, Member
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_BUDGET: Final = 200_000
"""Expressions looked at for one stub; code that takes more is left unknown from there on."""


class Raised(Exception):
    """The expression raises an exception of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Expressions:
    """Evaluates expressions in an environment of known values.

    `path_of` gives the absolute dotted path of a dotted name of the module; `constants` are the module's.
    `decisions` collects what each comparison and condition came out as.
    """

    def __init__(
        self, path_of: Callable[[str], str], constants: Mapping[str, ast.expr], members: Mapping[str, Member]
    ) -> None:
        self.path_of = path_of
        self.constants = constants
        self.members = members
        self.decisions: set[tuple[int, bool]] = set()
        self._pending: set[str] = set()
        self._budget = _BUDGET

    def value(self, node: ast.expr, env: Mapping[str, object]) -> Any:
        """Value of an expression, or UNKNOWN. Raises `Raised` where evaluating it raises for certain."""
        self._budget -= 1
        if self._budget < 0:
            return UNKNOWN
        visit = getattr(self, f"_{type(node).__name__.lower()}", None)
        return visit(node, env) if visit is not None else UNKNOWN

    def truth(self, node: ast.expr, env: Mapping[str, object]) -> bool | None:
        """Whether a condition holds; None where that is not known. Its outcome is recorded."""
        value = self.value(node, env)
        if value is UNKNOWN:
            return None
        outcome = True if isinstance(value, (Instance, Member)) else bool(value)
        self.decisions.add((id(node), outcome))
        return outcome

    def apply(self, function: Callable[..., Any], *values: Any) -> Any:
        """Call one of our own operations on values; an exception it raises is what the code would raise."""
        if not can_apply(function, values):
            return UNKNOWN
        try:
            result = function(*values)
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            raise Raised(type(error).__name__) from None
        except RecursionError:
            return UNKNOWN
        return result if is_bounded(result) else UNKNOWN

    def _constant(self, node: ast.Constant, _: Mapping[str, object]) -> Any:
        return node.value

    def _name(self, node: ast.Name, env: Mapping[str, object]) -> Any:
        if node.id in env:
            return env[node.id]
        if node.id in self.constants and node.id not in self._pending:
            self._pending.add(node.id)
            try:
                return self.value(self.constants[node.id], {})
            finally:
                self._pending.discard(node.id)
        return UNKNOWN

    def _namedexpr(self, node: ast.NamedExpr, env: Mapping[str, object]) -> Any:
        return self.value(node.value, env)

    def _attribute(self, node: ast.Attribute, env: Mapping[str, object]) -> Any:
        path = dotted(node)
        if path is not None:
            if path in env:
                return env[path]
            if (member := self.members.get(self.path_of(path))) is not None and path.partition(".")[0] not in env:
                return member
        owner = self.value(node.value, env)
        if isinstance(owner, Instance):
            return owner.fields.get(node.attr, UNKNOWN)
        if isinstance(owner, Member) and node.attr in {"name", "value"}:
            return getattr(owner, node.attr)
        if isinstance(owner, (date, timedelta, PurePosixPath)) and not node.attr.startswith("_"):
            found = getattr(owner, node.attr, UNKNOWN)
            return found if isinstance(found, SAFE) else UNKNOWN
        return UNKNOWN

    def _items(self, nodes: list[ast.expr], env: Mapping[str, object]) -> list[Any] | None:
        if any(isinstance(node, ast.Starred) for node in nodes):
            return None
        return [self.value(node, env) for node in nodes]

    def _list(self, node: ast.List, env: Mapping[str, object]) -> Any:
        items = self._items(node.elts, env)
        return UNKNOWN if items is None else items

    def _tuple(self, node: ast.Tuple, env: Mapping[str, object]) -> Any:
        items = self._items(node.elts, env)
        return UNKNOWN if items is None else tuple(items)

    def _set(self, node: ast.Set, env: Mapping[str, object]) -> Any:
        items = self._items(node.elts, env)
        return UNKNOWN if items is None else self.apply(set, items)

    def _dict(self, node: ast.Dict, env: Mapping[str, object]) -> Any:
        if any(key is None for key in node.keys):
            return UNKNOWN
        keys = [self.value(key, env) for key in node.keys if key is not None]
        if UNKNOWN in keys:
            return UNKNOWN
        return self.apply(dict, list(zip(keys, [self.value(value, env) for value in node.values], strict=True)))

    def _unaryop(self, node: ast.UnaryOp, env: Mapping[str, object]) -> Any:
        if isinstance(node.op, ast.Not):
            truth = self.truth(node.operand, env)
            return UNKNOWN if truth is None else not truth
        return self.apply(UNARY[type(node.op)], self.value(node.operand, env))

    def _binop(self, node: ast.BinOp, env: Mapping[str, object]) -> Any:
        left, right = self.value(node.left, env), self.value(node.right, env)
        if type(node.op) not in BINARY or (isinstance(node.op, ast.Mod) and isinstance(left, (str, bytes))):
            return UNKNOWN
        if isinstance(node.op, ast.Mult) and not (is_number(left) and is_number(right)):
            return UNKNOWN
        return self.apply(BINARY[type(node.op)], left, right)

    def _boolop(self, node: ast.BoolOp, env: Mapping[str, object]) -> Any:
        value: Any = UNKNOWN
        stop = isinstance(node.op, ast.Or)
        unsure = False
        for operand in node.values:
            truth = self.truth(operand, env)
            unsure |= truth is None
            if truth is stop:
                return UNKNOWN if unsure and not stop else self.value(operand, env) if not unsure else stop
            value = self.value(operand, env)
        return UNKNOWN if unsure else value

    def _ifexp(self, node: ast.IfExp, env: Mapping[str, object]) -> Any:
        truth = self.truth(node.test, env)
        return UNKNOWN if truth is None else self.value(node.body if truth else node.orelse, env)

    def _compare(self, node: ast.Compare, env: Mapping[str, object]) -> Any:
        left = self.value(node.left, env)
        for index, (op, comparator) in enumerate(zip(node.ops, node.comparators, strict=True)):
            right = self.value(comparator, env)
            if isinstance(op, (ast.Is, ast.IsNot)) and isinstance(left, Instance) and right is None:
                outcome: Any = isinstance(op, ast.IsNot)
            else:
                outcome = self.apply(COMPARE[type(op)], left, right)
            if outcome is UNKNOWN:
                return UNKNOWN
            if len(node.ops) > 1:
                self.decisions.add((id(node) + 1 + index, bool(outcome)))
            if not outcome:
                return False
            left = right
        return True

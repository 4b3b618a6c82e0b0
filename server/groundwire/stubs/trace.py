"""Follows a function's statements on known inputs to say which branch, return or raise they reach, running nothing."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from groundwire.stubs.expressions import Raised
from groundwire.stubs.patterns import matches
from groundwire.stubs.samples import UNKNOWN
from groundwire.stubs.source import dotted
from groundwire.stubs.statements import Told, catches, ends_leaving, load, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.stubs.evaluate import Evaluator

_MAX_STEPS: Final = 400


class Path(NamedTuple):
    """The way one row takes through a function."""

    end: Literal["return", "raise", "unknown"]
    site: ast.Raise | None
    """The raise statement that ended it; None for a return, and for an exception that some operation raised."""
    exception: str | None
    """Name of the exception where `end` is *raise*."""
    decisions: frozenset[tuple[int, bool]]
    """Conditions by node identity, with their outcomes."""
    sure: bool
    """Whether every condition on the way was known."""


@dataclass
class _Signal:
    kind: Literal["return", "raise", "break", "continue", "unknown"]
    site: ast.Raise | None = None
    exception: str | None = None


@dataclass
class _Walk:
    evaluator: Evaluator
    env: dict[str, Any]
    statements: dict[int, Told]
    steps: int = 0
    sure: bool = True
    caught: list[_Signal] = field(default_factory=list)

    def block(self, statements: Sequence[ast.stmt]) -> _Signal | None:
        """Follow statements up to the one that leaves; None where the end is reached."""
        for statement in statements:
            self.steps += 1
            if self.steps > _MAX_STEPS:
                return _Signal("unknown")
            try:
                signal = self.statement(statement)
            except Raised as raised:
                signal = _Signal("raise", None, raised.name)
            if signal is not None:
                return signal
        return None

    def statement(self, node: ast.stmt) -> _Signal | None:
        visit = getattr(self, f"_{type(node).__name__.lower()}", None)
        if visit is not None:
            signal: _Signal | None = visit(node)
            return signal
        self.forget(node)
        return None

    def skip(self, node: ast.stmt) -> None:
        """Pass by a statement whose condition is not known; where it may leave, the way from here is a guess."""
        self.sure &= not self.told(node).leaves
        self.forget(node)

    def forget(self, node: ast.AST) -> None:
        """Whatever a statement may bind is unknown from here on."""
        self.env.update(dict.fromkeys(self.told(node).binds, UNKNOWN))

    def told(self, node: ast.AST) -> Told:
        """What reading a statement tells; read once for all rows."""
        told = self.statements.get(id(node))
        if told is None:
            told = self.statements[id(node)] = read(node)
        return told

    def bind(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            starred = any(isinstance(item, ast.Starred) for item in target.elts)
            parts = (
                value if isinstance(value, (list, tuple)) and len(value) == len(target.elts) and not starred else None
            )
            for index, item in enumerate(target.elts):
                self.bind(item, UNKNOWN if parts is None else parts[index])
            return
        path = dotted(target)
        if path is not None:
            self.env[path] = value
        else:
            self.forget(target)

    def _assign(self, node: ast.Assign) -> None:
        value = self.evaluator.value(node.value, self.env)
        for target in node.targets:
            self.bind(target, value)

    def _annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.evaluator.value(node.value, self.env))

    def _augassign(self, node: ast.AugAssign) -> None:
        current = ast.copy_location(ast.BinOp(load(node.target), node.op, node.value), node)
        self.bind(node.target, self.evaluator.value(current, self.env))

    def _expr(self, node: ast.Expr) -> None:
        self.evaluator.value(node.value, self.env)
        call = node.value
        owner = dotted(call.func.value) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
        if owner is not None and isinstance(self.env.get(owner), (list, dict, set)):
            self.env[owner] = UNKNOWN  # a method called for its effect

    def _assert(self, node: ast.Assert) -> _Signal | None:
        if self.evaluator.truth(node.test, self.env) is False:
            return _Signal("raise", None, "AssertionError")
        return None

    def _return(self, node: ast.Return) -> _Signal:
        if node.value is not None:
            self.evaluator.value(node.value, self.env)
        return _Signal("return")

    def _raise(self, node: ast.Raise) -> _Signal:
        if node.exc is None and self.caught:
            return _Signal("raise", node, self.caught[-1].exception)
        called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return _Signal("raise", node, dotted(called))

    def _break(self, _: ast.Break) -> _Signal:
        return _Signal("break")

    def _continue(self, _: ast.Continue) -> _Signal:
        return _Signal("continue")

    def _if(self, node: ast.If) -> _Signal | None:
        truth = self.evaluator.truth(node.test, self.env)
        if truth is not None:
            return self.block(node.body if truth else node.orelse)
        self.skip(node)
        return _Signal("unknown") if ends_leaving(node.body) and ends_leaving(node.orelse) else None

    def _for(self, node: ast.For) -> _Signal | None:
        items = self.evaluator.value(node.iter, self.env)
        if isinstance(items, dict):
            items = list(items)
        if not isinstance(items, (list, tuple, str, set, frozenset)) or len(items) > 20:
            self.skip(node)
            return None
        self.evaluator.decisions.add((id(node), bool(items)))
        for item in items:
            self.bind(node.target, item)
            signal = self.block(node.body)
            if signal is not None and signal.kind == "break":
                return None
            if signal is not None and signal.kind != "continue":
                return signal
        return self.block(node.orelse)

    def _while(self, node: ast.While) -> _Signal | None:
        while (truth := self.evaluator.truth(node.test, self.env)) is True:
            signal = self.block(node.body)
            if signal is not None and signal.kind == "break":
                return None
            if signal is not None and signal.kind != "continue":
                return signal
        if truth is None:
            self.skip(node)
            return None
        return self.block(node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> _Signal | None:
        for item in node.items:
            if item.optional_vars is not None:
                self.bind(item.optional_vars, UNKNOWN)
        return self.block(node.body)

    _asyncwith = _with

    def _try(self, node: ast.Try) -> _Signal | None:
        signal = self.block(node.body)
        if signal is None:
            signal = self.block(node.orelse)
        elif signal.kind == "raise":
            for handler in node.handlers:
                if catches(handler, signal.exception):
                    self.evaluator.decisions.add((id(handler), True))
                    if handler.name:
                        self.env[handler.name] = UNKNOWN
                    self.caught.append(signal)
                    signal = self.block(handler.body)
                    self.caught.pop()
                    break
        return self.block(node.finalbody) or signal

    _trystar = _try

    def _match(self, node: ast.Match) -> _Signal | None:
        subject = self.evaluator.value(node.subject, self.env)
        for case in node.cases:
            outcome = matches(case.pattern, subject, self.evaluator, self.env)
            if outcome and case.guard is not None:
                outcome = self.evaluator.truth(case.guard, self.env)
            if outcome is None:
                self.skip(node)
                return None
            self.evaluator.decisions.add((id(case), outcome))
            if outcome:
                return self.block(case.body)
        return None


class Tracer:
    """Follows one function for many rows."""

    def __init__(self, body: Sequence[ast.stmt], evaluator: Evaluator) -> None:
        self._body = body
        self._evaluator = evaluator
        self._statements: dict[int, Told] = {}

    def follow(self, env: Mapping[str, object]) -> Path:
        """The path in an environment: parameters by name, `self.x` by dotted name, variables as `$NAME`."""
        self._evaluator.decisions = set()
        walk = _Walk(self._evaluator, dict(env), self._statements)
        signal = walk.block(self._body) or _Signal("return")
        decisions = frozenset(self._evaluator.decisions)
        if signal.kind == "raise":
            return Path("raise", signal.site, signal.exception, decisions, walk.sure)
        returned = signal.kind == "return"
        return Path("return" if returned else "unknown", None, None, decisions, walk.sure and returned)

"""Computes calls and lookups over known values without running the user's code; what is not settled is UNKNOWN."""

from __future__ import annotations

import ast
import operator
import re
from typing import TYPE_CHECKING, Any, Final

from groundwire.stubs.expressions import Expressions, Raised
from groundwire.stubs.operations import FUNCTIONS, METHODS, PLAIN, SAFE, TYPES
from groundwire.stubs.regex import is_tame
from groundwire.stubs.samples import UNKNOWN, Instance, Member
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Mapping

_MATCHERS: Final = frozenset({"match", "fullmatch", "search"})
_FLAGS: Final = {
    "re.IGNORECASE": "i", "re.I": "i", "re.ASCII": "a", "re.A": "a", "re.MULTILINE": "m", "re.M": "m", "re.UNICODE": "",
    "re.U": "",
}  # fmt: skip
_MAX_MATCHED: Final = 60


class Evaluator(Expressions):
    """Evaluates expressions of one module in an environment of known values."""

    def _subscript(self, node: ast.Subscript, env: Mapping[str, object]) -> Any:
        if (path := _environment_path(node)) is not None and path in env:
            if env[path] is None:
                raise Raised("KeyError")
            return env[path]
        owner = self.value(node.value, env)
        if isinstance(node.slice, ast.Slice):
            parts = [
                self.value(part, env) if part is not None else None for part in (node.slice.lower, node.slice.upper)
            ]
            return (
                self.apply(lambda held, lower, upper: held[lower:upper], owner, *parts)
                if not node.slice.step
                else UNKNOWN
            )
        return self.apply(operator.getitem, owner, self.value(node.slice, env))

    def _call(self, node: ast.Call, env: Mapping[str, object]) -> Any:
        path = dotted(node.func)
        resolved = self.path_of(path) if path is not None and path.partition(".")[0] not in env else None
        if resolved in {"os.getenv", "os.environ.get"} and node.args:
            return self._environment(node, env)
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            return UNKNOWN
        if (pattern := self.pattern_of(node, env)) is not None:
            return self._matched(pattern, env)
        if resolved == "re.compile" and node.args:
            return self._compiled(node, env)
        if resolved == "isinstance" and len(node.args) == 2:
            return self._isinstance(self.value(node.args[0], env), node.args[1])
        if len(node.args) == 1 and isinstance(node.args[0], (ast.GeneratorExp, ast.ListComp)):
            return UNKNOWN
        values = [self.value(argument, env) for argument in node.args]
        if resolved is not None and resolved in FUNCTIONS:
            return self.apply(FUNCTIONS[resolved], *values)
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            owner = self.value(node.func.value, env)
            if owner is not UNKNOWN and isinstance(owner, SAFE):
                called = self.apply(lambda held, *rest: getattr(held, node.func.attr)(*rest), owner, *values)  # type: ignore[attr-defined]
                return (
                    list(called) if node.func.attr in {"items", "keys", "values"} and called is not UNKNOWN else called
                )
        return UNKNOWN

    def pattern_of(self, node: ast.Call, env: Mapping[str, object]) -> tuple[str, str, ast.expr] | None:
        """For a match against a known regular expression: the way it matches, the expression, and the text's node."""
        path = dotted(node.func)
        resolved = self.path_of(path) if path is not None else ""
        if resolved in {"re.match", "re.fullmatch", "re.search"} and len(node.args) == 2:
            pattern, text = self.value(node.args[0], env), node.args[1]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _MATCHERS and len(node.args) == 1:
            owner = self.value(node.func.value, env)
            compiled = isinstance(owner, Instance) and owner.owner == "re.Pattern"
            pattern, text = owner.fields["pattern"] if compiled else UNKNOWN, node.args[0]
        else:
            return None
        way = (path or "").rpartition(".")[2]
        return (way, pattern, text) if isinstance(pattern, str) and is_tame(pattern) else None

    def _compiled(self, node: ast.Call, env: Mapping[str, object]) -> Any:
        pattern, flags = self.value(node.args[0], env), self._flags(node.args[1:])
        known = isinstance(pattern, str) and flags is not None
        return Instance("re.Pattern", {"pattern": f"{flags}{pattern}" if known else UNKNOWN})

    def _flags(self, nodes: list[ast.expr]) -> str | None:
        """Flags as the expression itself writes them; None for one that changes how it is read."""
        letters = ""
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
                stack.extend([node.left, node.right])
                continue
            letter = _FLAGS.get(self.path_of(dotted(node) or "?"))
            if letter is None:
                return None
            letters += letter
        return f"(?{letters})" if letters else ""

    def _matched(self, pattern: tuple[str, str, ast.expr], env: Mapping[str, object]) -> Any:
        way, expression, text = pattern
        value = self.value(text, env)
        if not isinstance(value, str) or len(value) > _MAX_MATCHED:
            return UNKNOWN
        try:
            found = getattr(re, way)(expression, value)
        except re.error:
            return UNKNOWN
        return None if found is None else Instance("re.Match")

    def _environment(self, node: ast.Call, env: Mapping[str, object]) -> Any:
        name = node.args[0]
        if not (isinstance(name, ast.Constant) and f"${name.value!s}" in env):
            return UNKNOWN
        found = env[f"${name.value!s}"]
        return self.value(node.args[1], env) if found is None and len(node.args) > 1 else found

    def _isinstance(self, value: Any, classes: ast.expr) -> Any:
        names = [dotted(item) for item in (classes.elts if isinstance(classes, ast.Tuple) else [classes])]
        if value is UNKNOWN or None in names:
            return UNKNOWN
        paths = [self.path_of(name) for name in names if name is not None]
        if isinstance(value, (Instance, Member)):
            return True if value.owner in paths else UNKNOWN if any(path not in TYPES for path in paths) else False
        if any(path in TYPES and isinstance(value, TYPES[path]) for path in paths):
            return True
        return False if all(path in TYPES for path in paths) or isinstance(value, PLAIN) else UNKNOWN


def _environment_path(node: ast.Subscript) -> str | None:
    if dotted(node.value) in {"os.environ", "environ"} and isinstance(node.slice, ast.Constant):
        return f"${node.slice.value!s}"
    return None

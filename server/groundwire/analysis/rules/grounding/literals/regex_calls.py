"""Calls that read a regular expression: the pattern, its replacement template, and the groups asked of its match."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.grounding.literals.patterns import compiled, group_error, template_error
from groundwire.analysis.rules.grounding.literals.rejection import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

ERRORS: Final = frozenset({"error", "PatternError", "IndexError"})
_NAMED: Final = re.compile(r"\(\?<(?=[A-Za-z_])")
"""A named group as other languages write it."""
_FLAGS_AT: Final[Mapping[str, int]] = MappingProxyType(
    {
        "re.compile": 1,
        "re.search": 2,
        "re.match": 2,
        "re.fullmatch": 2,
        "re.findall": 2,
        "re.finditer": 2,
        "re.split": 3,
        "re.sub": 4,
        "re.subn": 4,
    }
)
_MATCHING: Final = frozenset({"re.search", "re.match", "re.fullmatch"})
_GROUP_METHODS: Final = frozenset({"group", "start", "end", "span"})
Pattern = re.Pattern[str] | re.Pattern[bytes]


class Rejected(NamedTuple):
    """A literal, what it should have been, and why it is not."""

    node: cst.CSTNode
    what: str
    rejection: Rejection


def rejected(unit: ParsedUnit, module: ModuleContext) -> Iterator[Rejected]:
    """Every pattern, template and group of a unit that `re` refuses."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path is not None and path in _FLAGS_AT:
            yield from _rejected_in(call, path, unit, module)
        elif isinstance(call.func, cst.Attribute):
            method = call.func.attr.value
            if method in {"sub", "subn"}:
                yield from _rejected_template(_pattern_held(call.func.value, unit, module), call, 0, "repl")
            elif method in _GROUP_METHODS and call.args:
                yield from _rejected_groups(
                    _pattern_matched(call.func.value, unit, module), Arguments.of(call).positional
                )
    for item in unit.nodes(cst.Subscript):
        index = item.slice[0].slice
        if len(item.slice) == 1 and isinstance(index, cst.Index):
            yield from _rejected_groups(_pattern_matched(item.value, unit, module), (index.value,))


def _rejected_in(call: cst.Call, path: str, unit: ParsedUnit, module: ModuleContext) -> Iterator[Rejected]:
    pattern = _compile(call, path, unit, module)
    if isinstance(pattern, str):
        yield Rejected(call.args[0].value, "regular expression", Rejection(pattern, _in_python(call.args[0].value)))
    elif path in {"re.sub", "re.subn"}:
        yield from _rejected_template(pattern, call, 1, "repl")


def _in_python(node: cst.BaseExpression) -> str | None:
    """The pattern's source with named groups as Python writes them, where that is what was wrong."""
    if not isinstance(node, cst.SimpleString) or not isinstance(node.evaluated_value, str):
        return None
    source = _NAMED.sub("(?P<", node.raw_value)
    meant = _NAMED.sub("(?P<", node.evaluated_value)
    return source if source != node.raw_value and isinstance(compiled(meant, 0), re.Pattern) else None


def _rejected_template(
    pattern: Pattern | str | None, call: cst.Call, position: int, keyword: str
) -> Iterator[Rejected]:
    node = Arguments.of(call).get(position, keyword)
    if isinstance(pattern, re.Pattern) and node is not None:
        words = template_error(pattern, literal_value(node))
        if words is not None:
            yield Rejected(node, "replacement for this pattern", Rejection(words))


def _rejected_groups(pattern: Pattern | str | None, groups: tuple[cst.BaseExpression, ...]) -> Iterator[Rejected]:
    if isinstance(pattern, re.Pattern):
        for node in groups:
            words = group_error(pattern, literal_value(node))
            if words is not None:
                yield Rejected(node, "group of this pattern", Rejection(words))


def _compile(call: cst.Call, path: str, unit: ParsedUnit, module: ModuleContext) -> Pattern | str | None:
    arguments = Arguments.of(call)
    node = arguments.get(0, "pattern")
    if node is None or arguments.double_starred:
        return None
    flags = _flags(arguments.get(_FLAGS_AT[path], "flags"), unit, module)
    return compiled(literal_value(node), flags) if flags is not None else None


def _flags(node: cst.BaseExpression | None, unit: ParsedUnit, module: ModuleContext) -> int | None:
    """The value of flags written out, or None where they cannot be known."""
    if node is None:
        return 0
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        left, right = _flags(node.left, unit, module), _flags(node.right, unit, module)
        return None if left is None or right is None else left | right
    path = resolve(node, unit, module) or ""
    flag = getattr(re, path.removeprefix("re."), None) if path.startswith("re.") else literal_value(node)
    return int(flag) if isinstance(flag, int) else None


def _pattern_held(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> Pattern | str | None:
    """The pattern a local name holds for good, or that is compiled on the spot."""
    value = _value(node, unit)
    if isinstance(value, cst.Call) and resolve(value.func, unit, module) == "re.compile":
        return _compile(value, "re.compile", unit, module)
    return None


def _pattern_matched(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> Pattern | str | None:
    """The pattern whose match a local name holds for good."""
    value = _value(node, unit)
    if not isinstance(value, cst.Call):
        return None
    path = resolve(value.func, unit, module)
    if path in _MATCHING:
        return _compile(value, path, unit, module)
    if isinstance(value.func, cst.Attribute) and f"re.{value.func.attr.value}" in _MATCHING:
        return _pattern_held(value.func.value, unit, module)
    return None


def _value(node: cst.BaseExpression, unit: ParsedUnit) -> cst.BaseExpression | None:
    if isinstance(node, cst.Name) and unit.unit.testable:
        return unit.scope.assigned.get(node.value) or _walrus(node.value, unit)
    return node if isinstance(node, cst.Call) else None


def _walrus(name: str, unit: ParsedUnit) -> cst.BaseExpression | None:
    """The value of `(name := …)` where that is the name's only binding."""
    if len(unit.scope.bindings.get(name, ())) != 1:
        return None
    for walrus in unit.nodes(cst.NamedExpr):
        if isinstance(walrus.target, cst.Name) and walrus.target.value == name:
            return walrus.value
    return None

"""Which falsy values a parameter may legally have, by its annotation, its default, or its documentation."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.syntax import expression
from groundwire.analysis.value_types import annotation_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class Falsy(NamedTuple):
    """A legal value of a parameter that counts as false."""

    kind: str
    """The type it is of: `int`, `float`, `str`, `bool`, `list`, …"""
    text: str
    """As code: `0`, `""`, `[]`."""
    shown_by: str
    """What says so, for the explanation: `is annotated int | None`."""
    optional: bool
    """Whether None is a value of its own."""


_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "int": "0",
        "float": "0.0",
        "str": '""',
        "bool": "False",
        "list": "[]",
        "dict": "{}",
        "tuple": "()",
        "set": "set()",
    }
)
_UNIONS: Final = frozenset({"typing.Union", "typing.Optional", "typing_extensions.Optional", "typing_extensions.Union"})


def falsy_value(parameter: cst.Param, unit: ParsedUnit, module: ModuleContext) -> Falsy | None:
    """The falsy value that a parameter may legally have, or None where nothing shows one."""
    default = parameter.default
    if default is not None and not _is_none(default) and not literal_value(default):
        return None  # falsy is what it is when nothing is given
    has_none = _is_none(default)
    if parameter.annotation is not None:
        members = list(_members(parameter.annotation.annotation, unit, module))
        kinds = [kind for member in members if (kind := annotation_type(member, unit, module)) in _TEXTS]
        if not kinds or kinds[0] is None:
            return None
        optional = has_none or any(_is_none(member) for member in members)
        source = unit.source(parameter.annotation.annotation).strip("\"'")
        return Falsy(kinds[0], _TEXTS[kinds[0]], f"is annotated `{source}`", optional)
    if default is not None and not has_none:
        value = literal_value(default)
        kind = type(value).__name__
        if kind in {"int", "float"} and value:
            return Falsy(kind, _TEXTS[kind], f"has the default `{unit.source(default)}`", optional=False)
        return None
    kind_said = _documented(parameter.name.value, unit)
    return Falsy(kind_said, _TEXTS[kind_said], f"is documented as {kind_said}", has_none) if kind_said else None


def docstring(unit: ParsedUnit) -> str:
    """The function's docstring, or an empty text."""
    body = unit.function.body.body if unit.function is not None else ()
    first = body[0] if body else None
    if isinstance(first, cst.SimpleStatementLine):
        first = first.body[0]
    return (string_value(first.value) or "") if isinstance(first, cst.Expr) else ""


def _documented(name: str, unit: ParsedUnit) -> str | None:
    """`int` or `float` out of `:param int n:`, `:type n: int`, `n (int, optional):` or `n : int`."""
    text = docstring(unit)
    if name not in text:
        return None
    word = re.escape(name)
    found = re.search(
        rf":param (int|float) {word}:|:type {word}: *(int|float)\b"
        rf"|^\s*{word}\s*\((int|float)\b|^\s*{word} ?: ?(int|float)\b",
        text,
        re.MULTILINE,
    )
    return next((kind for kind in found.groups() if kind), None) if found else None


def _members(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> Iterator[cst.BaseExpression]:
    """The members of a union, however it is written; of a quoted annotation too."""
    if isinstance(node, cst.SimpleString):
        if (quoted := expression(string_value(node) or "None")) is not None:
            yield from _members(quoted, unit, module)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
        yield from _members(node.left, unit, module)
        yield from _members(node.right, unit, module)
    elif isinstance(node, cst.Subscript) and (path := resolve(node.value, unit, module)) in _UNIONS:
        for element in node.slice:
            if isinstance(element.slice, cst.Index):
                yield from _members(element.slice.value, unit, module)
        if path is not None and path.endswith("Optional"):
            yield cst.Name(node.end, node.end, "None")
    else:
        yield node


def _is_none(node: cst.BaseExpression | None) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"

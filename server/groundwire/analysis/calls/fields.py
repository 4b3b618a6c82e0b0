"""Fields of classes whose constructor is made from them: dataclasses, attrs, named tuples."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIELD_CALLS: Final = frozenset({"field", "ib", "attrib", "Factory"})
_DEFAULTS: Final = frozenset({"default", "default_factory", "factory"})
_NOT_OF_FIELDS: Final = frozenset({"metadata", "eq", "order", "hash", "str", "repr", "on_setattr"})
"""Options of class decorators that have no bearing on the constructor."""


class Field(NamedTuple):
    """One attribute in the body of a class."""

    name: str
    annotated: bool
    made: bool
    """Its value is a call of `field`, `attr.ib` or the like."""
    default: bool
    init: bool
    keyword: bool | None
    """Keyword-only; None where the class decides."""
    alias: str | None


class Maker(NamedTuple):
    """A class decorator that may make the constructor."""

    path: str
    """Absolute dotted path."""
    options: tuple[tuple[str, bool], ...] | None
    """Its keywords with constants; None where some are not."""


def read_makers(node: ast.ClassDef, dotted: Callable[[ast.expr], str]) -> tuple[Maker, ...]:
    """The decorators of a class."""
    return tuple(
        Maker(dotted(decorator.func), _options(decorator))
        if isinstance(decorator, ast.Call)
        else Maker(dotted(decorator), ())
        for decorator in node.decorator_list
    )


def _options(call: ast.Call) -> tuple[tuple[str, bool], ...] | None:
    found: list[tuple[str, bool]] = []
    for keyword in call.keywords:
        if keyword.arg is not None and isinstance(keyword.value, ast.Constant):
            found.append((keyword.arg, bool(keyword.value.value)))
        elif keyword.arg not in _NOT_OF_FIELDS:
            return None
    return tuple(found)


def read_fields(node: ast.ClassDef) -> tuple[Field, ...] | None:
    """The fields of a class body in order; None where they cannot all be read."""
    found: list[Field] = []
    given = set(_given_defaults(node))
    keyword_only: bool | None = None
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            annotation = ast.unparse(statement.annotation)
            if "KW_ONLY" in annotation:
                keyword_only = True
                continue
            if "ClassVar" in annotation:
                continue
            field = _field(statement.target.id, statement.value, annotated=True)
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            if not _is_field_call(statement.value):
                continue
            field = _field(statement.targets[0].id, statement.value, annotated=False)
        elif isinstance(statement, (ast.If, ast.For, ast.With, ast.Try)):
            return None
        else:
            continue
        if field is None:
            return None
        found.append(
            field._replace(
                default=field.default or field.name in given,
                keyword=keyword_only if field.keyword is None else field.keyword,
            )
        )
    return tuple(found)


def _is_field_call(node: ast.expr | None) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in _FIELD_CALLS


def _field(name: str, value: ast.expr | None, *, annotated: bool) -> Field | None:
    if not isinstance(value, ast.Call) or not _is_field_call(value):
        return Field(name, annotated, False, value is not None, True, None, None)
    keywords = {keyword.arg: keyword.value for keyword in value.keywords}
    if None in keywords:
        return None
    constants = {key: node.value for key, node in keywords.items() if isinstance(node, ast.Constant)}
    if {"init", "kw_only", "alias"} & (keywords.keys() - constants.keys()):
        return None
    alias = constants.get("alias")
    return Field(
        name,
        annotated,
        True,
        bool(_DEFAULTS & keywords.keys()) or bool(value.args),
        bool(constants.get("init", True)),
        bool(constants["kw_only"]) if "kw_only" in constants else None,
        str(alias) if alias is not None else None,
    )


def _given_defaults(node: ast.ClassDef) -> Iterator[str]:
    """Fields that a method gives a default: `@name.default`."""
    for statement in node.body:
        for decorator in getattr(statement, "decorator_list", ()):
            if isinstance(decorator, ast.Attribute) and decorator.attr == "default":
                yield getattr(decorator.value, "id", "")

"""The fields of a literal template that `str.format` fills, each with the argument that it gets."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import string_value

if TYPE_CHECKING:
    from collections.abc import Iterator


def filled_fields(call: cst.Call) -> Iterator[tuple[cst.BaseExpression, str, cst.BaseExpression]]:
    """The template, the format specification and the argument of each field that has a plain one."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "format":
        return
    template = string_value(call.func.value)
    arguments = Arguments.of(call)
    if template is None or arguments.open:
        return
    try:
        fields = [field for field in string.Formatter().parse(template) if field[1] is not None]
    except ValueError:  # no template at all: ruff's F521
        return
    for place, (_, name, spec, conversion) in enumerate(fields):
        if not spec or "{" in spec or conversion:
            continue
        value = _argument(arguments, name or "", place, numbered=all(field[1] == "" for field in fields))
        if value is not None:
            yield call.func.value, spec, value


def _argument(arguments: Arguments, name: str, place: int, *, numbered: bool) -> cst.BaseExpression | None:
    """What a field is filled with; None for a part of an argument, or where places are not counted."""
    if name.isidentifier():
        return arguments.keywords.get(name)
    position = int(name) if name.isdecimal() else place if name == "" and numbered else None
    return arguments.positional[position] if position is not None and position < len(arguments.positional) else None

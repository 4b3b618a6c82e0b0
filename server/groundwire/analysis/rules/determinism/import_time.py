"""Defaults that are worked out once, when the module is imported, and then given to everybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.cst import walk
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_RECORDS: Final = re.compile(
    r"(?:.*\.)?(?:dataclass|define|frozen|mutable|attrs|attr\.s|BaseModel|SQLModel|NamedTuple|BaseSettings|Struct)"
)
"""Decorators and bases that make fields of what a class's body assigns."""
_FIELDS: Final = re.compile(r"(?:.*\.)?(?:field|Field|ib|attrib)")
_COLUMNS: Final = re.compile(r"(?:.*\.)?(?:Column|mapped_column|\w+Field)")
"""Calls that declare a column, whose `default` may be a function."""

OVERLAPS: Final = ("ruff:B008", "ruff:RUF009")
"""Who marks a call in the default of a parameter, and of a dataclass's field."""
_DOTTED: Final = re.compile(r"(?:\w+\.)*(\w+)(?: \| None)?")
_PLAIN: Final = frozenset(
    {"bool", "bytes", "complex", "float", "frozenset", "int", "object", "range", "str", "tuple", "None"}
)


class Frozen(NamedTuple):
    """A default that stays what it was when the module was imported."""

    call: cst.Call
    """The call that is made too early."""
    where: str
    """Whose default it is, as a message says it: `the parameter \\`now\\``."""
    deferred: bool
    """Whether the function itself may stand there instead of its result."""
    overlaps: tuple[str, ...] = ()
    """Rules of other tools that mark this call as well."""


def frozen_defaults(unit: ParsedUnit, module: ModuleContext, sources: frozenset[str]) -> Iterator[Frozen]:
    """Defaults of parameters, fields and columns that call one of `sources`, dotted paths, once and for all."""
    if unit.function is not None:
        yield from _of_parameters(unit, module, sources)
    elif unit.unit.kind == "class":
        yield from _of_fields(unit, module, sources)
    for call in unit.nodes(cst.Call):
        if not _COLUMNS.fullmatch(dotted_name(call.func) or ""):
            continue
        for keyword in ("default", "onupdate"):
            given = Arguments.of(call).get(None, keyword)
            for early in _calls(given, unit, module, sources) if given is not None else ():
                yield Frozen(early, "the column", early is given and not early.args)


def _of_parameters(unit: ParsedUnit, module: ModuleContext, sources: frozenset[str]) -> Iterator[Frozen]:
    function = unit.function
    if function is None:
        return
    parameters = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    for parameter in parameters:
        for early in _calls(parameter.default, unit, module, sources) if parameter.default is not None else ():
            told = OVERLAPS[:1] if _is_looked_at(parameter.annotation, unit) else ()
            yield Frozen(early, f"the parameter `{parameter.name.value}`", False, told)


def _of_fields(unit: ParsedUnit, module: ModuleContext, sources: frozenset[str]) -> Iterator[Frozen]:
    name = unit.unit.name
    kinds = (*module.class_decorators(name), *module.class_bases(name))
    if not any(_RECORDS.fullmatch(kind) for kind in kinds):
        return
    dataclass = "dataclasses.dataclass" in module.class_decorators(name)
    for field in unit.nodes(cst.AnnAssign):
        value = field.value
        if value is None or not isinstance(field.target, cst.Name) or _is_class_variable(unit, field):
            continue
        where = f"the field `{field.target.value}`"
        if isinstance(value, cst.Call) and _FIELDS.fullmatch(dotted_name(value.func) or ""):
            given = Arguments.of(value).get(0, "default")
            if given is not None:
                yield from (Frozen(early, where, deferred=False) for early in _calls(given, unit, module, sources))
        else:
            told = OVERLAPS[1:] if dataclass and _is_looked_at(field.annotation, unit) else ()
            for early in _calls(value, unit, module, sources):
                yield Frozen(early, where, False, told if early is value else ())


def _is_looked_at(annotation: cst.Annotation | None, unit: ParsedUnit) -> bool:
    """Whether ruff says anything of a default with this annotation: it takes calls for fine that give plain values."""
    if annotation is None:
        return True
    kind = _DOTTED.fullmatch(unit.source(annotation.annotation))
    return kind is not None and kind[1] not in _PLAIN


def _is_class_variable(unit: ParsedUnit, field: cst.AnnAssign) -> bool:
    return "ClassVar" in unit.source(field.annotation.annotation)


def _calls(
    node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext, sources: frozenset[str]
) -> Iterator[cst.Call]:
    """Calls of the sources within an expression; what a lambda holds is called later."""
    for inner in walk(node):
        if not isinstance(inner, cst.Call) or resolve(inner.func, unit, module) not in sources:
            continue
        around = [inner, *unit.ancestors(inner)]
        between = around[: around.index(node) + 1] if node in around else around
        if not any(isinstance(outer, cst.Lambda) for outer in between):
            yield inner

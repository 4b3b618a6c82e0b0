"""Numbers kept under a name that says another unit: assignments, defaults, keys, results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.rules.logic.units import unit as units
from groundwire.analysis.rules.logic.units.comments import said
from groundwire.analysis.rules.logic.units.expression import number
from groundwire.analysis.rules.logic.units.mismatch import Mismatch, between, conversion, differ, taken_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.expression import Reader


def kept(unit: ParsedUnit, reader: Reader) -> Iterator[Mismatch]:
    """Every such value of the unit."""
    for target, value in _assigned(unit):
        yield from _named(_name_of(target), value, unit, reader, target)
    for parameter in unit.nodes(cst.Param):
        if parameter.default is not None:
            yield from _named(parameter.name.value, parameter.default, unit, reader)
    for element in unit.nodes(cst.DictElement):
        key = string_value(element.key)
        if key is not None and key.isidentifier():
            yield from _named(key, element.value, unit, reader)
    yield from _returned(unit, reader)


def _assigned(unit: ParsedUnit) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    for assign in unit.nodes(cst.Assign):
        if len(assign.targets) == 1:
            yield assign.targets[0].target, assign.value
    for annotated in unit.nodes(cst.AnnAssign):
        if annotated.value is not None:
            yield annotated.target, annotated.value
    for walrus in unit.nodes(cst.NamedExpr):
        yield walrus.target, walrus.value
    for augmented in unit.nodes(cst.AugAssign):
        if isinstance(augmented.operator, (cst.AddAssign, cst.SubtractAssign)):
            yield augmented.target, augmented.value


def _name_of(target: cst.BaseExpression) -> str:
    if isinstance(target, cst.Name):
        return target.value
    if isinstance(target, cst.Attribute):
        return target.attr.value
    if isinstance(target, cst.Subscript) and isinstance(index := target.slice[0].slice, cst.Index):
        return string_value(index.value) or ""
    return ""


def _named(
    name: str,
    value: cst.BaseExpression,
    unit: ParsedUnit,
    reader: Reader,
    target: cst.BaseExpression | None = None,
) -> Iterator[Mismatch]:
    wanted = units.of_name(name)
    if wanted is None or (isinstance(target, cst.Name) and reader.of(target) is None):
        return
    given = reader.of(value)
    if given is None:
        amount = number(value)
        comment = said(value, amount, unit) if amount is not None else None
        if comment is not None and amount and differ(comment[0], wanted):
            message = (
                f"{quoted(name)} is in {wanted.words}, and the comment on `{unit.source(value)}` says {comment[1]}."
            )
            yield Mismatch(value, message, taken_for(comment[0], wanted))
    elif (
        differ(given, wanted) and not reader.converts(value) and not (target is not None and _is_rescaled(target, unit))
    ):
        yield between(value, given, name, wanted, unit)


def _is_rescaled(target: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether the unit multiplies or divides what it has assigned, or assigns it anew from itself."""
    source = unit.source(target)
    for augmented in unit.nodes(cst.AugAssign):
        turning = not isinstance(augmented.operator, (cst.AddAssign, cst.SubtractAssign))
        if turning and unit.source(augmented.target) == source:
            return True
    values = [unit.source(assign.value) for assign in unit.nodes(cst.Assign) if _is(assign, source, unit)]
    return len(values) > 1 and any(source in value for value in values)


def _is(assign: cst.Assign, source: str, unit: ParsedUnit) -> bool:
    return unit.source(assign.targets[0].target) == source


def _returned(unit: ParsedUnit, reader: Reader) -> Iterator[Mismatch]:
    """What a function returns whose name tells the unit."""
    function = unit.function
    wanted = units.of_result(function.name.value) if function is not None else None
    if function is None or wanted is None:
        return
    for node in unit.nodes(cst.Return):
        inner = next(parent for parent in unit.ancestors(node) if isinstance(parent, (cst.FunctionDef, cst.Lambda)))
        given = reader.of(node.value) if node.value is not None and inner is function else None
        if node.value is not None and given is not None and differ(given, wanted) and not reader.converts(node.value):
            value = quoted(unit.source(node.value))
            message = f"{quoted(function.name.value)} says {wanted.words}, and {value} is in {given.words}."
            yield Mismatch(
                node.value, message, taken_for(given, wanted), fixes=conversion(node.value, given, wanted, unit)
            )

"""Numbers that calls are given in another unit than the one they take."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import literal_value, quoted, string_value
from groundwire.analysis.names import annotated, constructor, resolve
from groundwire.analysis.rules.logic.units import unit as units
from groundwire.analysis.rules.logic.units.comments import said
from groundwire.analysis.rules.logic.units.expression import number
from groundwire.analysis.rules.logic.units.mismatch import Mismatch, between, differ, taken_for
from groundwire.analysis.rules.logic.units.parameters import CALLS, METHODS, OBJECTS, Parameter
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.test_files import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.expression import Reader
    from groundwire.analysis.rules.logic.units.unit import Unit

_SETTING: Final = re.compile(r"^_?(?:set|sleep|wait|delay)_(?:\w+_)?\w+$")
"""Functions that take what their name ends in: `set_timeout_ms`."""
_SLEEPS: Final = frozenset({"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep", "gevent.sleep"})
_TIMESTAMPS: Final = frozenset({"datetime.datetime.fromtimestamp", "datetime.datetime.utcfromtimestamp"})
_MILLISECONDS_SINCE_1970: Final = 1e11
"""As seconds, past the year 5000."""
_PANDAS: Final = frozenset({"pandas.to_datetime", "pandas.to_timedelta", "pandas.Timedelta", "pandas.Timestamp"})
_PANDAS_UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {"s": units.SECONDS, "ms": units.MILLISECONDS, "us": units.MICROSECONDS, "ns": units.NANOSECONDS}
)


def passed(unit: ParsedUnit, module: ModuleContext, reader: Reader) -> Iterator[Mismatch]:
    """Every such argument of the unit's calls."""
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        arguments = Arguments.of(call)
        known: set[str] = set()
        for parameter in parameters(call, path, unit, module):
            given = arguments.get(parameter.position, parameter.keyword)
            known.add(parameter.keyword or "")
            for one in _each(given):
                yield from _argument(call, path, one, parameter, unit, module, reader)
        if path in _PANDAS:
            yield from _pandas(arguments, unit, reader)
        for name, value in arguments.keywords.items():
            wanted, unit_given = units.of_name(name), reader.of(value)
            if name in known or reader.converts(value):
                continue
            if differ(unit_given, wanted) and unit_given is not None and wanted is not None:
                yield between(value, unit_given, name, wanted, unit)
        yield from _by_name(call, arguments, unit, reader)


def _each(given: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
    """What is given, or each of a pair of timeouts."""
    if isinstance(given, cst.Tuple):
        yield from (element.value for element in given.elements)
    elif given is not None:
        yield given


def parameters(call: cst.Call, path: str | None, unit: ParsedUnit, module: ModuleContext) -> tuple[Parameter, ...]:
    """The parameters of a call whose units are known."""
    if path is not None and path in CALLS:
        return CALLS[path]
    if not isinstance(call.func, cst.Attribute):
        return ()
    method = call.func.attr.value
    owner = call.func.value
    kind = constructor(owner, unit, module) or _with_item(owner, unit, module) or annotated(owner, unit, module)
    return OBJECTS.get(kind or "", {}).get(method) or METHODS.get(method, ())


def _argument(
    call: cst.Call,
    path: str | None,
    given: cst.BaseExpression,
    parameter: Parameter,
    unit: ParsedUnit,
    module: ModuleContext,
    reader: Reader,
) -> Iterator[Mismatch]:
    name = _callee(call, parameter, unit)
    found = reader.of(given)
    if found is not None:
        if differ(found, parameter.unit):
            yield between(given, found, name, parameter.unit, unit, takes=True)
        return
    value = number(given)
    if value is None:
        return
    comment = said(given, value, unit)
    if comment is not None:
        if differ(comment[0], parameter.unit):
            written = f"the comment on `{unit.source(given)}` says {comment[1]}"
            message = f"{quoted(name)} takes {parameter.unit.words}, and {written}."
            yield Mismatch(given, message, taken_for(comment[0], parameter.unit))
    elif path in _TIMESTAMPS and value >= _MILLISECONDS_SINCE_1970:
        message = f"{quoted(name)} takes seconds, and {quoted(unit.source(given))} is a time in milliseconds."
        yield Mismatch(given, message, "As seconds since 1970 it lies thousands of years ahead.")
    elif not is_test_file(module.path()) and _is_odd(call, path, value, parameter, unit):
        message = f"{quoted(name)} takes seconds: {unit.source(given)} of them are {_long(value)}."
        yield Mismatch(given, message, f"As milliseconds it would be {value / 1000:g} seconds.", contradicts=False)


def _is_odd(call: cst.Call, path: str | None, value: float, parameter: Parameter, unit: ParsedUnit) -> bool:
    """Whether a number of seconds is one that people write for milliseconds, and not for so long a time."""
    if parameter.unit != units.SECONDS or value != int(value) or value >= 1_000_000:
        return False
    if path in _SLEEPS:
        for_ever = any(isinstance(node, cst.While) and _is_true(node.test) for node in unit.ancestors(call))
        return value >= 200 and value % 50 == 0 and value % 60 != 0 and not for_ever
    return parameter.short and value >= 1000 and value % 500 == 0 and value % 3600 != 0


def _is_true(test: cst.BaseExpression) -> bool:
    return literal_value(test) == 1


def _pandas(arguments: Arguments, unit: ParsedUnit, reader: Reader) -> Iterator[Mismatch]:
    """`pandas.to_datetime(times_ms, unit="s")`."""
    named = arguments.get(None, "unit")
    wanted = _PANDAS_UNITS.get(string_value(named) or "") if named is not None else None
    value = arguments.get(0)
    given = reader.of(value) if value is not None else None
    if named is not None and value is not None and given is not None and wanted is not None and differ(given, wanted):
        message = (
            f"`unit={unit.source(named)}` says {wanted.words}, and {quoted(unit.source(value))} is in {given.words}."
        )
        yield Mismatch(value, message, taken_for(given, wanted))


def _by_name(call: cst.Call, arguments: Arguments, unit: ParsedUnit, reader: Reader) -> Iterator[Mismatch]:
    """`set_timeout_ms(timeout_seconds)`."""
    name = (dotted_name(call.func) or "").rpartition(".")[2]
    if len(arguments.positional) != 1 or not _SETTING.match(name):
        return
    wanted, value = units.of_name(name), arguments.positional[0]
    given = reader.of(value)
    if given is not None and wanted is not None and differ(given, wanted):
        yield between(value, given, name, wanted, unit, takes=True)


def _callee(call: cst.Call, parameter: Parameter, unit: ParsedUnit) -> str:
    """How a message calls a parameter: by its function where that takes nothing else."""
    function = dotted_name(call.func) or unit.source(call.func)
    by_keyword = any(
        argument.keyword is not None and argument.keyword.value == parameter.keyword for argument in call.args
    )
    return f"{parameter.keyword}" if by_keyword else function


def _long(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute"), (rest, "second")]
    shown = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " and ".join(shown[:2])


def _with_item(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The class that `with CLASS() as NAME` binds, where `NAME` is bound there only."""
    if not isinstance(node, cst.Name) or len(unit.scope.bindings.get(node.value, ())) != 1:
        return None
    for item in unit.nodes(cst.WithItem):
        target = item.asname.name if item.asname is not None else None
        if isinstance(target, cst.Name) and target.value == node.value and isinstance(item.item, cst.Call):
            return resolve(item.item.func, unit, module)
    return None

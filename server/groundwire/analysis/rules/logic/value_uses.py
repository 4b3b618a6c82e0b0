"""What a function does with a value that may be 0 or empty: fills it, computes with it, fails on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.default_choices import Choice

_FILLING: Final = frozenset({"append", "add", "update", "extend", "setdefault", "insert"})
_NEEDING: Final = frozenset({"log", "log2", "log10"})
"""Calls that raise for 0."""
_COUNTING: Final = frozenset({"range", "islice", "sleep", "min", "max", "round"})
"""Calls that do something of its own for 0."""
_ARITHMETIC: Final = (cst.Add, cst.Subtract, cst.Multiply, cst.Power)


def is_filled(name: str, unit: ParsedUnit) -> bool:
    """Whether the function adds to the container, other than before it hands it to itself: then it is never empty."""
    places = [
        unit.range(call).start
        for call in unit.nodes(cst.Call)
        if isinstance(call.func, cst.Attribute)
        and call.func.attr.value in _FILLING
        and isinstance(call.func.value, cst.Name)
        and call.func.value.value == name
    ]
    places += [
        unit.range(target).start
        for target in unit.nodes(cst.AssignTarget)
        if isinstance(target.target, cst.Subscript)
        and isinstance(target.target.value, cst.Name)
        and target.target.value.value == name
    ]
    handed = [
        unit.range(call).start
        for call in unit.nodes(cst.Call)
        if unit.function is not None
        and unit.source(call.func).rpartition(".")[2] == unit.function.name.value
        and any(unit.source(argument.value) == name for argument in call.args)
    ]
    # `memo[n] = fib(n - 1, memo)` begins before it, and fills after it.
    return bool(places) and not (handed and min(places) < min(handed) and not _fills_with_itself(name, unit))


def _fills_with_itself(name: str, unit: ParsedUnit) -> bool:
    """`memo[n] = fib(n - 1, memo)`: filled only when the inner call is done."""
    return any(
        unit.function is not None and f"{unit.function.name.value}(" in unit.source(assign.value)
        for assign in unit.nodes(cst.Assign)
        if unit.source(assign.targets[0].target).startswith(f"{name}[")
    )


def fails_on_nothing(name: str, unit: ParsedUnit) -> bool:
    """Whether the function does what no falsy value serves for: divides by it, splits at it, takes its logarithm."""
    for operation in unit.nodes(cst.BinaryOperation):
        divides = isinstance(operation.operator, (cst.Divide, cst.FloorDivide, cst.Modulo))
        if divides and isinstance(operation.right, cst.Name) and operation.right.value == name:
            return True
    for call in unit.nodes(cst.Call):
        method = (dotted_name(call.func) or unit.source(call.func)).rpartition(".")[2]
        first = call.args[0].value if call.args else None
        if method in _NEEDING and isinstance(first, cst.Name) and first.value == name:
            return True
    return False


def is_computed_with(choice: Choice, unit: ParsedUnit) -> bool:
    """Whether the function itself computes with the value: cuts a list with it, counts with it, adds it."""
    names = {choice.name.value}
    holder = unit.parent(choice.node)
    if isinstance(holder, cst.Assign) and isinstance(target := holder.targets[0].target, cst.Name):
        names.add(target.value)
    uses = [choice.node, *(used for used in unit.nodes(cst.Name) if used.value in names)]
    return any(_computes(unit.parent(used), unit) for used in uses)


def _computes(parent: cst.CSTNode | None, unit: ParsedUnit) -> bool:
    if isinstance(parent, cst.BinaryOperation):
        return isinstance(parent.operator, _ARITHMETIC)
    call = unit.parent(parent) if isinstance(parent, cst.Arg) else None
    if isinstance(call, cst.Call):
        return (dotted_name(call.func) or "").rpartition(".")[2] in _COUNTING
    return isinstance(parent, cst.Slice)

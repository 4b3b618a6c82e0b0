"""Functions that call themselves after each error, with the arguments they had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.rules.distributed.blocks import below, function_around
from groundwire.analysis.rules.distributed.effects import remote_calls
from groundwire.analysis.rules.distributed.endless_attempts import EndlessAttempt, pauses
from groundwire.analysis.rules.logic.fallbacks.handlers import is_broad
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


def endless_recursion(unit: ParsedUnit, module: ModuleContext) -> Iterator[EndlessAttempt]:
    """`except …: time.sleep(1); return fetch(url)` in `fetch` itself."""
    for handler in unit.nodes(cst.ExceptHandler):
        function, attempt = function_around(handler, unit), unit.parent(handler)
        if function is None or not isinstance(attempt, cst.Try) or _may_end(handler, unit):
            continue
        names = _parameters(function)
        again = [call for call in below(handler.body, unit, cst.Call) if _is_itself(call, function, unit)]
        if len(again) != 1 or not _passes_on(again[0], names) or _rebinds(handler, names, unit):
            continue
        if any(pauses(call, unit, module) for call in below(handler.body, unit, cst.Call)) or remote_calls(
            attempt.body, unit, module
        ):
            broad = is_broad(handler) or handler.type is None
            caught = "every error" if broad else f"`{unit.source(handler.type or handler)}`"
            why = f"After {caught} the function calls itself with the same arguments, up to the recursion limit."
            yield EndlessAttempt(again[0], unit.source(again[0].func) + "()", why)


def _may_end(handler: cst.ExceptHandler, unit: ParsedUnit) -> bool:
    """Whether a condition decides, in the handler, or in a loop around it."""
    if any(isinstance(outer, (cst.For, cst.While)) for outer in unit.ancestors(handler)):
        return True
    kinds = (cst.If, cst.IfExp, cst.BooleanOperation, cst.Raise, cst.Break)
    return any(True for kind in kinds for _ in below(handler.body, unit, kind))


def _parameters(function: cst.FunctionDef) -> set[str]:
    every = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    return {parameter.name.value for parameter in every}


def _passes_on(call: cst.Call, names: set[str]) -> bool:
    """Whether only the function's own parameters are passed: no count that goes down."""
    return all(
        argument.star or (isinstance(argument.value, cst.Name) and argument.value.value in names)
        for argument in call.args
    )


def _rebinds(handler: cst.ExceptHandler, names: set[str], unit: ParsedUnit) -> bool:
    """Whether the handler changes a parameter or an attribute, as a count."""
    targets = [target.target for assign in below(handler.body, unit, cst.Assign) for target in assign.targets]
    targets += [augmented.target for augmented in below(handler.body, unit, cst.AugAssign)]
    return any(isinstance(each, (cst.Attribute, cst.Subscript)) or unit.source(each) in names for each in targets)


def _is_itself(call: cst.Call, function: cst.FunctionDef, unit: ParsedUnit) -> bool:
    name = dotted_name(call.func) or ""
    own = function.name.value
    return name == own if unit.unit.kind == "function" else name == f"self.{own}"

"""Futures of executors and pools that nobody asks how they ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.dropped_outcomes import ENDS, LostOutcome
from groundwire.analysis.rules.distributed.receivers import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_HANDLES: Final = re.compile(r"safe|handl|catch|try_|_try|wrap|error", re.IGNORECASE)
_UNASKED: Final = frozenset({"apply_async", "map_async", "starmap_async"})
_READS: Final = re.compile(r"\.result\(|\.exception\(|as_completed\(|add_done_callback|\.get\(|\bdone\b.*=.*wait")
"""The unit asks futures how they ended."""
_LOOPS: Final = re.compile(
    r"worker|loop|serve|listen|poll|watch|monitor|consume|_run$|^run$|forever|thread|main", re.IGNORECASE
)
"""Functions that run for long, and see to their errors themselves."""


def futures(unit: ParsedUnit, module: ModuleContext) -> Iterator[LostOutcome]:
    """`submit` and `map` of executors and pools whose futures nobody asks."""
    for call in unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute) or not call.args:
            continue
        kind, method = kind_of(call.func.value, unit, module), call.func.attr.value
        dropped = isinstance(unit.parent(call), cst.Expr)
        why = ""
        work = unit.source(call.args[0].value).rpartition(".")[2]
        if _HANDLES.search(work) or _catches(work, unit, module):
            continue  # it sees to its errors itself
        if kind == "executor" and method == "map" and dropped:
            why = "`map` raises an error when its results are read, and here they are dropped."
        elif kind == "executor" and method == "submit" and dropped and _matters(call, work, unit):
            why = "`submit` raises nothing: an error waits in the future that it returns, which is dropped."
        elif kind == "executor" and method == "submit" and _is_only_waited_for(call, unit):
            why = "Waiting for futures raises nothing: only `result()` or `exception()` tells, and neither is called."
        elif kind == "pool" and method in _UNASKED and dropped and not _has_callback(call):
            why = f"`{method}` raises nothing: an error waits in what it returns, which is dropped."
        if why:
            shown = quoted(unit.source(call.args[0].value))
            yield LostOutcome(call, f"An error in {shown} is kept where nobody looks.", why)


def _catches(work: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether what is submitted has a handler of every error, or is a function of this unit around one that has."""
    if module.catches(work):
        return True
    own = [each for each in unit.nodes(cst.FunctionDef) if each.name.value == work and each is not unit.function]
    inner = [unit.source(call.func).rpartition(".")[2] for each in own for call in below(each.body, unit, cst.Call)]
    tries = any(True for each in own for _ in below(each.body, unit, cst.Try))
    return tries or any(module.catches(name) for name in inner)


def _has_callback(call: cst.Call) -> bool:
    return Arguments.of(call).may_have(None, "error_callback")


def _matters(call: cst.Call, work: str, unit: ParsedUnit) -> bool:
    """Whether the work is a piece that ends, and nothing says that its error may go."""
    if _LOOPS.search(work) or ENDS.search(work):
        return False
    return any(isinstance(outer, (cst.For, cst.With)) for outer in unit.ancestors(call))


def _is_only_waited_for(call: cst.Call, unit: ParsedUnit) -> bool:
    """`futures = [pool.submit(…) …]` of which the unit does nothing but wait for the end."""
    if _READS.search(unit.text):
        return False
    for name, value in unit.scope.assigned.items():
        inside = value is call or any(outer is value for outer in unit.ancestors(call))
        if inside and isinstance(value, (cst.ListComp, cst.Call)):
            return _only_waits(name, unit)
    statement = unit.parent(unit.parent(call) or call)
    if isinstance(statement, cst.Call) and isinstance(statement.func, cst.Attribute):
        holder = statement.func.value
        return (
            statement.func.attr.value == "append" and isinstance(holder, cst.Name) and _only_waits(holder.value, unit)
        )
    return False


def _only_waits(name: str, unit: ParsedUnit) -> bool:
    """Whether a list of futures is only filled, counted and waited for."""
    used = 0
    for node in unit.nodes(cst.Name):
        if node.value != name:
            continue
        parent = unit.parent(node)
        if isinstance(parent, cst.AssignTarget) or (
            isinstance(parent, cst.Attribute) and parent.attr.value == "append"
        ):
            continue
        call = unit.parent(parent) if isinstance(parent, cst.Arg) else None
        if not isinstance(call, cst.Call) or unit.source(call.func).rpartition(".")[2] not in {"wait", "len"}:
            return False
        used += 1
    return used > 0

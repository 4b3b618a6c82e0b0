"""Queues from which something surely comes: a worker's own, one that was looked into, one that is always answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rules.distributed.blocks import function_around
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_WORKING: Final = ("run", "_run", "_target", "_worker", "worker", "work", "_work")
"""Methods that a thread runs."""

_STARTED: Final = re.compile(r"\b(?:Process|Thread)\(|\.(?:start|submit|apply_async)\(|create_task\(")
"""The unit starts what should put the items: if that dies, nothing comes."""
_ENDED: Final = re.compile(r"\.exitcode\b|\.is_alive\(|\.terminate\(|\.kill\(")
"""The unit asks how that ended, or ends it: it waits for as long as that lasts."""


def is_answered(call: cst.Call, queue: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a wait for a queue's item is meant to last, or its item is sure to come."""
    if any(isinstance(node, cst.While) for node in unit.ancestors(call)):
        return True  # a worker lives off its queue
    function = function_around(call, unit)
    around = unit.source(function) if function is not None else unit.text
    if _STARTED.search(around) is None or _ENDED.search(unit.text) is not None:
        return True  # who puts the items, and whether they may fail to, is decided elsewhere; a thread's own wait, too
    return _is_looked_into(queue, unit) or _is_put_finally(queue, unit) or _answers_always(queue, unit, module)


def _is_looked_into(queue: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether the unit asks what is in the queue: `jobs.empty()`, `jobs.qsize()`."""
    asked = {f"{unit.source(queue)}.{method}" for method in ("empty", "qsize")}
    return any(unit.source(call.func) in asked for call in unit.nodes(cst.Call))


def _is_put_finally(queue: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether a function within the unit puts an item whatever becomes of its work."""
    puts = {f"{unit.source(queue)}.{method}" for method in ("put", "put_nowait")}
    return any(
        unit.source(call.func) in puts and any(isinstance(outer, cst.Finally) for outer in unit.ancestors(call))
        for call in unit.nodes(cst.Call)
    )


def _answers_always(queue: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the queue is the object's own, and its thread has a handler of every error: it puts that, too."""
    if not (dotted_name(queue) or "").startswith("self."):
        return False
    methods = module.class_methods(unit.unit.name.rpartition(".")[0])
    return any(name in methods and module.catches(name) for name in _WORKING)

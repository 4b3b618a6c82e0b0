"""Places where one task, thread or process is started for each item of something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import called_with_nothing
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.effects import effect
from groundwire.analysis.rules.distributed.endless_attempts import called_name
from groundwire.analysis.rules.distributed.iterables import from_outside
from groundwire.analysis.rules.distributed.receivers import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_COLLECTS: Final = frozenset({"asyncio.gather", "asyncio.wait", "asyncio.as_completed", "asyncio.tasks.gather"})
_SPAWNS: Final = frozenset({"asyncio.create_task", "asyncio.ensure_future"})
_THREADS: Final = frozenset({"threading.Thread", "multiprocessing.Process"})
_LOCAL: Final = re.compile(
    r"_?(?:a?close|stop|cancel|shut|clean|disconnect|wait|await_|a?get_results?$|join|start|init|set_?up|tear|run_(?:hook|callback)|emit|dispatch"
    r"|on_|async_|handle_|sleep|release|unload|remove|reset|ready|connect|subscribe|unsubscribe|register|call(?:back)?$"
    r"|acquire|enter|exit|render|format|parse|compute|compile|evaluate|validate|convert|serialize|to_|is_|has_|flush)",
    re.IGNORECASE,
)
"""Names of what is not asked of another machine, or is over soon."""


class FanOut(NamedTuple):
    """One such place."""

    node: cst.CSTNode
    """What is marked: the call that starts them, or waits for all."""
    items: str
    unit: str
    """`request`, `task`, `thread` or `process`."""


def fan_outs(unit: ParsedUnit, module: ModuleContext) -> Iterator[FanOut]:
    """Every place of a unit, each once, in no particular order."""
    seen: set[int] = set()
    for call in unit.nodes(cst.Call):
        if resolve(call.func, unit, module) in _COLLECTS and call.args and not _clears_up(call, unit):
            found = _collected(call, unit, module)
            if found is not None:
                yield found[0]
                seen.add(id(found[1]))
    for call in unit.nodes(cst.Call):
        if id(call) not in seen:
            spawned = _spawned(call, unit, module)
            if spawned is not None and not any(id(outer) in seen for outer in unit.ancestors(call)):
                yield spawned


def _clears_up(call: cst.Call, unit: ParsedUnit) -> bool:
    return any(isinstance(outer, (cst.ExceptHandler, cst.Finally)) for outer in unit.ancestors(call))


def _collected(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> tuple[FanOut, cst.CSTNode] | None:
    """`gather(*[fetch(url) for url in urls])`, the list kept in a name or filled in a loop before, too."""
    argument = call.args[0].value
    if isinstance(argument, cst.Name):
        filled = _filled(argument.value, unit)
        if filled is not None:
            items = _items(filled, unit, module)
            work = _work(filled.args[0].value, unit, module)
            return (FanOut(call, items, work), filled) if items and work else None
        argument = unit.scope.assigned.get(argument.value, argument)
    if isinstance(argument, cst.Call) and isinstance(argument.func, cst.Name) and argument.args:
        if argument.func.value == "map" and len(argument.args) > 1:
            name = called_name(called_with_nothing(argument.args[0].value))
            source = from_outside(argument.args[1].value, unit, module)
            usable = name and not _LOCAL.match(name)
            return (FanOut(call, source, "task"), argument) if source is not None and usable else None
        if argument.func.value in {"list", "set", "tuple"}:
            argument = argument.args[0].value
    if not isinstance(argument, (cst.ListComp, cst.GeneratorExp, cst.SetComp)):
        return None
    items = _items(argument.elt, unit, module)
    work = _work(argument.elt, unit, module)
    return (FanOut(call, items, work), argument) if items and work else None


def _filled(name: str, unit: ParsedUnit) -> cst.Call | None:
    """The one `tasks.append(…)` that fills a list."""
    found = [
        call
        for call in unit.nodes(cst.Call)
        if isinstance(call.func, cst.Attribute)
        and call.func.attr.value in {"append", "add"}
        and isinstance(call.func.value, cst.Name)
        and call.func.value.value == name
        and call.args
    ]
    return found[0] if len(found) == 1 else None


def _spawned(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> FanOut | None:
    """`create_task(fetch(url))`, `group.start_soon(fetch, url)`, `Thread(target=fetch, args=(url,))` per item."""
    path = resolve(call.func, unit, module)
    if path in _THREADS:
        items = _items(call, unit, module)
        return FanOut(call, items, "thread" if path == "threading.Thread" else "process") if items else None
    started: cst.BaseExpression | None = None
    if path in _SPAWNS and call.args:
        started = call.args[0].value
    elif isinstance(call.func, cst.Attribute) and call.args and kind_of(call.func.value, unit, module) == "tasks":
        if call.func.attr.value == "create_task":
            started = call.args[0].value
        elif call.func.attr.value == "start_soon":
            started = called_with_nothing(call.args[0].value)
    work = _work(started, unit, module) if started is not None else ""
    items = _items(call, unit, module) if work else ""
    return FanOut(call, items, work) if items else None


def _work(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str:
    """What a coroutine per item does: `request`, or `task` where it is not known; empty where it is over soon."""
    if not isinstance(node, cst.Call):
        return ""
    path = resolve(node.func, unit, module)
    if (path in _SPAWNS or called_name(node) == "create_task") and node.args:
        return _work(node.args[0].value, unit, module)
    if path == "asyncio.to_thread":
        return ""
    if isinstance(node.func, (cst.Name, cst.Attribute)) and effect(node, unit, module) is not None:
        return "request"
    name = called_name(node)
    return "" if not name or _LOCAL.match(name) else "task"


def _items(node: cst.CSTNode, unit: ParsedUnit, module: ModuleContext) -> str:
    """What the loop or comprehension around a node iterates over, where its item is used in the node."""
    for outer in unit.ancestors(node):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda, cst.While)):
            return ""
        loop = outer.for_in if isinstance(outer, (cst.ListComp, cst.GeneratorExp, cst.SetComp)) else outer
        if isinstance(loop, cst.For) and any(True for _ in below(loop.body, unit, cst.Await)):
            return ""  # it waits for something itself, as for room among the tasks
        if isinstance(loop, (cst.For, cst.CompFor)):
            name = from_outside(loop.iter, unit, module)
            targets = {name_.value for name_ in below(loop.target, unit, cst.Name)}
            used = {name_.value for name_ in below(node, unit, cst.Name)}
            return name if name is not None and targets & used else ""
    return ""

"""Queues without a size between a source that does not end and what works them off, both seen in one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.blocks import is_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_QUEUES: Final = frozenset(
    {"asyncio.Queue", "asyncio.LifoQueue", "asyncio.PriorityQueue", "queue.Queue", "queue.LifoQueue"}
    | {"queue.PriorityQueue", "queue.SimpleQueue", "multiprocessing.Queue"}
)


class UnboundedQueue(NamedTuple):
    """One such queue."""

    node: cst.Call
    name: str
    why: str


def unbounded_queues(unit: ParsedUnit, module: ModuleContext) -> Iterator[UnboundedQueue]:
    """Queues made, filled in an endless loop, and read in another, all in this unit."""
    for name, value in unit.scope.assigned.items():
        if not isinstance(value, cst.Call) or value.args or resolve(value.func, unit, module) not in _QUEUES:
            continue
        gets = list(_calls(name, {"get", "get_nowait"}, unit))
        sources = [_source(call, gets, unit) for call in _calls(name, {"put", "put_nowait"}, unit)]
        source = next((each for each in sources if each is not None), None)
        if gets and source is not None:
            why = (
                f"Without a `maxsize`, `put` never waits: a reader that is slower than {source} leaves the difference "
                "in memory, and it grows."
            )
            yield UnboundedQueue(value, name, why)


def _calls(name: str, methods: set[str], unit: ParsedUnit) -> Iterator[cst.Call]:
    for call in unit.nodes(cst.Call):
        if (
            isinstance(call.func, cst.Attribute)
            and call.func.attr.value in methods
            and isinstance(call.func.value, cst.Name)
            and call.func.value.value == name
        ):
            yield call


def _source(call: cst.Call, gets: list[cst.Call], unit: ParsedUnit) -> str | None:
    """The endless loop that a `put` stands in, and no `get`: `async for`, or `while True`."""
    for outer in unit.ancestors(call):
        if isinstance(outer, (cst.FunctionDef, cst.Lambda)) or any(is_within(get, outer, unit) for get in gets):
            return None
        if isinstance(outer, cst.For) and outer.asynchronous:
            return f"`{unit.source(outer.iter).strip()}`"
        if isinstance(outer, cst.While) and unit.source(outer.test).strip() in {"True", "1"}:
            return "this loop"
    return None

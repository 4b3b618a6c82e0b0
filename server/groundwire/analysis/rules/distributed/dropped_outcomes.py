"""Exceptions that `asyncio.gather` returns among the results, and that nobody looks at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.names import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

ENDS: Final = re.compile(
    r"close|stop|shut_?down|cancel|clean|exit|tear|disconnect|terminate|dispose|destroy|drain|kill|abort|on_error|flush"
    r"|\bjoin\b",
    re.IGNORECASE,
)
"""Names of what ends something: there, an error changes nothing any more."""
_ASKS: Final = re.compile(
    r"isinstance\(|issubclass\(|\btype\(|\bmatch |\.__class__|raise_|\.cancel\(|wait_closed|shutdown|stop_"
    r"|\.stop\("
)
"""The unit looks at what it got, or has ended it itself."""


class LostOutcome(NamedTuple):
    """One place where an outcome is lost."""

    node: cst.CSTNode
    message: str
    why: str
    overlaps: tuple[str, ...] = ()
    """Rules of other tools that mark it as well."""


def gathered(unit: ParsedUnit, module: ModuleContext) -> Iterator[LostOutcome]:
    """`gather(…, return_exceptions=True)` whose answer is dropped, or used as if it held results alone."""
    if ENDS.search(unit.unit.name.rpartition(".")[2]) or _ASKS.search(unit.text):
        return
    for call in unit.nodes(cst.Call):
        if resolve(call.func, unit, module) != "asyncio.gather":
            continue
        kept = Arguments.of(call).keywords.get("return_exceptions")
        if not (isinstance(kept, cst.Name) and kept.value == "True") or ENDS.search(_first(call, unit)):
            continue
        if not _is_started_here(call, unit):
            continue  # whoever started them may ask them
        awaited = unit.parent(call)
        if not isinstance(awaited, cst.Await) or any(
            isinstance(outer, (cst.Finally, cst.ExceptHandler)) for outer in unit.ancestors(call)
        ):
            continue
        holder = unit.parent(awaited)
        if isinstance(holder, cst.Expr):
            why = "With `return_exceptions=True` each error becomes an item of the list, and the list is dropped."
            yield LostOutcome(call, "Whatever fails in `gather` here, nobody is told.", why)
        elif isinstance(holder, cst.Assign) and isinstance(name := holder.targets[0].target, cst.Name):
            yield from _unasked(call, name.value, holder, unit)


def _is_started_here(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether the unit itself makes the coroutines: `*[send(x) for x in …]`, `*map(send, …)`, `send(a), send(b)`."""
    node = call.args[0].value if call.args else None
    if isinstance(node, cst.Name):
        filled = any(unit.source(each.func) == f"{node.value}.append" for each in unit.nodes(cst.Call))
        node = unit.scope.assigned.get(node.value)
        if isinstance(node, cst.List) and filled:
            return "create_task" not in unit.text
    return isinstance(node, (cst.ListComp, cst.GeneratorExp, cst.Call)) and "create_task" not in unit.source(node)


def _first(call: cst.Call, unit: ParsedUnit) -> str:
    return unit.source(call.args[0]) if call.args else ""


def _unasked(call: cst.Call, name: str, holder: cst.Assign, unit: ParsedUnit) -> Iterator[LostOutcome]:
    """A name for the list that is never read, or only counted."""
    uses = [
        node
        for node in unit.nodes(cst.Name)
        if node.value == name and not any(outer is holder for outer in unit.ancestors(node))
    ]
    others = [node for node in uses if not _is_counted(node, unit)]
    if not others and len(unit.scope.bindings.get(name, ())) == 1:
        done = "only counted" if uses else "never read"
        why = f"With `return_exceptions=True` each error becomes an item of `{name}`, which is {done}."
        yield LostOutcome(call, "Whatever fails in `gather` here, nobody is told.", why)


def _is_counted(node: cst.Name, unit: ParsedUnit) -> bool:
    call = next((outer for outer in unit.ancestors(node) if isinstance(outer, (cst.Call, cst.BaseStatement))), None)
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "len"

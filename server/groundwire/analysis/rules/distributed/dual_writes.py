"""Two systems that are told the same in one function, in an order in which one may hear and the other not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.rules.distributed.blocks import function_around
from groundwire.analysis.rules.distributed.effects import Effect, effect
from groundwire.analysis.rules.distributed.transactions import transaction_around, writes_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.model import Position

_CHANGES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_SENDS: Final = frozenset({"message", "mail", "task", "payment"})


class DualWrite(NamedTuple):
    """One such place."""

    node: cst.CSTNode
    """What is marked: the call that sends."""
    message: str
    why: str


def dual_writes(unit: ParsedUnit, module: ModuleContext) -> Iterator[DualWrite]:
    """Every such place of a function."""
    commits: list[tuple[Position, cst.Call]] = []
    sends: list[tuple[Position, cst.Call, Effect]] = []
    writes: list[Position] = []
    for call in unit.nodes(cst.Call):
        if function_around(call, unit) is not unit.function or _is_aside(call, unit):
            continue
        known = effect(call, unit, module)
        if known is not None and known.kind == "commit":
            commits.append((unit.range(call).start, call))
        elif known is not None and _is_send(known):
            sends.append((unit.range(call).start, call, known))
        elif writes_row(call, unit, module):
            writes.append(unit.range(call).start)
    for place, call, known in sends:
        written = any(write < place for write in writes)
        around = transaction_around(call, unit, module)
        if known.kind == "task" and not unit.source(call.func).endswith((".delay", ".enqueue")):
            continue  # projects have their own `apply_async`, which waits for the commit
        if around is not None and written:
            yield _inside(call, known, unit)
        elif around is None and commits:
            yield from _beside(place, call, known, commits, written, unit)


def _is_send(known: Effect) -> bool:
    return known.kind in _SENDS or (known.kind == "request" and known.verb in _CHANGES)


def _is_aside(call: cst.Call, unit: ParsedUnit) -> bool:
    return any(isinstance(outer, (cst.ExceptHandler, cst.Finally, cst.Lambda)) for outer in unit.ancestors(call))


def _inside(call: cst.Call, known: Effect, unit: ParsedUnit) -> DualWrite:
    shown = quoted(unit.source(call.func) + "()")
    why = "Where the transaction is rolled back, what was sent stays sent"
    if known.kind == "task":
        why += "; and a worker may start before the rows are there."
    else:
        why += "; and while the other side is slow, every row it holds is locked."
    return DualWrite(call, f"{shown} goes out before the transaction around it is committed.", why)


def _beside(
    place: Position,
    call: cst.Call,
    known: Effect,
    commits: list[tuple[Position, cst.Call]],
    written: bool,
    unit: ParsedUnit,
) -> Iterator[DualWrite]:
    """Sent before the commit, or after it with nothing that would send it again."""
    shown = quoted(unit.source(call.func) + "()")
    before = [commit for where, commit in commits if where < place]
    after = [commit for where, commit in commits if where > place]
    if after and not before and written:
        commit = quoted(unit.source(after[0].func) + "()")
        why = "Where the commit fails, others have heard of rows that are not there; else they may look too early."
        yield DualWrite(call, f"{shown} goes out before {commit}.", why)
    elif before and not after and known.kind in {"message", "request"} and not _is_guarded(call, unit):
        commit = quoted(unit.source(before[-1].func) + "()")
        why = "Where the process dies in between, the rows are there, and nobody ever hears of them."
        yield DualWrite(call, f"Nothing sends {shown} again where it fails after {commit}.", why)


def _is_guarded(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether the function sees to a failure of what it sends."""
    return any(isinstance(outer, cst.Try) and outer.handlers for outer in unit.ancestors(call))

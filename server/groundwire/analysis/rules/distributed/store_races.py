"""Keys of Redis, and of Django's cache, that are set after a test or from what they held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.literals import is_literal, quoted
from groundwire.analysis.rules.distributed.blocks import below
from groundwire.analysis.rules.distributed.races import LOCKLIKE, Race, absences, is_locked
from groundwire.analysis.rules.distributed.receivers import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_STORES: Final = frozenset({"redis", "cache"})
_SETS: Final = frozenset({"set", "setex", "psetex"})
_SETTLED: Final = re.compile(r"\.watch\(|\.transaction\(|\.lock\(|\.register_script|\.eval\(")
"""What makes several commands one."""


def store_races(unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """Every such place of a unit."""
    if _SETTLED.search(unit.text):
        return
    yield from _locks(unit, module)
    for branch in unit.nodes(cst.If):
        if is_locked(branch, unit):
            continue
        for tested, acts in absences(branch, unit):
            yield from _set_after(tested, acts, unit, module)
    for call in unit.nodes(cst.Call):
        yield from _from_what_it_held(call, unit, module)


def _read(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> tuple[str, str, str] | None:
    """(receiver, method, key) of `store.get(key)` or `store.exists(key)`, through a name too."""
    if isinstance(node, cst.Name):
        node = unit.scope.assigned.get(node.value, node)
    if isinstance(node, cst.Await):
        node = node.expression
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute) or not node.args:
        return None
    method = node.func.attr.value
    if method not in {"get", "exists", "has_key"} or kind_of(node.func.value, unit, module) not in _STORES:
        return None
    return unit.source(node.func.value), method, unit.source(node.args[0].value)


def _set_after(
    tested: cst.BaseExpression, where: list[cst.CSTNode], unit: ParsedUnit, module: ModuleContext
) -> Iterator[Race]:
    """`if not store.exists(key): store.set(key, …)`, where only one may set it."""
    read = _read(tested, unit, module)
    if read is None:
        return
    for part in where:
        for call in below(part, unit, cst.Call):
            if not _is_set(call, read[0], read[2], unit):
                continue
            value = call.args[-1 if len(call.args) < 3 else 1].value
            alone = LOCKLIKE.search(read[2]) or LOCKLIKE.search(unit.unit.name)
            if not alone and not (read[1] == "exists" and is_literal(value)):
                continue  # a cache: whoever comes last sets the same
            once = (
                "`set(…, nx=True)` tests and sets"
                if kind_of(_receiver(call), unit, module) == "redis"
                else "`add` does"
            )
            message = f"Between the test and this line, another process may set {quoted(read[2])}."
            yield Race(call, message, f"Both then find nothing and go on as the only one; {once} in one step.")
            return


def _receiver(call: cst.Call) -> cst.BaseExpression:
    return call.func.value if isinstance(call.func, cst.Attribute) else call.func


def _is_set(call: cst.Call, receiver: str, key: str, unit: ParsedUnit) -> bool:
    return (
        isinstance(call.func, cst.Attribute)
        and call.func.attr.value in _SETS
        and bool(call.args)
        and unit.source(call.func.value) == receiver
        and unit.source(call.args[0].value) == key
        and not Arguments.of(call).may_have(None, "nx")
    )


def _from_what_it_held(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """`store.set(key, int(store.get(key)) + 1)`, the value kept in a name between, too."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value not in _SETS or len(call.args) < 2:
        return
    if kind_of(call.func.value, unit, module) not in _STORES or is_locked(call, unit):
        return
    receiver, key = unit.source(call.func.value), unit.source(call.args[0].value)
    value = call.args[1 if call.func.attr.value == "set" else -1].value
    names = {node.value for node in below(value, unit, cst.Name)}
    sources: list[cst.CSTNode] = [value]
    counted = any(True for _ in below(value, unit, cst.BinaryOperation))
    for name in names:
        sources += [each for each in unit.scope.bindings.get(name, ()) if isinstance(each, cst.BaseExpression)]
        counted = counted or any(
            isinstance(each.target, cst.Name) and each.target.value == name for each in unit.nodes(cst.AugAssign)
        )
    if not counted:
        return
    for source in sources:
        for read in below(source, unit, cst.Call):
            known = _read(read, unit, module)
            if known is not None and known[0] == receiver and known[1] == "get" and known[2] == key:
                better = "`incrby`" if kind_of(call.func.value, unit, module) == "redis" else "`incr`"
                message = f"What another process sets {quoted(key)} to, after it was read here, is lost."
                yield Race(call, message, f"Two that read 5 both write 6; {better} counts in the store itself.")
                return


def _locks(unit: ParsedUnit, module: ModuleContext) -> Iterator[Race]:
    """A lock in Redis that stays for ever where its holder dies."""
    for call in unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute) or len(call.args) < 2:
            continue
        arguments = Arguments.of(call)
        key = unit.source(call.args[0].value)
        if not LOCKLIKE.search(key) and not LOCKLIKE.search(unit.unit.name) and "acquire" not in unit.unit.name:
            continue
        method = call.func.attr.value
        if method == "set" and kind_of(call.func.value, unit, module) == "redis":
            nx = arguments.keywords.get("nx")
            bounded = any(arguments.may_have(None, name) for name in ("ex", "px", "exat", "pxat"))
            if nx is None or bounded or len(arguments.positional) > 2:
                continue
        elif method != "setnx":
            continue
        then = ".expire(" in unit.text or ".pexpire(" in unit.text
        why = "The lock has no expiry: where its holder dies, nobody ever gets it again."
        if then:
            why = "The expiry is a second command: where the holder dies before it, nobody ever gets the lock again."
        yield Race(call, f"{quoted(key)} may stay set for ever.", why)

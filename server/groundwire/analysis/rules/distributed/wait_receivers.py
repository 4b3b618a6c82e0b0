"""What is waited on: the classes of sessions by `with`, and sockets that no timeout bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.distributed.waits import RETURNS_ITSELF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_BOUNDED: Final = re.compile(
    r"timeout|setblocking|select\.|selectors|\bpoll\(|SO_RCVTIMEO|DONTWAIT|SOCK_DGRAM|AF_UNIX|localhost|127\.0\.0\.1"
)
"""A socket that is bounded by other means, or has nobody far away on its other end."""


def with_item(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The class that `with CLASS() as NAME` binds, where `NAME` is bound there only."""
    if not isinstance(node, cst.Name) or len(unit.scope.bindings.get(node.value, ())) != 1:
        return None
    for item in unit.nodes(cst.WithItem):
        target = item.asname.name if item.asname is not None else None
        if isinstance(target, cst.Name) and target.value == node.value and isinstance(item.item, cst.Call):
            path = resolve(item.item.func, unit, module)
            return path if path in RETURNS_ITSELF else None
    return None


def silent_receives(unit: ParsedUnit, module: ModuleContext) -> Iterator[cst.Call]:
    """The first `recv` on a socket that the unit makes and connects, and never gives a timeout."""
    if ".recv" not in unit.text or _BOUNDED.search(unit.text) is not None:
        return
    connected: set[str] = set()
    for call in unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute):
            continue
        receiver, method = call.func.value, call.func.attr.value
        made = constructor(receiver, unit, module) or with_item(receiver, unit, module)
        name = unit.source(receiver)
        if made == "socket.socket" and method == "connect":
            connected.add(name)
        elif made == "socket.socket" and method in {"recv", "recv_into"} and name in connected:
            yield call
            return

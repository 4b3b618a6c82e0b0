"""Loops that carry an order out: into a list that is returned, a digest, an open file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import constructor
from groundwire.analysis.rules.determinism.escape import Escape
from groundwire.analysis.rules.determinism.flows import WRITING
from groundwire.analysis.rules.determinism.joins import is_join
from groundwire.analysis.rules.determinism.listings import is_in_no_order_anyway
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.escape import Code
    from groundwire.analysis.rules.determinism.orders import Unordered

_CLEARING: Final = frozenset({"unlink", "rmdir", "rmtree", "move", "rename", "send2trash"})


def looped(code: Code) -> Iterator[Escape]:
    """A loop that adds to a list which is returned, to a digest, or to an open file."""
    for loop in code.unit.nodes(cst.For):
        order = code.order(loop.iter)
        if order is not None and (how := _carried_out(code, loop, order)) is not None:
            yield Escape(loop.iter, order, how, generated_only=order.kind == "completion")


def _carried_out(code: Code, loop: cst.For, order: Unordered) -> str | None:
    for call in code.unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute) or not code.inside(call, loop):
            continue
        method, receiver = call.func.attr.value, call.func.value
        if method == "append" and isinstance(receiver, cst.Name) and call.args:
            known = _tells_which(code, call, loop, order) or _clears(code, loop) or not code.flow.had_an_order(order)
            if order.kind == "folder":
                known = known or is_in_no_order_anyway(code, call.args[0].value, receiver.value)
            if _is_returned(code, receiver.value, loop) and not known:
                return f"is gathered in `{receiver.value}`, which is returned as a list"
            if _is_joined(code, receiver.value, loop) and not _tells_which(code, call, loop, order):
                return f"is gathered in `{receiver.value}`, which is joined into a text"
        elif method == "update" and (constructor(receiver, code.unit, code.module) or "").startswith("hashlib."):
            return "goes into a digest"
        elif method in WRITING and isinstance(receiver, cst.Name) and _is_open_file(code, receiver.value, loop):
            return "is written to a file"
    return None


def _clears(code: Code, loop: cst.For) -> bool:
    """Whether the loop takes away what it goes over: its list tells a person what is gone."""
    called = (dotted_name(call.func) or "" for call in code.unit.nodes(cst.Call) if code.inside(call, loop))
    return any(name == "os.remove" or name.rpartition(".")[2] in _CLEARING for name in called)


def _tells_which(code: Code, call: cst.Call, loop: cst.For, order: Unordered) -> bool:
    """Of futures: whether what is gathered says which one it belongs to."""
    if order.kind != "completion":
        return False
    target = code.unit.source(loop.target)
    body = code.unit.source(loop.body)
    return f"[{target}]" in body or isinstance(call.args[0].value, (cst.Tuple, cst.Dict))


def _is_returned(code: Code, name: str, loop: cst.For) -> bool:
    value = code.unit.scope.assigned.get(name)
    if not isinstance(value, cst.List) or value.elements or code.flow.is_sorted(name):
        return False
    return any(
        isinstance(end.value, cst.Name) and end.value.value == name and not code.inside(end, loop)
        for end in code.unit.nodes(cst.Return)
    )


def _is_joined(code: Code, name: str, loop: cst.For) -> bool:
    """Whether the gathered texts become one that is a result: `"".join(parts)`, returned or written."""
    if code.flow.is_sorted(name) or not isinstance(code.unit.scope.assigned.get(name), cst.List):
        return False
    return any(
        is_join(code, call)
        and isinstance(call.args[0].value, cst.Name)
        and call.args[0].value.value == name
        and not code.inside(call, loop)
        and code.flow.counts(call)
        and not code.flow.is_told(call)
        for call in code.unit.nodes(cst.Call)
    )


def _is_open_file(code: Code, name: str, loop: cst.For) -> bool:
    """Whether a `with open(…, "w") as NAME` stands around the loop."""
    for item in code.unit.nodes(cst.WithItem):
        bound = item.asname.name if item.asname is not None else None
        if isinstance(bound, cst.Name) and bound.value == name and isinstance(item.item, cst.Call):
            with_ = code.unit.parent(item)
            if with_ is not None and code.inside(loop, with_):
                return (dotted_name(item.item.func) or "").rpartition(".")[2] == "open"
    return False

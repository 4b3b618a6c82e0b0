"""Items that get numbers, or partners, by their place in an order that nothing settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.escape import Escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.escape import Code

_KEEPING: Final = frozenset({"builtins.dict", "builtins.list", "builtins.tuple"})


def numbered(code: Code) -> Iterator[Escape]:
    """`{x: i for i, x in enumerate(s)}` and `dict(zip(s, …))`, where the numbers are kept."""
    for comprehension in (*code.unit.nodes(cst.DictComp), *code.unit.nodes(cst.ListComp)):
        call = comprehension.for_in.iter
        if not isinstance(call, cst.Call) or not call.args or not _is_kept(code, comprehension):
            continue
        if resolve(call.func, code.unit, code.module) != "builtins.enumerate":
            continue
        if (order := code.order(call.args[0].value)) is not None:
            yield Escape(call.args[0].value, order, "is numbered as it comes")
    for call in code.unit.nodes(cst.Call):
        if resolve(call.func, code.unit, code.module) != "builtins.zip" or len(call.args) != 2:
            continue
        for argument in call.args if _is_kept(code, call) else ():
            order = code.order(argument.value)
            if order is not None and order.kind == "set":
                yield Escape(argument.value, order, "is paired with other items by place")


def _is_kept(code: Code, node: cst.BaseExpression) -> bool:
    """Whether the numbers get out of the unit: returned, or kept in an object. Within it, one numbering serves all."""
    for ancestor in code.unit.ancestors(node):
        if isinstance(ancestor, cst.Call) and resolve(ancestor.func, code.unit, code.module) not in _KEEPING:
            return False
        if isinstance(ancestor, cst.Return):
            return True
        if isinstance(ancestor, cst.Assign):
            target = ancestor.targets[0].target
            return isinstance(target, cst.Attribute) or (isinstance(target, cst.Name) and _is_returned(code, target))
        if not isinstance(ancestor, (cst.Call, cst.Arg, cst.Tuple, cst.Element, cst.SimpleStatementLine)):
            return False
    return False


def _is_returned(code: Code, name: cst.Name) -> bool:
    """Whether a name is returned, alone or in a tuple."""
    for end in code.unit.nodes(cst.Return):
        parts = end.value.elements if isinstance(end.value, cst.Tuple) else ()
        returned = [end.value, *(part.value for part in parts)]
        if any(isinstance(value, cst.Name) and value.value == name.value for value in returned):
            return True
    return False

"""Where a database transaction is open in a function, and where it is committed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.effects import effect
from groundwire.analysis.rules.distributed.receivers import kind_of
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ATOMIC: Final = "django.db.transaction.atomic"
_BEGINS: Final = frozenset({"session", "maker", "engine", "connection"})
_WRITES: Final = frozenset({"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"})
_ORM_WRITES: Final = re.compile(
    r"\.objects\.(?:\w+\(.*\)\.)?(?:a?create|a?update|bulk_create|delete)$|\.a?save$", re.DOTALL
)


def is_atomic(item: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a `with` item or a decorator opens a transaction."""
    call = item if isinstance(item, cst.Call) else None
    func = call.func if call is not None else item
    if resolve(func, unit, module) == _ATOMIC:
        return True
    if call is None or not isinstance(func, cst.Attribute) or func.attr.value not in {"begin", "transaction"}:
        return False
    return kind_of(func.value, unit, module) in _BEGINS


def transaction_around(node: cst.CSTNode, unit: ParsedUnit, module: ModuleContext) -> cst.CSTNode | None:
    """The innermost `with` or decorated function by which a node runs in a transaction."""
    for outer in unit.ancestors(node):
        if isinstance(outer, cst.Lambda):
            return None
        if isinstance(outer, cst.With) and any(is_atomic(item.item, unit, module) for item in outer.items):
            return outer
        if isinstance(outer, cst.FunctionDef):
            atomic = any(is_atomic(each.decorator, unit, module) for each in outer.decorators)
            return outer if atomic else None
    return None


def writes_row(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the call changes a row, or notes a change for the commit."""
    if not isinstance(call.func, cst.Attribute):
        return False
    if _ORM_WRITES.search(unit.source(call.func)) and dotted_name(call.func) != "self.save":
        return True
    if call.func.attr.value in _WRITES and kind_of(call.func.value, unit, module) == "session":
        return True
    known = effect(call, unit, module)
    return (
        known is not None and known.kind in {"insert", "update"} and kind_of(call.func.value, unit, module) != "redis"
    )

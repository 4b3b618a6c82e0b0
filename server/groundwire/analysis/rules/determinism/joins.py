"""Texts made of items in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from groundwire.analysis.rules.determinism.escape import Code


def is_join(code: Code, call: cst.Call) -> bool:
    """Whether this is `", ".join(…)`."""
    if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "join" or len(call.args) != 1:
        return False
    return value_type(call.func.value, code.unit, code.module) in {"str", "bytes"}

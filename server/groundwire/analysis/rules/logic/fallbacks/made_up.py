"""Constants that pass for a result by what the function is called, or by the results beside them."""

from __future__ import annotations

import re
from typing import Final

from groundwire.analysis import cst
from groundwire.analysis.literals import is_literal, string_value

_QUANTITIES: Final = frozenset(
    {"amount", "average", "avg", "balance", "cost", "count", "discount", "fee", "mean", "median", "price", "quantity"}
    | {"rate", "revenue", "salary", "score", "stock", "sum", "tax", "temperature", "total", "turnover", "volume"}
)
_GATE: Final = re.compile(
    r"(?:\w+_)?(?:authori[sz]ed?|authenticated?|allowed|permitted|permission|verif(?:y|ied))(?:_\w+)?", re.IGNORECASE
)
_TELLS: Final = frozenset(
    {
        "code",
        "detail",
        "error",
        "errors",
        "exception",
        "failed",
        "message",
        "ok",
        "reason",
        "status",
        "success",
        "valid",
    }
)
"""Keys by which a record says whether it is one."""


def names_a_quantity(name: str) -> bool:
    """Whether what is called so is how much there is of something: any number is a result it may have."""
    return not _QUANTITIES.isdisjoint(name.lower().split("_"))


def lets_through(name: str) -> bool:
    """Whether a function of this name decides who or what may pass, so that True lets it in."""
    return _GATE.fullmatch(name) is not None


def same_record(value: cst.BaseExpression, other: cst.BaseExpression) -> bool:
    """Whether a dictionary of constants has the keys of another one that is worked out, and none that says *failed*."""
    keys = _keys(value)
    if not keys or keys != _keys(other) or any(str(key).lower() in _TELLS for key in keys):
        return False
    return all(is_literal(one) and not _is_none(one) for one in _values(value)) and not all(
        map(is_literal, _values(other))
    )


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def _keys(node: cst.BaseExpression) -> frozenset[str]:
    """The keys of a dictionary display; none where one of them is not a text."""
    if not isinstance(node, cst.Dict):
        return frozenset()
    keys = [string_value(e.key) if isinstance(e, cst.DictElement) else None for e in node.elements]
    return frozenset(key for key in keys if key is not None) if None not in keys else frozenset()


def _values(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    return [element.value for element in node.elements] if isinstance(node, cst.Dict) else []

"""Whether code is there to fail: `pytest.raises`, `assertRaises`, `suppress`, or a handler for exactly that error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_EXPECTING: Final = re.compile(r"suppress|\w*raises\w*|expects?_?(?:error|exception|failure)s?", re.IGNORECASE)
"""What such functions are called: `assertRaisesRegex`, `assert_raises` of NumPy, `raises_group`."""


def expects(node: cst.CSTNode, unit: ParsedUnit, errors: frozenset[str]) -> bool:
    """Whether something around `node` waits for one of these errors.

    `errors` are last parts of exception names, `ValueError` or `error`. A handler for `Exception` waits for nothing in
    particular.
    """
    if isinstance(node, cst.Call) and _is_expecting(node):
        return True  # it makes the call itself: `assertRaises(TypeError, function, 1)`
    child = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.With):
            if any(_is_expecting(item.item) for item in ancestor.items):
                return True
        elif isinstance(ancestor, cst.Call):
            if _is_expecting(ancestor):
                return True
        elif isinstance(ancestor, (cst.Try, cst.TryStar)) and ancestor.body is child:
            for handler in ancestor.handlers:
                if handler.type is not None and not errors.isdisjoint(_last_names(handler.type)):
                    return True
        child = ancestor
    return False


def _is_expecting(node: cst.BaseExpression) -> bool:
    name = (dotted_name(node.func) or "").rpartition(".")[2] if isinstance(node, cst.Call) else ""
    return _EXPECTING.fullmatch(name) is not None


def _last_names(node: cst.BaseExpression) -> set[str]:
    if isinstance(node, cst.Tuple):
        return {name for element in node.elements for name in _last_names(element.value)}
    return {(dotted_name(node) or "").rpartition(".")[2]}

"""Which branch of a test of `sys.version_info` a given Python takes."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from groundwire.analysis.stdlib import Version

_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}


def chosen(node: ast.If, version: Version | None) -> Sequence[ast.stmt] | None:
    """The branch that runs on a version; None where the test asks for something else, or no version is given."""
    if version is None or not isinstance(node.test, ast.Compare) or len(node.test.ops) != 1:
        return None
    asked, wanted = node.test.left, node.test.comparators[0]
    compare = _COMPARE.get(type(node.test.ops[0]))
    if compare is None or not isinstance(asked, ast.Attribute) or asked.attr != "version_info":
        return None
    if not isinstance(wanted, ast.Tuple) or not all(isinstance(part, ast.Constant) for part in wanted.elts):
        return None
    parts = tuple(part.value for part in wanted.elts if isinstance(part, ast.Constant))
    return node.body if compare((*version, 0)[: max(len(parts), 2)], parts) else node.orelse

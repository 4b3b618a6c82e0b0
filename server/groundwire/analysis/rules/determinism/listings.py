"""Lists of a folder's names, beside lists of what its files hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import called_with_nothing
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.rules.determinism.escape import Code

_READING: Final = re.compile(
    r"(?:\w*_)?(?:read|load|open|parse|decode|import|fetch|imread|deserialize)\w*|\w*(?:load|Load)s?"
)
"""Calls that give what a file holds."""
_IN_ORDER: Final = re.compile(
    r"(?i)(?:\w*_)?(?:sheets?|pages?|frames?|images?|slides?|chapters?|parts?|chunks?|shards?|steps?|stages?|rows?"
    r"|migrations?|versions?|samples?|batch(?:es)?|episodes?|layers?|tables?|newest|latest|first|last|history)(?:_\w*)?"
)
"""Names of what comes one after the other."""


def follow_each_other(*names: str) -> bool:
    """Whether one of the names is of things that come one after the other."""
    return any(_IN_ORDER.fullmatch(name) for name in names)


def is_in_no_order_anyway(code: Code, listed: cst.BaseExpression, name: str = "") -> bool:
    """Whether a list is one of files as such, which people take in any order.

    It holds names or paths, not what the files hold, and neither the function nor the list is named after things that
    follow each other.
    """
    if follow_each_other(code.unit.unit.name.rpartition(".")[2], name):
        return False
    value = code.unit.scope.assigned.get(listed.value, listed) if isinstance(listed, cst.Name) else listed
    return not any(_reads(code, call) for call in _calls(code, value))


def _calls(code: Code, value: cst.BaseExpression) -> list[cst.Call]:
    inside = [call for call in code.unit.nodes(cst.Call) if call is value or code.inside(call, value)]
    maps = (call for call in inside if resolve(call.func, code.unit, code.module) == "builtins.map" and call.args)
    mapped = (call.args[0].value for call in maps)
    return [*inside, *map(called_with_nothing, mapped)]


def _reads(code: Code, call: cst.Call) -> bool:
    path = resolve(call.func, code.unit, code.module) or dotted_name(call.func) or ""
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else path.rpartition(".")[2]
    return _READING.fullmatch(method) is not None

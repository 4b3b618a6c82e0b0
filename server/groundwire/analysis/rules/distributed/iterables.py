"""How many items an iterable may hold: a few that the code itself fixes, or as many as come from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.distributed.effects import effect

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_FEW: Final = re.compile(
    r"worker|port|replica|shard|node|host|server|broker|plugin|handler|listener|callback|hook|client|connection|conn"
    r"|session|subscriber|subscription|channel|stream|task|consumer|producer|device|coro|coroutine|future|fut|thread"
    r"|process|processor|executor|stage|step|phase|backend|provider|source|engine|model|agent|tool|batch|chunk|proxy"
    r"|peer|group|interface|component|observer|watcher|signal|middleware|extension|module|transport|protocol"
    r"|partition|pool|field|column|attr|param|arg|option|setting|config|strategy|rule|entity|platform|method|func"
    r"|function|check|service|slot|lock|window|timer|topic|queue|language|region|zone|tier|metric|probe|state"
    r"|coordinator|actor|gpu|rank|level|feature|layer|template|error|exc|extractor|guild|bucket|deployment|trigger"
    r"|scope|target|flow|gate|choice|guardrail|endpoint|command|cmd|entry|awaitable|generator|iterator|kwarg"
)
"""Words for things of which there are few."""
_PASSES: Final = frozenset({"enumerate", "list", "set", "tuple", "sorted", "reversed", "iter", "zip", "filter", "dict"})
_STORED: Final = frozenset(
    {"json", "fetchall", "fetchmany", "scalars", "all", "readlines", "splitlines", "iterator", "fetch", "listdir"}
    | {"rglob", "glob", "iterdir", "scandir", "to_list", "find", "filter", "mappings", "smembers", "hgetall", "lrange"}
)
"""Methods that answer with as many items as there are stored somewhere."""


def from_outside(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The name of what is iterated over, where a caller or a store decides how much that is; else None."""
    while True:
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _PASSES and node.args:
            node = node.args[-1].value if node.func.value == "filter" else node.args[0].value
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and _is_view(node):
            node = node.func.value
        else:
            break
    if isinstance(node, cst.Name):
        return node.value if _is_open(node.value, unit, module) and not _are_few(node.value) else None
    return None


def _are_few(name: str) -> bool:
    """Whether a name says that there are few: `hosts`, `plugin_names`, `proxies`."""
    words = name.lower().split("_")
    singular = [re.sub(r"ies$", "y", word) if word.endswith("ies") else word for word in words]
    return any(_FEW.fullmatch(form) for word in singular for form in (word, word[:-1], word[:-2]) if form)


def _is_view(call: cst.Call) -> bool:
    return (
        isinstance(call.func, cst.Attribute) and call.func.attr.value in {"items", "values", "keys"} and not call.args
    )


def _is_open(name: str, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a parameter, or what a store or another machine answered, is all that is bound to the name."""
    bindings = unit.scope.bindings.get(name, ())
    if not bindings:
        return False
    for binding in bindings:
        if isinstance(binding, cst.Param):
            if binding.star in {"*", "**"}:
                return False
        elif not isinstance(binding, cst.BaseExpression) or not _is_answer(binding, unit, module):
            return False
    return True


def _is_answer(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    if isinstance(node, cst.Await):
        node = node.expression
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _PASSES and node.args:
        node = node.args[0].value
    if isinstance(node, cst.Subscript):  # response.json()["items"]
        node = node.value
    if not isinstance(node, cst.Call):
        return False
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _STORED:
        return True
    return resolve(node.func, unit, module) == "builtins.open" or effect(node, unit, module) is not None

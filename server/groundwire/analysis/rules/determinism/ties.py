"""Choices between equals: runs that are taken for groups, and the best of a set by a key that several share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.arguments import Arguments
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.destinations import Destinations
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.escape import Code

_SORTED: Final = re.compile(r"sort|order|consecutive|adjacent|contiguous|\bruns?\b", re.IGNORECASE)
"""Somebody sees to it that equal keys stand together, or means runs."""
_RISING: Final = frozenset({"builtins.range", "builtins.enumerate", "itertools.count"})
_RANKING: Final = frozenset({"builtins.max", "builtins.min", "builtins.sorted", "heapq.nlargest", "heapq.nsmallest"})
_SHARED: Final = frozenset({"count", "get", "__getitem__"})
"""Methods that give several items one value."""


def split_groups(code: Code) -> Iterator[cst.Call]:
    """`{key: list(group) for key, group in groupby(rows, …)}` of rows that nothing has sorted."""
    if _SORTED.search(_without_orders(code.unit.text)):
        return
    for call in code.unit.nodes(cst.Call):
        if resolve(call.func, code.unit, code.module) != "itertools.groupby" or not call.args:
            continue
        rows = call.args[0].value
        rising = isinstance(rows, cst.Call) and resolve(rows.func, code.unit, code.module) in _RISING
        if not rising and _is_keyed(call, code):
            yield call


def _without_orders(text: str) -> str:
    """A unit's text without the word where it means what a customer places."""
    return re.sub(r"\borders?\b", "", text) if re.search(r"\borders\b", text) else text


def _is_keyed(call: cst.Call, code: Code) -> bool:
    """Whether the groups go into a dictionary by their key, so that a later one takes an earlier one's place."""
    around = code.unit.parent(call)
    if not isinstance(around, (cst.CompFor, cst.For)):
        return False
    target = around.target
    first = target.elements[0].value if isinstance(target, cst.Tuple) and target.elements else None
    if not isinstance(first, cst.Name):
        return False
    if isinstance(around, cst.For):
        yields = [each for each in code.unit.nodes(cst.Yield) if code.inside(each, around)]
        paired = any(isinstance(each.value, cst.Tuple) and _leads(each.value, first.value) for each in yields)
        return _is_stored(first.value, around, code) or (paired and _is_field(call, code))
    holder = code.unit.parent(around)
    if isinstance(holder, cst.DictComp):
        return isinstance(holder.key, cst.Name) and holder.key.value == first.value
    if isinstance(holder, (cst.GeneratorExp, cst.ListComp)) and _leads(holder.elt, first.value):
        outer = next((node for node in code.unit.ancestors(holder) if isinstance(node, cst.Call)), None)
        makes = outer is not None and resolve(outer.func, code.unit, code.module) == "builtins.dict"
        return makes or _is_field(call, code)
    return False


def _leads(item: cst.BaseExpression, key: str) -> bool:
    """Whether an item is a tuple with the key in front: `(day, sum(…))`."""
    first = item.elements[0].value if isinstance(item, cst.Tuple) and item.elements else None
    return isinstance(first, cst.Name) and first.value == key


def _is_field(call: cst.Call, code: Code) -> bool:
    """Whether the key is a field of a record: `itemgetter("day")`, `lambda row: row.day`. Runs are of the items."""
    key = Arguments.of(call).get(1, "key")
    if isinstance(key, cst.Call):
        return (dotted_name(key.func) or "").rpartition(".")[2] in {"itemgetter", "attrgetter"}
    if not isinstance(key, cst.Lambda) or len(key.params.params) != 1:
        return False
    item = key.params.params[0].name.value
    return isinstance(key.body, (cst.Attribute, cst.Subscript)) and code.unit.source(key.body.value) == item


def _is_stored(key: str, loop: cst.For, code: Code) -> bool:
    """`groups[key] = …` in the loop, where nothing asks first whether it is there."""
    asked = (comparison for comparison in code.unit.nodes(cst.Comparison) if code.inside(comparison, loop))
    if any(isinstance(node.comparisons[0].operator, (cst.In, cst.NotIn)) for node in asked):
        return False
    for assign in code.unit.nodes(cst.Assign):
        target = assign.targets[0].target
        if isinstance(target, cst.Subscript) and code.inside(assign, loop) and len(target.slice) == 1:
            index = target.slice[0].slice
            if isinstance(index, cst.Index) and isinstance(index.value, cst.Name) and index.value.value == key:
                return code.unit.source(target) not in code.unit.source(assign.value)
    return False


def tied_choices(code: Code) -> Iterator[cst.Call]:
    """`max(set(words), key=words.count)`: of the words that are as frequent, whichever the set has first."""
    for call in code.unit.nodes(cst.Call):
        path = resolve(call.func, code.unit, code.module)
        if path not in _RANKING:
            continue
        arguments = Arguments.of(call)
        items = arguments.get(1 if path.startswith("heapq.") else 0)
        key = arguments.keywords.get("key")
        if items is None or key is None or not _ties(key) or not (_is_mode(items, key, code) or _gets_out(call, code)):
            continue
        order = code.order(items) if path != "builtins.sorted" else code.lost(items)
        if order is not None and order.kind == "set":
            yield call


def _ties(key: cst.BaseExpression) -> bool:
    """Whether several items may well have one key: a length, a count, a value looked up."""
    if isinstance(key, cst.Name):
        return key.value == "len"
    if isinstance(key, cst.Attribute):
        return key.attr.value in _SHARED
    if not isinstance(key, cst.Lambda) or len(key.params.params) != 1:
        return False
    item, body = key.params.params[0].name.value, key.body
    if isinstance(body, cst.UnaryOperation):
        body = body.expression
    if isinstance(body, cst.Subscript) and len(body.slice) == 1:
        index = body.slice[0].slice
        return isinstance(index, cst.Index) and isinstance(index.value, cst.Name) and index.value.value == item
    if not isinstance(body, cst.Call) or not body.args:
        return False
    function = dotted_name(body.func) or ""
    given = body.args[0].value
    shared = function == "len" or function.rpartition(".")[2] in _SHARED
    return shared and isinstance(given, cst.Name) and given.value == item


def _is_mode(items: cst.BaseExpression, key: cst.BaseExpression, code: Code) -> bool:
    """`max(set(words), key=words.count)`."""
    counted = key.value if isinstance(key, cst.Attribute) and key.attr.value == "count" else None
    given = items.args[0].value if isinstance(items, cst.Call) and len(items.args) == 1 else None
    return counted is not None and given is not None and code.unit.source(counted) == code.unit.source(given)


def _gets_out(call: cst.Call, code: Code) -> bool:
    """Whether what is chosen is returned or kept; within an algorithm one of several equals is as good as another."""
    for end in Destinations(code.unit, code.module).of(call):
        kept = isinstance(end.taker, cst.Assign) and isinstance(end.taker.targets[0].target, cst.Attribute)
        if kept or isinstance(end.taker, (cst.Return, cst.Yield)):
            return True
    return False

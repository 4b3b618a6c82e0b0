"""One item taken out of an order that nothing settles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.escape import Escape
from groundwire.analysis.rules.determinism.listings import follow_each_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.escape import Code
    from groundwire.analysis.rules.determinism.orders import Unordered

_ANY: Final = re.compile(
    r"#.*\b(?:any|whichever|whatever|either|does(?: not|n't) matter|single|sole"
    r"|(?:only|just|exactly|at most|(?:can|may|will) only be) (?:one|an?|the))\b",
    re.IGNORECASE,
)

_SAMPLE: Final = re.compile(r"(?:\w*_)?(?:any|sample|some|example|probe|representative|template|proto)(?:_\w*)?")
"""Names of one item that stands for all."""
_OWN_FOLDER: Final = re.compile(r"(?i)te?mp")
_KIND: Final = frozenset(
    {"isinstance", "issubclass", "type", "hasattr", "callable", "dtype", "ndim", "shape", "device"}
)
"""What is the same of each item, whichever it is."""


def picked(code: Code) -> Iterator[Escape]:
    """One item taken by its place: `list(s)[0]`, `next(iter(s))`."""
    for subscript in code.unit.nodes(cst.Subscript):
        index = subscript.slice[0].slice if len(subscript.slice) == 1 else None
        place = literal_value(index.value) if isinstance(index, cst.Index) else None
        if not isinstance(place, int) or isinstance(place, bool):
            continue
        order = code.order(subscript.value)
        if order is None or not order.sequence or _has_one(code, order) or _any_will_do(code, subscript):
            continue
        if not _is_all_there_is(code, order) and not _is_only_told(code, subscript):
            known = place == 0 and _is_known_file(code, order, subscript)
            yield Escape(subscript, order, "takes an item by its place", generated_only=known)
    for call in code.unit.nodes(cst.Call):
        if resolve(call.func, code.unit, code.module) != "builtins.next" or not call.args:
            continue
        order = code.order(call.args[0].value)
        if order is None or _has_one(code, order) or _asks_whether_any(code, call) or _searches(call):
            continue
        if _is_the_other(code, order) or _is_only_told(code, call):
            continue
        if _any_will_do(code, call) or _goes_on(code, call) or _is_a_sample(code, call):
            continue
        known = _is_known_file(code, order, call)
        yield Escape(call, order, "takes whichever item comes first", generated_only=known)


def _is_known_file(code: Code, order: Unordered, pick: cst.BaseExpression) -> bool:
    """Whether a folder's only file of its kind may be taken: whoever wrote the code knows the folder.

    Not where a name tells of the newest, the last or the first of several.
    """
    held = _holder(code, pick)
    name = held.value if isinstance(held, cst.Name) else ""
    return order.kind == "folder" and not follow_each_other(code.unit.unit.name.rpartition(".")[2], name)


def _is_the_other(code: Code, order: Unordered) -> bool:
    """`{a, b} - {a}`: of the few that are written there, what is left."""
    made = order.source
    if isinstance(made, cst.Name):
        made = code.unit.scope.assigned.get(made.value, made)
    if not isinstance(made, cst.BinaryOperation) or not isinstance(made.operator, cst.Subtract):
        return False
    return any(isinstance(side, cst.Set) for side in (made.left, made.right))


def _is_only_told(code: Code, item: cst.BaseExpression) -> bool:
    """Whether the item only appears in a message, as an example of what is wrong."""
    block = next((each for each in code.unit.ancestors(item) if isinstance(each, cst.IndentedBlock)), None)
    last = block.body[-1] if block is not None else None
    if isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], cst.Raise):
        return True
    holder = _holder(code, item)
    if not isinstance(holder, cst.Name):
        return code.flow.is_told(item)
    uses = [used for used in code.unit.nodes(cst.Name) if used.value == holder.value and used is not holder]
    return bool(uses) and all(code.flow.is_told(used) for used in uses)


def _holder(code: Code, item: cst.BaseExpression) -> cst.BaseExpression | None:
    """What the item is assigned to."""
    outer = next(
        (each for each in code.unit.ancestors(item) if isinstance(each, (cst.Assign, cst.BaseStatement))), None
    )
    return outer.targets[0].target if isinstance(outer, cst.Assign) else None


def _any_will_do(code: Code, node: cst.BaseExpression) -> bool:
    """Whether a comment on the line, or in the few above it, says that it does not matter which."""
    line = code.unit.range(node).start.line
    return any(_ANY.search(text) for text in code.unit.text.split("\n")[max(0, line - 3) : line + 1])


def _goes_on(code: Code, call: cst.Call) -> bool:
    """`first = next(files)` where there may be none, and the rest is taken as well."""
    taken = call.args[0].value
    if not isinstance(taken, cst.Name) or len(call.args) > 1:
        return False
    uses = [used for used in code.unit.nodes(cst.Name) if used.value == taken.value and used is not taken]
    return any(not isinstance(code.unit.parent(used), cst.AssignTarget) for used in uses)


def _is_a_sample(code: Code, call: cst.Call) -> bool:
    """Whether the item only stands for all: `sample = next(iter(values))`, of which the type is asked."""
    target = _holder(code, call)
    if not isinstance(target, cst.Name):
        return False
    if _SAMPLE.fullmatch(target.value):
        return True
    uses = [used for used in code.unit.nodes(cst.Name) if used.value == target.value and used is not target]
    return bool(uses) and all(_asks_of_type(code, used) for used in uses)


def _asks_of_type(code: Code, used: cst.Name) -> bool:
    """Whether one use only asks what kind of thing it is: `isinstance(x, …)`, `type(x)`, `x.dtype`."""
    parent = code.unit.parent(used)
    if isinstance(parent, cst.Attribute):
        return parent.value is used and parent.attr.value in _KIND
    call = code.unit.parent(parent) if isinstance(parent, cst.Arg) else None
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value in _KIND


def _is_all_there_is(code: Code, order: Unordered) -> bool:
    """Whether the folder is one that the unit made for what it put there: `os.listdir(temp_dir)[0]`."""
    return order.kind == "folder" and _OWN_FOLDER.search(code.unit.source(order.source)) is not None


def _searches(call: cst.Call) -> bool:
    """`next(x for x in s if …)`: a search, for the one that fits."""
    item = call.args[0].value
    return isinstance(item, cst.GeneratorExp) and bool(item.for_in.ifs)


def _has_one(code: Code, order: Unordered) -> bool:
    """Whether the unit asks how many items there are, so that it takes the only one."""
    name = code.unit.source(order.source)
    names = {name, *(value for value in _aliases(code, order.source))}
    for call in code.unit.nodes(cst.Call):
        counted = resolve(call.func, code.unit, code.module) == "builtins.len" and call.args
        if counted and code.unit.source(call.args[0].value) in names:
            return True
    return False


def _aliases(code: Code, node: cst.BaseExpression) -> Iterator[str]:
    text = code.unit.source(node)
    for name, value in code.unit.scope.assigned.items():
        if text in code.unit.source(value) or (isinstance(node, cst.Name) and name == node.value):
            yield name
            yield from (
                part.value for part in cst.children(value) if isinstance(part, cst.Name) and isinstance(value, cst.Call)
            )


def _asks_whether_any(code: Code, call: cst.Call) -> bool:
    parent = code.unit.parent(call)
    return isinstance(parent, (cst.Comparison, cst.BooleanOperation, cst.UnaryOperation, cst.If, cst.While, cst.Expr))

"""Where an order that nothing settles gets out: into a returned list, a text, a digest, a file, a choice of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import libcst as cst

from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import constructor, resolve
from groundwire.analysis.rules.determinism.flows import WRITING, Flows
from groundwire.analysis.rules.determinism.orders import Orders
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.determinism.orders import Unordered

_SAVING: Final = frozenset({"json.dumps", "json.dump", "pickle.dumps", "pickle.dump", "yaml.dump", "yaml.safe_dump"})


class Escape(NamedTuple):
    """A place where the order becomes part of a result."""

    node: cst.BaseExpression
    """What is marked: the expression whose order counts."""
    order: Unordered
    how: str
    """What becomes of it, as the end of a sentence: `is returned as a list`."""
    wraps: bool = False
    """Whether `sorted(…)` may stand around the node, as its items surely are texts there."""


def escapes(unit: ParsedUnit, module: ModuleContext, *, in_tests: bool) -> Iterator[Escape]:
    """Every place of a unit where an order that nothing settles becomes part of a result."""
    finder = _Finder(unit, module)
    if in_tests:
        yield from finder.compared()
        return
    yield from finder.joined()
    yield from finder.returned()
    yield from finder.picked()
    yield from finder.numbered()
    yield from finder.saved()
    yield from finder.looped()


class _Finder:
    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module
        self._orders = Orders(unit, module)
        self._flow = Flows(unit, module)

    def joined(self) -> Iterator[Escape]:
        """`", ".join(…)`, where it does not end up in a message."""
        for call in self._unit.nodes(cst.Call):
            if not self._is_join(call):
                continue
            order = self._order(call.args[0].value)
            if order is not None and self._flow.counts(call) and not self._flow.is_told(call):
                yield Escape(call.args[0].value, order, "is joined into a text", wraps=True)

    def _is_join(self, call: cst.Call) -> bool:
        if not isinstance(call.func, cst.Attribute) or call.func.attr.value != "join" or len(call.args) != 1:
            return False
        return value_type(call.func.value, self._unit, self._module) in {"str", "bytes"}

    def returned(self) -> Iterator[Escape]:
        """A list or tuple that is returned."""
        function = self._unit.function
        if function is None:
            return
        for end in self._unit.nodes(cst.Return):
            if end.value is None or self._enclosing(end) is not function:
                continue
            order = self._order(end.value)
            if order is not None and order.sequence and self._flow.had_an_order(order):
                kind = "tuple" if self._unit.source(end.value).startswith("tuple(") else "list"
                yield Escape(end.value, order, f"is returned as a {kind}")

    def picked(self) -> Iterator[Escape]:
        """One item taken by its place: `list(s)[0]`, `next(iter(s))`."""
        for subscript in self._unit.nodes(cst.Subscript):
            index = subscript.slice[0].slice if len(subscript.slice) == 1 else None
            place = literal_value(index.value) if isinstance(index, cst.Index) else None
            if not isinstance(place, int) or isinstance(place, bool):
                continue
            order = self._order(subscript.value)
            if order is not None and order.sequence and not self._has_one(order):
                yield Escape(subscript, order, "takes an item by its place")
        for call in self._unit.nodes(cst.Call):
            if resolve(call.func, self._unit, self._module) != "builtins.next" or not call.args:
                continue
            order = self._order(call.args[0].value)
            if order is None or self._has_one(order) or self._asks_whether_any(call) or self._searches(call):
                continue
            yield Escape(call, order, "takes whichever item comes first")

    def _searches(self, call: cst.Call) -> bool:
        """`next(x for x in s if …)`: a search, for the one that fits."""
        item = call.args[0].value
        return isinstance(item, cst.GeneratorExp) and bool(item.for_in.ifs)

    def _has_one(self, order: Unordered) -> bool:
        """Whether the unit asks how many items there are, so that it takes the only one."""
        name = self._unit.source(order.source)
        names = {name, *(value for value in self._aliases(order.source))}
        for call in self._unit.nodes(cst.Call):
            counted = resolve(call.func, self._unit, self._module) == "builtins.len" and call.args
            if counted and self._unit.source(call.args[0].value) in names:
                return True
        return False

    def _aliases(self, node: cst.BaseExpression) -> Iterator[str]:
        text = self._unit.source(node)
        for name, value in self._unit.scope.assigned.items():
            if text in self._unit.source(value) or (isinstance(node, cst.Name) and name == node.value):
                yield name
                yield from (
                    part.value for part in value.children if isinstance(part, cst.Name) and isinstance(value, cst.Call)
                )

    def _asks_whether_any(self, call: cst.Call) -> bool:
        parent = self._unit.parent(call)
        return isinstance(
            parent, (cst.Comparison, cst.BooleanOperation, cst.UnaryOperation, cst.If, cst.While, cst.Expr)
        )

    def numbered(self) -> Iterator[Escape]:
        """`{x: i for i, x in enumerate(s)}` and `zip(s, …)`: items get numbers, or partners, by their place."""
        for comprehension in (*self._unit.nodes(cst.DictComp), *self._unit.nodes(cst.ListComp)):
            call = comprehension.for_in.iter
            if not isinstance(call, cst.Call) or not call.args:
                continue
            if resolve(call.func, self._unit, self._module) != "builtins.enumerate":
                continue
            if (order := self._order(call.args[0].value)) is not None:
                yield Escape(call.args[0].value, order, "is numbered as it comes")
        for call in self._unit.nodes(cst.Call):
            if resolve(call.func, self._unit, self._module) == "builtins.zip" and len(call.args) == 2:
                for argument in call.args:
                    order = self._order(argument.value)
                    if order is not None and order.kind == "set":
                        yield Escape(argument.value, order, "is paired with other items by place")

    def saved(self) -> Iterator[Escape]:
        """`json.dumps(list(s))`, `hash(tuple(s))`, and digests of them."""
        for call in self._unit.nodes(cst.Call):
            path = resolve(call.func, self._unit, self._module) or ""
            if not call.args or not (path in _SAVING or path == "builtins.hash" or path.startswith("hashlib.")):
                continue
            order = self._order(call.args[0].value)
            if order is not None and order.sequence:
                yield Escape(call.args[0].value, order, "is hashed" if "hash" in path else "is saved")

    def looped(self) -> Iterator[Escape]:
        """A loop that adds to a list which is returned, to a digest, or to an open file."""
        for loop in self._unit.nodes(cst.For):
            order = self._order(loop.iter)
            if order is not None and (how := self._carried_out(loop, order)) is not None:
                yield Escape(loop.iter, order, how)

    def _carried_out(self, loop: cst.For, order: Unordered) -> str | None:
        for call in self._unit.nodes(cst.Call):
            if not isinstance(call.func, cst.Attribute) or not self._inside(call, loop):
                continue
            method, receiver = call.func.attr.value, call.func.value
            if method == "append" and isinstance(receiver, cst.Name) and call.args:
                known = self._tells_which(call, loop, order) or not self._flow.had_an_order(order)
                if self._is_returned(receiver.value, loop) and not known:
                    return f"is gathered in `{receiver.value}`, which is returned as a list"
            elif method == "update" and (constructor(receiver, self._unit, self._module) or "").startswith("hashlib."):
                return "goes into a digest"
            elif method in WRITING and isinstance(receiver, cst.Name) and self._is_open_file(receiver.value, loop):
                return "is written to a file"
        return None

    def _tells_which(self, call: cst.Call, loop: cst.For, order: Unordered) -> bool:
        """Of futures: whether what is gathered says which one it belongs to."""
        if order.kind != "completion":
            return False
        target = self._unit.source(loop.target)
        body = self._unit.source(loop.body)
        return f"[{target}]" in body or isinstance(call.args[0].value, (cst.Tuple, cst.Dict))

    def _is_returned(self, name: str, loop: cst.For) -> bool:
        value = self._unit.scope.assigned.get(name)
        if not isinstance(value, cst.List) or value.elements or self._flow.is_sorted(name):
            return False
        return any(
            isinstance(end.value, cst.Name) and end.value.value == name and not self._inside(end, loop)
            for end in self._unit.nodes(cst.Return)
        )

    def _is_open_file(self, name: str, loop: cst.For) -> bool:
        """Whether a `with open(…, "w") as NAME` stands around the loop."""
        for item in self._unit.nodes(cst.WithItem):
            bound = item.asname.name if item.asname is not None else None
            if isinstance(bound, cst.Name) and bound.value == name and isinstance(item.item, cst.Call):
                with_ = self._unit.parent(item)
                if with_ is not None and self._inside(loop, with_):
                    return (dotted_name(item.item.func) or "").rpartition(".")[2] == "open"
        return False

    def compared(self) -> Iterator[Escape]:
        """A test that expects a list of several items in one order."""
        for comparison in self._unit.nodes(cst.Comparison):
            target = comparison.comparisons[0]
            if len(comparison.comparisons) != 1 or not isinstance(target.operator, cst.Equal):
                continue
            for side, other in ((comparison.left, target.comparator), (target.comparator, comparison.left)):
                several = isinstance(other, (cst.List, cst.Tuple)) and len(other.elements) > 1
                order = self._order(side) if several else None
                if order is not None and order.sequence:
                    yield Escape(side, order, "is compared with a list in one order")

    def _order(self, node: cst.BaseExpression) -> Unordered | None:
        order = self._orders.of(node)
        if order is None or (isinstance(node, cst.Name) and self._flow.is_sorted(node.value)):
            return None
        if isinstance(order.source, cst.Name) and order.sequence and self._flow.is_sorted(order.source.value):
            return None
        return None if self._flow.is_order_free(node) else order

    def _inside(self, node: cst.CSTNode, outer: cst.CSTNode) -> bool:
        return any(ancestor is outer for ancestor in self._unit.ancestors(node))

    def _enclosing(self, node: cst.CSTNode) -> cst.CSTNode | None:
        kinds = (cst.FunctionDef, cst.Lambda)
        return next((ancestor for ancestor in self._unit.ancestors(node) if isinstance(ancestor, kinds)), None)

"""Where a random draw becomes a result: returned, kept in an object, left in the caller's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.destinations import Destinations
from groundwire.analysis.rules.determinism.flows import WRITING
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.determinism.draws import Draw

_DEPTH: Final = 4
_SAVING: Final = frozenset({"json.dumps", "json.dump", "pickle.dumps", "pickle.dump", "yaml.dump", "yaml.safe_dump"})
_KEEPING: Final = frozenset(
    {"builtins.list", "builtins.tuple", "builtins.set", "builtins.sorted", "builtins.frozenset", "builtins.dict"}
    | {"numpy.array", "numpy.asarray", "numpy.sort", "torch.tensor", "torch.from_numpy", "pandas.DataFrame"}
)
"""Calls that give the items on."""


class DrawnResults:
    """Asks of the draws of one unit whether they get out of it."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self._unit = unit
        self._module = module
        self._destinations = Destinations(unit, module)

    def gets_out(self, draw: Draw) -> bool:
        """Whether what was drawn is a result of the unit."""
        if draw.kind == "place":
            return self._shuffled(draw.node)
        if draw.kind == "chance":
            return self._divides(draw.node)
        return draw.kind == "split" or self._value(draw.node, 0)

    def _value(self, node: cst.BaseExpression, depth: int) -> bool:
        """Whether an expression's value is returned or kept in an object, whole or item by item."""
        if depth > _DEPTH:
            return False
        for end in self._destinations.of(node):
            taker = end.taker
            if self._is_written(taker):
                return True
            if end.text or end.digest:
                continue
            if isinstance(taker, cst.For) and self._goes_on(taker, depth):
                return True
            if isinstance(taker, (cst.Return, cst.Yield)):
                return True
            if isinstance(taker, cst.Assign) and isinstance(taker.targets[0].target, cst.Attribute):
                return True
            around = self._handed_on(taker)
            if around is not None and self._value(around, depth + 1):
                return True
        return False

    def _handed_on(self, taker: cst.CSTNode) -> cst.BaseExpression | None:
        """The expression that holds what was drawn: `rows[drawn]`, `list(drawn)`, `[f(x) for x in drawn]`."""
        if isinstance(taker, cst.Index):
            around = next((node for node in self._unit.ancestors(taker) if isinstance(node, cst.Subscript)), None)
            return around if isinstance(around, cst.Subscript) else None
        if isinstance(taker, cst.CompFor):
            parent = self._unit.parent(taker)
            return parent if isinstance(parent, (cst.ListComp, cst.GeneratorExp, cst.SetComp)) else None
        if isinstance(taker, cst.Comparison):
            return taker
        if isinstance(taker, cst.ComparisonTarget):
            parent = self._unit.parent(taker)
            return parent if isinstance(parent, cst.Comparison) else None
        if isinstance(taker, cst.Call):
            return taker if resolve(taker.func, self._unit, self._module) in _KEEPING else None
        return None

    def _is_written(self, taker: cst.CSTNode) -> bool:
        """Whether a call puts what was drawn into a file."""
        if not isinstance(taker, cst.Call):
            return False
        method = taker.func.attr.value if isinstance(taker.func, cst.Attribute) else ""
        return (
            method in WRITING | {"write_text", "writerows"} or resolve(taker.func, self._unit, self._module) in _SAVING
        )

    def _goes_on(self, loop: cst.For, depth: int) -> bool:
        """Whether a loop over what was drawn yields, or adds to a list that gets out."""
        if any(any(outer is loop for outer in self._unit.ancestors(each)) for each in self._unit.nodes(cst.Yield)):
            return True
        for call in self._unit.nodes(cst.Call):
            receiver = call.func.value if isinstance(call.func, cst.Attribute) else None
            added = isinstance(call.func, cst.Attribute) and call.func.attr.value == "append"
            if not added or not any(outer is loop for outer in self._unit.ancestors(call)):
                continue
            uses = [used for used in self._unit.nodes(cst.Name) if used.value == self._unit.source(receiver or call)]
            if any(isinstance(self._unit.parent(used), cst.Return) for used in uses) and depth < _DEPTH:
                return True
        return False

    def _shuffled(self, call: cst.BaseExpression) -> bool:
        """Whether a shuffled list is the caller's, the object's, or returned."""
        if not isinstance(call, cst.Call) or not call.args:
            return False
        items = call.args[0].value
        if isinstance(items, cst.Attribute):
            return True
        if not isinstance(items, cst.Name):
            return False
        bound = self._unit.scope.bindings.get(items.value, ())
        if any(isinstance(value, cst.Param) for value in bound):
            return True
        uses = [used for used in self._unit.nodes(cst.Name) if used.value == items.value]
        return any(self._value(used, 1) for used in uses if not isinstance(self._unit.parent(used), cst.AssignTarget))

    def _divides(self, call: cst.BaseExpression) -> bool:
        """`[row for row in rows if random() < share]`, or a loop that adds each to one of two lists."""
        around = self._unit.parent(call)
        if isinstance(around, cst.Lambda):
            return self._sorts(around)
        if not isinstance(around, (cst.Comparison, cst.ComparisonTarget)):
            return False
        for ancestor in self._unit.ancestors(call):
            if isinstance(ancestor, cst.IfExp):
                return self._chooses_list(ancestor)
            if isinstance(ancestor, cst.CompFor):
                items = self._unit.parent(ancestor)
                return isinstance(items, cst.ListComp) and self._value(items, 0)
            if isinstance(ancestor, cst.If):
                return (
                    self._adds(ancestor.body) and isinstance(ancestor.orelse, cst.Else) and self._adds(ancestor.orelse)
                )
            if isinstance(ancestor, cst.BaseStatement):
                return False
        return False

    def _sorts(self, key: cst.Lambda) -> bool:
        """`sorted(rows, key=lambda row: random())`: a shuffle."""
        argument = self._unit.parent(key)
        call = self._unit.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(call, cst.Call):
            return False
        if resolve(call.func, self._unit, self._module) == "builtins.sorted":
            return self._value(call, 0)
        return isinstance(call.func, cst.Attribute) and call.func.attr.value == "sort"

    def _chooses_list(self, choice: cst.IfExp) -> bool:
        """`(train if random() < 0.8 else test).append(row)`."""
        method = self._unit.parent(choice)
        return isinstance(method, cst.Attribute) and method.attr.value == "append"

    def _adds(self, block: cst.CSTNode) -> bool:
        """Whether a block appends to a list."""
        calls = (call for call in self._unit.nodes(cst.Call) if (dotted_name(call.func) or "").endswith(".append"))
        return any(any(outer is block for outer in self._unit.ancestors(call)) for call in calls)

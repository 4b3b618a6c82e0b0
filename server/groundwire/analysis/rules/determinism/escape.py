"""The code of one unit, asked for the orders that it has lost and where they get out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.rules.determinism.flows import Flows
from groundwire.analysis.rules.determinism.orders import Orders

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.determinism.orders import Unordered


class Escape(NamedTuple):
    """A place where the order becomes part of a result."""

    node: cst.BaseExpression
    """What is marked: the expression whose order counts."""
    order: Unordered
    how: str
    """What becomes of it, as the end of a sentence: `is returned as a list`."""
    wraps: bool = False
    """Whether `sorted(…)` may stand around the node, as its items surely are texts there."""
    generated_only: bool = False
    """Whether a person who wrote it most likely knows that the order is no matter."""


class Code:
    """One unit, with what is known of its orders and of what becomes of its values."""

    def __init__(self, unit: ParsedUnit, module: ModuleContext) -> None:
        self.unit = unit
        self.module = module
        self.flow = Flows(unit, module)
        self._orders = Orders(unit, module)

    def order(self, node: cst.BaseExpression) -> Unordered | None:
        """What lost the order of an expression's items; None where they have one, or where the unit sorts them."""
        order = self._orders.of(node)
        if order is None or (isinstance(node, cst.Name) and self.flow.is_sorted(node.value)):
            return None
        if isinstance(order.source, cst.Name) and order.sequence and self.flow.is_sorted(order.source.value):
            return None
        return None if self.flow.is_order_free(node) else order

    def lost(self, node: cst.BaseExpression) -> Unordered | None:
        """The same, whatever is done with the expression."""
        return self._orders.of(node)

    def inside(self, node: cst.CSTNode, outer: cst.CSTNode) -> bool:
        """Whether a node stands within another."""
        return any(ancestor is outer for ancestor in self.unit.ancestors(node))

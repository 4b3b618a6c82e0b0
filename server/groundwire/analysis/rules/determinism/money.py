"""Amounts of money in binary floats, halves that `round` sends to the even side, decimals made of floats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.cst import walk
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.destinations import Destinations
from groundwire.analysis.rules.determinism.floats import has_inexact, is_inexact
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.rules.determinism.floats import Floats

_MONEY: Final = re.compile(
    r"(?:\w+_)?(?:prices?|subtotal|salary|salaries|wages?|invoice|vat|payment|refund|revenue|commission|surcharge)"
    r"|(?:price|salary|tax|sales|invoice|order|cart|net|gross|refund|discount|payment)_(?:total|amount|sum)"
    r"|(?:total|tax|discount|net|gross|unit|base|final|discounted|shipping|order)_(?:price|cost|amount|fee)"
)
"""Names that hold money and nothing else."""
_MAYBE_MONEY: Final = re.compile(r"(?:\w+_)?(?:amount|total|balance|cost|fee|tax|discount|tip|budget|bill|deposit)")
_SHOP: Final = re.compile(
    r"(?i)price|(?:^|[^a-z])(?:tax|vat|usd|eur|tip)(?:$|[^a-z])|invoice|currency|payment|checkout|customer|salary|refund"
    r"|subtotal|\bcart\b|discount|\bbill\b|interest"
)
"""Words that make money of an amount or a total beside them."""
_NOT_MONEY: Final = re.compile(
    r"(?i)decimal|\bcents?\b|_cents|minor_unit|Money\b|quantize|\bnp\.|\bpd\.|numpy|DataFrame|torch|simulat|forecast"
    r"|predict|strike|volatil|backtest|candle|ohlc|close_price|spread|moving_average|\brsi\b|stock|ticker|crypto|regress"
)
"""Money counted exactly, or prices of markets, which are measured."""
_HALVES: Final = re.compile(r"(?i)(?:\w+_)?(?:scores?|grades?|ratings?|marks?|points|stars|votes)")


def floating_money(floats: Floats) -> Iterator[cst.BaseExpression]:
    """The first amount of a unit that float arithmetic changes and that is returned or kept."""
    if _NOT_MONEY.search(floats.unit.text):
        return
    for operation in floats.unit.nodes(cst.BinaryOperation):
        if (
            isinstance(operation.operator, cst.Multiply)
            and _scales_money(operation, floats)
            and _gets_out(operation, floats)
        ):
            yield operation
            return
    for call in floats.unit.nodes(cst.Call):
        if resolve(call.func, floats.unit, floats.module) != "builtins.round" or len(call.args) != 2:
            continue
        amount = call.args[0].value
        if literal_value(call.args[1].value) == 2 and _is_float_money(amount, floats) and _gets_out(call, floats):
            yield call
            return


def _scales_money(operation: cst.BinaryOperation, floats: Floats) -> bool:
    """`price * 1.1`, `0.2 * order.net_amount`, `price * (1 - 0.15)`, `price * (1 + rate)` where `rate=0.2`."""
    pairs = ((operation.left, operation.right), (operation.right, operation.left))
    return any(_is_money(amount, floats) and _is_inexact_factor(factor, floats) for amount, factor in pairs)


def _is_inexact_factor(factor: cst.BaseExpression, floats: Floats) -> bool:
    if isinstance(factor, cst.BinaryOperation) and isinstance(factor.operator, (cst.Add, cst.Subtract)):
        return any(_is_inexact_factor(side, floats) for side in (factor.left, factor.right))
    if isinstance(factor, cst.Name):
        bound = floats.unit.scope.bindings.get(factor.value, ())
        defaults = [value.default for value in bound if isinstance(value, cst.Param)]
        return len(bound) == 1 and any(default is not None and is_inexact(default) for default in defaults)
    return is_inexact(factor)


def _is_money(node: cst.BaseExpression, floats: Floats) -> bool:
    """Whether a name, an attribute or a key says that it is money, alone or with what stands around it."""
    name: object = None
    if isinstance(node, cst.Name):
        name = node.value
    elif isinstance(node, cst.Attribute):
        name = node.attr.value
    elif isinstance(node, cst.Subscript) and len(node.slice) == 1:
        index = node.slice[0].slice
        name = literal_value(index.value) if isinstance(index, cst.Index) else None
    if not isinstance(name, str):
        return False
    if _MONEY.fullmatch(name):
        return True
    return _MAYBE_MONEY.fullmatch(name) is not None and _SHOP.search(floats.unit.text) is not None


def _is_float_money(amount: cst.BaseExpression, floats: Floats) -> bool:
    """Whether money is surely a float here: scaled by one, divided, or annotated so."""
    parts = [part for part in walk(floats.held(amount)) if isinstance(part, cst.BaseExpression)]
    if not any(_is_money(part, floats) for part in (*parts, amount)):
        return False
    divides = any(isinstance(part, cst.BinaryOperation) and isinstance(part.operator, cst.Divide) for part in parts)
    typed = any(isinstance(part, cst.Name) and _is_annotated(part, floats) for part in parts)
    return divides or typed or has_inexact(floats.held(amount))


def _is_annotated(name: cst.Name, floats: Floats) -> bool:
    if value_type(name, floats.unit, floats.module) == "float":
        return True
    bound = floats.unit.scope.bindings.get(name.value, ())
    return any(isinstance(value, cst.Float) for value in bound)


def _gets_out(node: cst.BaseExpression, floats: Floats) -> bool:
    """Whether an amount is returned or kept, and not only shown."""
    for end in Destinations(floats.unit, floats.module).of(node):
        kept = isinstance(end.taker, cst.Assign) and not isinstance(end.taker.targets[0].target, cst.Name)
        if not end.text and (kept or isinstance(end.taker, (cst.Return, cst.Yield))):
            return True
        if isinstance(end.taker, cst.Call) and resolve(end.taker.func, floats.unit, floats.module) == "builtins.round":
            return True
    return False


def even_halves(floats: Floats) -> Iterator[cst.Call]:
    """`round(sum(scores) / len(scores))`: 2.5 becomes 2, 3.5 becomes 4."""
    for call in floats.unit.nodes(cst.Call):
        if resolve(call.func, floats.unit, floats.module) != "builtins.round" or len(call.args) != 1:
            continue
        mean = floats.held(call.args[0].value)
        if isinstance(mean, cst.BinaryOperation) and isinstance(mean.operator, cst.Divide):
            names = re.findall(r"[A-Za-z_]\w*", floats.unit.source(mean.left))
            if any(_HALVES.fullmatch(name) for name in names):
                yield call


def decimals_of_floats(floats: Floats) -> Iterator[cst.Call]:
    """`Decimal(0.1)`, `Decimal(price * 1.1)`: the float's error, to fifty digits."""
    for call in floats.unit.nodes(cst.Call):
        if resolve(call.func, floats.unit, floats.module) != "decimal.Decimal" or len(call.args) != 1:
            continue
        given = call.args[0]
        value = floats.held(given.value)
        arithmetic = isinstance(value, cst.BinaryOperation) and floats.is_rounded(value)
        made = is_inexact(value) or (arithmetic and not _is_decimal(value, floats))
        if not given.star and (made or _is_typed_money(given.value, floats)):
            yield call


def _is_typed_money(node: cst.BaseExpression, floats: Floats) -> bool:
    """Whether a name of money is annotated as a float."""
    typed = isinstance(node, cst.Name) and value_type(node, floats.unit, floats.module) == "float"
    return typed and _is_money(node, floats)


def _is_decimal(node: cst.BaseExpression, floats: Floats) -> bool:
    """Whether a decimal takes part: then the float raises, and nothing is made of it."""
    return "Decimal" in floats.unit.source(node)

"""Turns a cart into an order: checks it, reserves the stock, takes the money."""

from dataclasses import dataclass

from shop.cart import Cart
from shop.payments import Gateway, Receipt
from shop.pricing import total
from shop.stock import Stock


class OutOfStock(Exception):
    """There are fewer pieces than ordered."""


@dataclass(frozen=True)
class Order:
    """An order that was paid."""

    number: str
    receipt: Receipt


def place_order(number: str, cart: Cart, stock: Stock, gateway: Gateway, code: str = "") -> Order:
    """Reserve and charge what is in the cart; raises OutOfStock before anything is charged."""
    for product, quantity in cart.lines.items():
        if not stock.reserve(product.sku, quantity):
            raise OutOfStock(product.sku)
    receipt = gateway.charge(number, total(cart, code))
    return Order(number=number, receipt=receipt)


def confirmation(order: Order, currency: str = "EUR") -> str:
    """The text that goes to the customer."""
    from babel_money import format_money

    amount = format_money(order.receipt.amount / 100, currency)
    return f"Thank you for order {order.number}. We have received {amount}."

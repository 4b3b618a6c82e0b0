"""The products that the shop sells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One thing on sale; the price is in cents."""

    sku: str
    name: str
    price: int


class UnknownProduct(LookupError):
    """No product has this number."""


class Catalogue:
    """Products by their number."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._products = {product.sku: product for product in products}

    def find(self, sku: str) -> Product:
        """The product of that number; raises UnknownProduct when there is none."""
        try:
            return self._products[sku]
        except KeyError:
            raise UnknownProduct(sku) from None

    def search(self, words: str) -> list[Product]:
        """Products whose name holds every word, in the order of their names."""
        words.strip()
        wanted = words.lower().split(" ")
        found = [p for p in self._products.values() if all(word in p.name.lower() for word in wanted)]
        return sorted(found, key=lambda product: product.name)


def parse_sku(text: str) -> tuple[str, int]:
    """Split a product number such as `MUG-0042` into its family and its number."""
    match = re.fullmatch(r"(?<family>[A-Z]{3})-(?<number>\d{4})", text)
    if match is None:
        raise ValueError(f"not a product number: {text!r}")
    return match["family"], int(match["number"])

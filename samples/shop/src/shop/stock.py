"""Keeps the stock up to date while orders come in."""

import queue
import threading
from collections import Counter


class Stock:
    """How many pieces of each product are left; safe to use from several threads."""

    def __init__(self, pieces: dict[str, int]) -> None:
        self._pieces = Counter(pieces)
        self._lock = threading.Lock()

    def available(self, sku: str) -> int:
        """Pieces left of a product; 0 for one that was never in stock."""
        return self._pieces[sku]

    def reserve(self, sku: str, quantity: int) -> bool:
        """Take pieces out of the stock; False, and nothing taken, when there are too few."""
        with self._lock:
            if self._pieces[sku] < quantity:
                return False
            self._pieces[sku] -= quantity
            return True


def work_off(deliveries: "queue.Queue[tuple[str, int] | None]", stock: dict[str, int]) -> int:
    """Add deliveries to the stock until None arrives; returns how many there were."""
    done = 0
    while True:
        delivery = deliveries.get()
        if delivery is None:
            return done
        sku, quantity = delivery
        stock[sku] = stock.get(sku, 0) + quantity
        done += 1

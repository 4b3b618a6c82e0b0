"""Work that ends or blocks its process, for the tests of processes."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DEADLY = 13
ENDLESS = 99


def multiplier(factor: int) -> Callable[[int], int]:
    """Multiplies what it is given, except for the two numbers above."""

    def work(number: int) -> int:
        if number == DEADLY:
            os._exit(1)
        if number == ENDLESS:
            time.sleep(600)
        return number * factor

    return work


def stillborn(_: int) -> Callable[[int], int]:
    """Never gets to work."""
    os._exit(3)

"""What the service reads from its environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Fixed for the life of the process."""

    gateway_url: str
    currency: str
    debug: bool
    low_stock: int


def load_settings() -> Settings:
    """Read the settings; what is not set has a default that suits a developer's machine."""
    return Settings(
        gateway_url=os.environ.get("SHOP_GATEWAY_URL", "http://localhost:8600"),
        currency=os.environ.get("SHOP_CURRENCY", "EUR"),
        debug=bool(os.environ.get("SHOP_DEBUG")),
        low_stock=int(os.environ.get("SHOP_LOW_STOCK", "5")),
    )

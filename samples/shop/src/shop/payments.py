"""Talks to the payment gateway."""

from dataclasses import dataclass

import requests

from shop.settings import Settings


class PaymentRefused(Exception):
    """The gateway said no; the message is the gateway's."""


@dataclass(frozen=True)
class Receipt:
    """What the gateway confirmed."""

    reference: str
    amount: int


class Gateway:
    """The payment gateway of one shop."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.gateway_url
        self._currency = settings.currency

    def charge(self, order: str, amount: int) -> Receipt:
        """Take an amount from the customer; raises PaymentRefused when the gateway declines."""
        response = requests.post(
            f"{self._url}/charges",
            json={"order": order, "amount": amount, "currency": self._currency},
        )
        if response.status_code == 402:
            raise PaymentRefused(response.json()["reason"])
        response.raise_for_status()
        return Receipt(reference=response.json()["id"], amount=amount)

    def refund(self, receipt: Receipt, amount: int | None = None) -> None:
        """Give back all of a payment, or a part of it."""
        part = receipt.amount if amount is None else amount
        if part > receipt.amount:
            raise ValueError("cannot refund more than was paid")
        requests.post(f"{self._url}/charges/{receipt.reference}/refunds", json={"amount": part}, timeout=10)

"""A small project whose functions are of every kind that a test stub is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.stubs.plan import write_stub
from groundwire.stubs.request import StubRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.stubs.request import Expectation, NotTestable, Stub, StubExists

PRICING = '''\
"""Prices."""
from decimal import Decimal

from shop.orders import Item, Order, Status

RATES = {"EUR": Decimal(1), "USD": Decimal("1.1")}
FREE_FROM = 50


class UnknownCurrency(LookupError):
    pass


def apply_discount(price: float, pct: float) -> float:
    if pct < 0 or pct > 100:
        raise ValueError(f"pct out of range: {pct}")
    return price * (1 - pct / 100)


def convert(amount: Decimal, currency: str) -> Decimal:
    try:
        rate = RATES[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None
    return amount * rate


def shipping(subtotal: int, country: str = "DE", *, express: bool = False) -> int:
    if country not in {"DE", "AT"}:
        raise ValueError("only DE and AT (for now)")
    cost = 0 if subtotal >= FREE_FROM else 5
    return cost + 10 if express else cost


def order_total(order: Order) -> Decimal:
    return sum((item.price * item.quantity for item in order.items), Decimal(0))


def may_cancel(order: Order) -> bool:
    return order.status is Status.NEW and not order.items


def cheapest(items: list[Item]) -> Item | None:
    best = None
    for item in items:
        if best is None or item.price < best.price:
            best = item
    return best


def halves(count: int):
    while count > 1:
        yield count
        count //= 2


def numbers():
    number = 0
    while True:
        yield number
        number += 1


def grade(score):
    if score >= 90:
        return "A"
    elif score >= 80:
        return "B"
    return "F"


def scale(factor, values=()):
    return [factor * value for value in values]
'''

ORDERS = """\
from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, Optional


class Status(Enum):
    NEW = "new"
    PAID = "paid"
    SHIPPED = "shipped"

    def next(self) -> "Status":
        match self:
            case Status.NEW:
                return Status.PAID
            case Status.PAID:
                return Status.SHIPPED
            case _:
                raise ValueError(f"{self.name} is final")


class Point(NamedTuple):
    x: int
    y: int

    def within(self, limit: int) -> bool:
        return abs(self.x) <= limit and abs(self.y) <= limit


@dataclass
class Item:
    sku: str
    price: Decimal
    quantity: int = 1


@dataclass
class Order:
    id: int
    items: list[Item] = field(default_factory=list)
    status: Status = Status.NEW
    coupon: Optional[str] = None

    def __post_init__(self) -> None:
        if self.id < 0:
            raise ValueError("negative id")

    @property
    def is_empty(self) -> bool:
        return not self.items

    def add(self, item: Item) -> None:
        if self.status is not Status.NEW:
            raise RuntimeError("order is closed")
        self.items.append(item)


class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance
        self._log: list[str] = []

    def withdraw(self, amount: int) -> int:
        if amount <= 0:
            raise ValueError("amount must be positive")
        if amount > self.balance:
            raise RuntimeError(f"{self.owner} has only {self.balance}")
        self.balance -= amount
        return self.balance

    def rename(self, owner: str) -> None:
        if not owner:
            raise ValueError("owner is empty")
        self.owner = owner

    @classmethod
    def parse(cls, text: str) -> "Account":
        owner, _, balance = text.partition(":")
        return cls(owner, int(balance))

    @staticmethod
    def fee(amount: float) -> float:
        return amount * 0.02 if amount > 100 else 0.0

    def __len__(self) -> int:
        return len(self._log)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Account) and self.owner == other.owner

    def __contains__(self, entry: str) -> bool:
        return entry in self._log

    def __secret(self) -> None:
        self._log.clear()
"""

GATEWAY = """\
import asyncio
import json
import os
import random
import time
import uuid
from contextlib import asynccontextmanager, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Iterator, Literal, Protocol

from shop.orders import Order


class Mailer(Protocol):
    def send(self, to: str, text: str) -> None: ...


class PaymentClient:
    def __init__(self, url: str, timeout: float) -> None:
        self.url = url
        self.connection = open_connection(url, timeout)

    def charge(self, cents: int) -> bool:
        return self.connection.post(cents)


def open_connection(url: str, timeout: float):
    raise ConnectionError("no network here")


class Checkout:
    def __init__(self, client: PaymentClient, mailer: Mailer) -> None:
        self.client = client
        self.mailer = mailer

    def pay(self, order: Order) -> bool:
        if order.is_empty:
            raise ValueError("nothing to pay")
        return self.client.charge(100)

    def thank(self, to: str) -> None:
        self.mailer.send(to, "thanks")

    async def pay_later(self, seconds: float) -> bool:
        await asyncio.sleep(seconds)
        return self.client.charge(100)


async def fetch(client: PaymentClient, path: str, retries: int = 3) -> bool:
    for _ in range(retries):
        if client.charge(1):
            return True
        await asyncio.sleep(0)
    raise TimeoutError(f"gave up on {path}")


async def pages(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


@contextmanager
def opened(name: str) -> Iterator[str]:
    if not name:
        raise ValueError("no name")
    yield name.upper()


@asynccontextmanager
async def session(name: str) -> AsyncIterator[str]:
    yield name.lower()


def is_debug() -> bool:
    return os.environ.get("DEBUG", "").lower() in ("1", "true")


def load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        data = json.load(file)
    if "version" not in data:
        raise ValueError("no version")
    return data


def save(path: Path, data: dict[str, int]) -> None:
    path.write_text(json.dumps(data), encoding="utf-8")


def age(born: date) -> int:
    return (date.today() - born).days // 365


def receipt() -> str:
    return f"{uuid.uuid4()} {time.time():.0f}"


def pick(items: list[str]) -> str:
    if not items:
        raise IndexError("nothing to pick from")
    return random.choice(items)


def each(items: list[int], change: Callable[[int], int], mode: Literal["all", "even"] = "all") -> list[int]:
    return [change(item) for item in items if mode == "all" or item % 2 == 0]


def overlap(start: datetime, end: datetime) -> timedelta:
    if end < start:
        raise ValueError("end before start")
    return end - start


def handle(payload: dict) -> str:
    if "user" not in payload:
        raise KeyError("user")
    return "review" if payload.get("amount", 0) > 1000 else payload["user"]


def describe(value) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (int, str)):
        return "plain"
    return type(value).__name__


def announce(name):
    print(f"hello {name}")


def run(job):
    return job.start()


def fill(target: list, value: int) -> None:
    target.append(value)


def forget(key: str) -> None:
    os.environ.pop(key, None)


def outer():
    def inner():
        return 1

    return inner()


def main():
    announce("Ada")
"""

FILES: dict[str, str] = {
    "pyproject.toml": '[project]\nname = "shop"\n\n[tool.pytest.ini_options]\npythonpath = ["src"]\n',
    "src/shop/__init__.py": "",
    "src/shop/pricing.py": PRICING,
    "src/shop/orders.py": ORDERS,
    "src/shop/gateway.py": GATEWAY,
}

TESTABLE: dict[str, tuple[str, ...]] = {
    "src/shop/pricing.py": (
        "apply_discount", "convert", "shipping", "order_total", "may_cancel", "cheapest", "halves", "numbers", "grade",
        "scale",
    ),
    "src/shop/orders.py": (
        "Status.next", "Point.within", "Order.__post_init__", "Order.is_empty", "Order.add", "Account.__init__",
        "Account.withdraw", "Account.rename", "Account.parse", "Account.fee", "Account.__len__", "Account.__eq__",
        "Account.__contains__",
    ),
    "src/shop/gateway.py": (
        "open_connection", "Checkout.pay", "Checkout.thank", "Checkout.pay_later", "fetch", "pages", "opened",
        "session", "is_debug", "load", "save", "age", "receipt", "pick", "each", "overlap", "handle", "describe",
        "announce", "run", "fill", "forget", "outer", "PaymentClient.charge",
    ),
}  # fmt: skip


def stub(
    name: str,
    module: str = "src/shop/pricing.py",
    files: Mapping[str, str] | None = None,
    expectation: Expectation = "fail",
) -> Stub | StubExists | NotTestable:
    """Ask for the stub of a function of the project, some of its files replaced or added."""
    texts = {**FILES, **(files or {})}
    return write_stub(StubRequest(module, texts[module], name, tuple(texts), texts.get, expectation))

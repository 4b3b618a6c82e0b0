"""How stubs read: whole test files, as a person sees them."""

from __future__ import annotations

from groundwire.stubs.request import Stub
from support.stub_subjects import stub


def text(name: str, module: str) -> str:
    result = stub(name, f"src/shop/{module}.py")
    assert isinstance(result, Stub), result
    return result.text


def test_a_function_with_borders_and_a_raise() -> None:
    assert (
        text("apply_discount", "pricing")
        == """\
import pytest

from shop.pricing import apply_discount

EXPECTED = object()


@pytest.mark.parametrize(
    ("price", "pct", "expected"),
    [
        pytest.param(10.0, 25.0, EXPECTED, id="typical"),
        pytest.param(10.0, 0, EXPECTED, id="pct=0"),
        pytest.param(10.0, 100, EXPECTED, id="pct=100"),
        pytest.param(0.0, 25.0, EXPECTED, id="price=0.0"),
    ],
)
def test_apply_discount(price, pct, expected):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    assert apply_discount(price, pct) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("price", "pct"),
    [
        pytest.param(10.0, -1, id="pct=-1"),
        pytest.param(10.0, 101, id="pct=101"),
    ],
)
def test_apply_discount_raises_value_error(price, pct):
    pytest.fail("state the expected error: if ValueError is right, delete this line")
    with pytest.raises(ValueError, match="pct out of range:"):
        apply_discount(price, pct)
"""
    )


def test_a_method_whose_state_matters() -> None:
    assert (
        text("Account.withdraw", "orders")
        == """\
import pytest

from shop.orders import Account

EXPECTED = object()


@pytest.mark.parametrize(
    ("balance", "amount", "expected"),
    [
        pytest.param(3, 3, EXPECTED, id="typical"),
        pytest.param(3, 1, EXPECTED, id="amount=1"),
    ],
)
def test_Account_withdraw(balance, amount, expected):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    account = Account(owner="ada", balance=balance)
    assert account.withdraw(amount) == expected


def test_Account_withdraw_raises_value_error():
    pytest.fail("state the expected error: if ValueError is right, delete this line")
    account = Account(owner="ada", balance=3)
    with pytest.raises(ValueError, match="amount must be positive"):
        account.withdraw(0)


def test_Account_withdraw_raises_runtime_error():
    pytest.fail("state the expected error: if RuntimeError is right, delete this line")
    account = Account(owner="ada", balance=3)
    with pytest.raises(RuntimeError, match="has only"):
        account.withdraw(4)
"""
    )


def test_a_method_that_changes_its_object() -> None:
    assert (
        text("Account.rename", "orders")
        == """\
import pytest

from shop.orders import Account

EXPECTED = object()


@pytest.fixture
def account():
    return Account(owner="ada")


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        pytest.param("ada", EXPECTED, id="typical"),
    ],
)
def test_Account_rename(owner, expected, account):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    account.rename(owner)
    assert account.owner == expected


def test_Account_rename_raises_value_error(account):
    pytest.fail("state the expected error: if ValueError is right, delete this line")
    with pytest.raises(ValueError, match="owner is empty"):
        account.rename("")
"""
    )


def test_an_async_function_with_a_collaborator() -> None:
    assert (
        text("fetch", "gateway")
        == """\
import asyncio
from unittest.mock import create_autospec

import pytest

from shop.gateway import PaymentClient, fetch

EXPECTED = object()


@pytest.fixture
def client():
    return create_autospec(PaymentClient, instance=True)


@pytest.mark.parametrize(
    ("path", "retries", "expected"),
    [
        pytest.param("data.txt", 3, EXPECTED, id="typical"),
        pytest.param("", 3, EXPECTED, id="path empty"),
        pytest.param("data.txt", 4, EXPECTED, id="retries=4"),
    ],
)
def test_fetch(path, retries, expected, client):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    assert asyncio.run(fetch(client, path, retries=retries)) == expected


def test_fetch_raises_timeout_error(client):
    pytest.fail("state the expected error: if TimeoutError is right, delete this line")
    with pytest.raises(TimeoutError, match="gave up on"):
        asyncio.run(fetch(client, "data.txt", retries=0))
"""
    )


def test_a_function_that_asks_the_clock() -> None:
    assert (
        text("age", "gateway")
        == """\
from datetime import date

import pytest

from shop.gateway import age

EXPECTED = object()


@pytest.fixture
def predictable_age(monkeypatch):
    class FixedDate(date):
        @classmethod
        def today(cls):
            return cls(2024, 1, 31)

    monkeypatch.setattr("shop.gateway.date", FixedDate)


@pytest.mark.usefixtures("predictable_age")
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param(date(2024, 1, 15), EXPECTED, id="typical"),
        pytest.param(date(2024, 2, 29), EXPECTED, id="born=2024-02-29"),
    ],
)
def test_age(born, expected):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    assert age(born) == expected
"""
    )


def test_a_function_that_reads_the_environment() -> None:
    assert (
        text("is_debug", "gateway")
        == """\
import pytest

from shop.gateway import is_debug

EXPECTED = object()


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        pytest.param({}, EXPECTED, id="typical"),
        pytest.param({"DEBUG": "1"}, EXPECTED, id="DEBUG=1"),
        pytest.param({"DEBUG": "true"}, EXPECTED, id="DEBUG=true"),
        pytest.param({"DEBUG": "other"}, EXPECTED, id="DEBUG=other"),
    ],
)
def test_is_debug(env, expected, monkeypatch):
    if expected is EXPECTED:
        pytest.fail("state the expected value: it goes where this row has EXPECTED")
    monkeypatch.delenv("DEBUG", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert is_debug() == expected
"""
    )

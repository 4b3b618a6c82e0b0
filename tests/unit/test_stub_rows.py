"""Which rows a stub has: read from the code's own conditions, bounded, and never an expectation among them."""

from __future__ import annotations

import re

import pytest

from groundwire.stubs.request import Stub
from support.stub_subjects import stub


def rows(code: str, name: str = "subject") -> dict[str, list[str]]:
    """Ids of the rows of each test; a raises test without a table has the row ``."""
    result = stub(name, "src/shop/code.py", {"src/shop/code.py": code})
    assert isinstance(result, Stub), result
    compile(result.text, "test_code.py", "exec")
    found: dict[str, list[str]] = {}
    ids: list[str] = []
    for line in result.text.split("\n"):
        ids += re.findall(r'id="((?:[^"\\]|\\.)*)"', line) + re.findall(r"id='([^']*)'", line)
        if (test := re.match(r"(?:async )?def (test_\w+)\(", line)) is not None:
            found[test[1]] = ids or [""]
            ids = []
    return found


def value_rows(code: str) -> list[str]:
    return rows(code).get("test_subject", [])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def subject(n: int): return n > 10", ["typical", "n=10", "n=11"]),
        ("def subject(n: int): return n >= 10", ["typical", "n=9", "n=10"]),
        ("def subject(n: int): return n == 10", ["typical", "n=10", "n=11"]),
        ("def subject(n: int): return 0 <= n < 5", ["typical", "n=-1", "n=0", "n=4", "n=5"]),
        ("def subject(n: int): return 10 < n", ["typical", "n=10", "n=11"]),
        ("LIMIT = 7\ndef subject(n: int): return n > LIMIT", ["typical", "n=7", "n=8"]),
        ("def subject(n: int): return n % 3 == 0", ["typical", "n=6", "n=7"]),
        ("def subject(rate: float): return rate > 0.5", ["typical", "rate=0.5", "rate=0.51"]),
        ("def subject(a: int, b: int): return a * b > 30", ["typical", "a=10", "a=11", "b=0"]),
        ("def subject(n: int): return 1 / n", ["typical", "n=0"]),
        ("def subject(s: str): return len(s) > 3", ["typical", "s of 3", "s of 4"]),
        ("def subject(s: str): return s in {'a', 'b'}", ["typical", "s=b", "s=other"]),
        ("def subject(s: str): return s == 'x'", ["typical", "s=x"]),
        ("def subject(s: str): return s.startswith('x-')", ["typical", "s=x-some text"]),
        ("def subject(s: str): return s.isdigit()", ["typical", "s=123", "s=abc"]),
        ("def subject(s: str): return '@' in s", ["typical", "s with @"]),
        ("import re\ndef subject(s: str): return re.match(r'[A-Z]{2}-\\d+$', s)", ["typical", "s=AA-1"]),
        ("def subject(s: str): return int(s)", ["typical", "s=12a"]),
        ("def subject(s: str | None): return s is None", ["typical", "s=None", "s empty"]),
        ("def subject(flag: bool): return 1 if flag else 2", ["typical", "flag=False"]),
        ("def subject(xs: list[int]): return [x for x in xs]", ["typical", "xs empty", "xs one"]),
        ("def subject(xs: list[int]): return [x for x in xs if x > 9]",
         ["typical", "xs empty", "xs one", "xs with 9", "xs with 10"]),
        ("def subject(value): return isinstance(value, int)", ["typical", "value=3", "value=None"]),
        ("def subject(n: int, factor: int = 2): return n * factor", ["typical", "n=0", "factor=0", "factor=3"]),
        ("def subject(d: dict): return d['a'] + d.get('b', 0)", ["typical", "d without b"]),
        ("def subject(n):\n match n:\n  case 1: return 'a'\n  case 2: return 'b'", ["typical", "n=1", "n=2"]),
        ("from typing import Literal\ndef subject(m: Literal['r', 'w']): return m == 'r'", ["typical", "m=w"]),
        ("from decimal import Decimal\ndef subject(d: Decimal): return d > 5", ["typical", "d=5", "d=6"]),
        ("import os\ndef subject(): return os.environ.get('MODE') == 'fast'", ["typical", "MODE=fast", "MODE=other"]),
        ("def subject(): return 1", ["typical"]),
    ],
)  # fmt: skip
def test_rows_come_from_the_code_s_own_conditions(code: str, expected: list[str]) -> None:
    assert value_rows(code) == expected


def test_rows_that_raise_stand_apart_from_rows_that_return() -> None:
    code = """
def subject(pct: int) -> int:
    if pct < 0 or pct > 100:
        raise ValueError("pct out of range")
    return pct
"""
    assert rows(code) == {
        "test_subject": ["typical", "pct=0", "pct=100"],
        "test_subject_raises_value_error": ["pct=-1", "pct=101"],
    }


def test_two_inputs_are_changed_together_only_where_one_alone_reaches_nothing_new() -> None:
    code = """
def subject(a: int, b: int) -> int:
    if a > 5:
        if b > 5:
            raise ValueError("both")
        return 1
    return 2
"""
    found = rows(code)
    assert found["test_subject"] == ["typical", "a=5", "a=6", "b=5", "b=6"]
    assert found["test_subject_raises_value_error"] == [""]


def test_the_typical_row_does_not_raise_where_another_value_returns() -> None:
    code = """
def subject(code: str) -> str:
    if len(code) != 8:
        raise ValueError("eight characters")
    return code
"""
    result = stub("subject", "src/shop/code.py", {"src/shop/code.py": code})
    assert isinstance(result, Stub)
    assert 'pytest.param("aaaaaaaa", EXPECTED, id="typical")' in result.text


def test_the_rows_are_bounded() -> None:
    checks = "\n".join(f"    if n == {number * 10}: return {number}" for number in range(40))
    code = f"def subject(n: int, a: bool, b: bool, c: str | None):\n{checks}\n    return a, b, c\n"
    assert 10 <= len(value_rows(code)) <= 12


def test_an_exception_is_expected_with_the_literal_part_of_its_message() -> None:
    code = """
def subject(n: int) -> int:
    if n < 0:
        raise ValueError(f"n must not be negative (it is {n})")
    return n
"""
    result = stub("subject", "src/shop/code.py", {"src/shop/code.py": code})
    assert isinstance(result, Stub)
    assert 'pytest.raises(ValueError, match=re.escape("n must not be negative (it is"))' in result.text
    assert result.text.startswith("import re\n")


def test_a_condition_that_reading_does_not_settle_is_named() -> None:
    code = """
def subject(path: str) -> int:
    if not lookup(path):
        raise LookupError("gone")
    return 1
"""
    result = stub("subject", "src/shop/code.py", {"src/shop/code.py": code})
    assert isinstance(result, Stub)
    joined = " ".join(result.text.split()).replace('" "', "")
    assert "choose inputs for which `not lookup(path)` holds, then delete this line" in joined


def test_a_caught_exception_raised_again_is_expected_by_its_own_type() -> None:
    code = """
TABLE = {"a": 1}
def subject(key: str) -> int:
    try:
        return TABLE[key]
    except KeyError:
        log()
        raise
"""
    assert list(rows(code)) == ["test_subject", "test_subject_raises_key_error"]


def test_no_row_and_no_assertion_holds_what_the_code_returns() -> None:
    result = stub("subject", "src/shop/code.py", {"src/shop/code.py": "def subject(n: int): return n + 41 * 2\n"})
    assert isinstance(result, Stub)
    assert all("EXPECTED" in line for line in result.text.split("\n") if "pytest.param(" in line)
    assert re.findall(r"assert (.*)", result.text) == ["subject(n) == expected"]

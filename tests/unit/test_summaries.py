"""Summaries as they are kept for other processes: what comes back says the same, name by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundwire.analysis.cache.database import Cache
from groundwire.analysis.cache.summaries import SummaryCache, summary_from_bytes, summary_to_bytes
from groundwire.analysis.members.reading import summarise
from groundwire.analysis.members.summary import ClassBody, Summary
from groundwire.analysis.members.typeshed import stdlib_stubs

OWN = sorted(Path(__file__).parents[2].joinpath("server", "groundwire", "analysis").rglob("*.py"))
STUBS = Path(stdlib_stubs() or "")
CODE = """
import lib
from lib import *
from typing import NamedTuple
import functools

VALUE = 1
other = lib.thing

def plain(a, /, b, *, c=1, **kwargs):
    return lib.call(a, **kwargs)

def wrapper(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner

@wrapper
async def waits(self) -> lib.Thing: ...

class Outer(lib.Base, metaclass=lib.Meta):
    x: int = 1
    __slots__ = ("later",)
    class Inner(Exception):
        def f(self): self.stored = "quoted"
    def __getattr__(self, name): return 1
    def __new__(cls): return super().__new__(cls)

class Pair(NamedTuple):
    first: int
    second: str = ""
"""


def same(found: Summary | ClassBody | None, expected: Summary | ClassBody | None) -> bool:
    """Compare all fields, and the mapping of names by what each stands for."""
    if not isinstance(found, (Summary, ClassBody)) or not isinstance(expected, (Summary, ClassBody)):
        return found == expected
    if list(found.names) != list(expected.names) or type(found) is not type(expected):
        return False
    others = [name for name in type(expected).__slots__ if name != "names"]
    if any(getattr(found, name) != getattr(expected, name) for name in others):
        return False
    for name, value in expected.names.items():
        kept = found.names[name]
        if isinstance(value, ClassBody):
            if not (isinstance(kept, ClassBody) and same(kept, value)):
                return False
        elif kept != value:
            return False
    return True


def test_every_kind_of_name_comes_back() -> None:
    summary = summarise(CODE, "made", package=False)
    assert summary is not None
    kept = summary_from_bytes(summary_to_bytes(summary))
    assert kept is not None
    assert same(kept, summary)
    assert "plain" in kept.names
    assert "missing" not in kept.names
    assert kept.classes == ("Outer", "Pair")


@pytest.mark.parametrize("file", [*OWN[::20], STUBS / "builtins.pyi", STUBS / "subprocess.pyi"], ids=lambda f: f.name)
def test_real_modules_come_back(file: Path) -> None:
    summary = summarise(file.read_text(), "m", package=False, version=(3, 11), stub=file.suffix == ".pyi")
    assert same(summary_from_bytes(summary_to_bytes(summary)), summary)


def test_a_text_is_read_once_for_all_and_again_by_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CODE * 3
    first = SummaryCache(Cache(tmp_path / "cache"), b"code")
    expected = first(text, "made", package=False)
    first._cache.flush()
    read: list[str] = []

    def counted(text: str, module: str, **_: object) -> Summary | None:
        read.append(module)
        return expected

    monkeypatch.setattr("groundwire.analysis.cache.summaries.summarise", counted)
    again = SummaryCache(Cache(tmp_path / "cache"), b"code")
    assert same(again(text, "made", package=False), expected)
    assert read == []
    again(text, "renamed", package=False)
    SummaryCache(Cache(tmp_path / "cache"), b"other")(text, "made", package=False)
    assert read == ["renamed", "made"]


def test_a_text_that_does_not_parse_is_known_too(tmp_path: Path) -> None:
    cache = SummaryCache(Cache(tmp_path / "cache"), b"code")
    assert cache("def (" * 300, "broken", package=False) is None
    assert cache("def (" * 300, "broken", package=False) is None
    assert summary_from_bytes(b"null") is None


def test_a_text_that_nests_too_deep_has_none() -> None:
    chain = "if a:\n    x = 0\n" + "".join(f"elif a == {number}:\n    x = {number}\n" for number in range(2_500))
    assert summarise(chain, "deep", package=False) is None
    assert summarise("x = 1\n", "flat", package=False) is not None

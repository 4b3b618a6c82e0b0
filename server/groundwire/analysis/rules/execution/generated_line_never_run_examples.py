"""Examples of GW401: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_PARSE: Final = """def parse_price(text):
    if not text:
        raise ValueError("no price")
    if text.startswith("$"):
        text = text[1:]
    return round(float(text) * 100)
"""
_CART: Final = """class Cart:
    def __init__(self, items):
        self.items = items

    @property
    def total(
        self,
    ):
        return sum(self.items)
"""
_FETCH: Final = """import json


async def fetch(client, url):
    try:
        answer = await client.get(
            url,
            timeout=5,
        )
    except OSError as error:
        return {"error": str(error)}
    finally:
        client.done()
    return json.loads(answer.text)
"""
_ROUTE: Final = """def route(kind, rows):
    def fallback(row):
        return row["name"]

    match kind:
        case "first":
            return rows[0]
        case _:
            return [fallback(row) for row in rows]
"""
_BACKEND: Final = """import sys

if sys.platform == "win32":
    import winreg as backend

    print(backend)
else:
    backend = None
"""


def _ran(*lines: int, by: str = "") -> dict[int, str]:
    return dict.fromkeys(lines, by)


INVALID: Final = (
    Example(
        _PARSE,
        ('raise ValueError("no price")',),
        ran=_ran(1, 2, 4, 6, by="tests/test_app.py::test_plain"),
        title="two branches that no test entered: one mark, at the first of them",
    ),
    Example(_PARSE, ("parse_price",), ran=_ran(1), title="a function that no test called"),
    Example(_PARSE, ("parse_price",), ran={}, title="a module that was measured and never imported"),
    Example(_CART, ("total",), ran=_ran(1, 2, 3, 5, 6), title="a property that was defined and never read"),
    Example(
        _FETCH,
        ("except OSError as error:",),
        ran=_ran(1, 4, 5, 6, 7, 8, 12, 13),
        title="a handler never taken",
    ),
    Example(_ROUTE, ('return row["name"]',), ran=_ran(1, 2, 5, 6, 7), title="a function inside, and another case"),
    Example(_BACKEND, ("import winreg as backend",), ran=_ran(1, 3, 8), title="at the top of a module"),
)

VALID: Final = (
    Example(_PARSE, ran=_ran(1, 2, 3, 4, 5, 6), title="every line ran"),
    Example(_PARSE, title="no test run is recorded"),
    Example(
        """import sys


class Price(int):
    currency = "EUR"


PRICES = [Price(1)]
""",
        ran={},
        title="a module that was never imported and has no function to test",
    ),
    Example(
        """def debug(value):
    if value is None:  # pragma: no cover
        return "nothing"
    return str(value)
""",
        ran=_ran(1, 4),
        title="lines left out of the measurement",
    ),
    Example(
        """def debug(value):
    if value.is_debug:
        print(value)
    return str(value)
""",
        files={"pyproject.toml": '[tool.coverage.report]\nexclude_also = ["if .*is_debug"]\n'},
        ran=_ran(1, 2, 4),
        title="left out by the project's own settings",
    ),
    Example(
        '''from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol, overload

if TYPE_CHECKING:
    from collections.abc import Sequence


class Store(Protocol):
    """Rows."""

    path: str

    def save(self, row: str) -> None: ...

    @abstractmethod
    def load(self) -> "Sequence[str]":
        """All rows."""
        return []


@overload
def first(rows: list[str]) -> str: ...
@overload
def first(rows: None) -> None: ...
def first(rows):
    """The first row."""
    return rows[0] if rows else None


def later(row):
    raise NotImplementedError


if __name__ == "__main__":
    print(first(["a"]))
''',
        ran=_ran(1, 2, 4, 8, 9, 13, 15, 21, 22, 23, 24, 25, 27, 30, 34),
        title="declarations, documentation, and the start of a script",
    ),
    Example("def double(x): return 2 * x\n", ran=_ran(1), title="a body on the line of its `def`"),
    Example(
        """def total(prices):
    return sum(
        price
        for price in prices
    )
""",
        ran=_ran(1, 2, 4),
        title="a statement of several lines ran when one of them did",
    ),
    Example(_PARSE, ran=_ran(1, 2, 90), title="recorded lines that are not this text's: another text ran"),
)

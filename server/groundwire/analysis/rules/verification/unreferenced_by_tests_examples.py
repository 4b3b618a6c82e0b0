"""Examples of GW408: its tests, and a part of its page."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_PRICES = (
    "def parse_price(text):\n    return int(text) * 100\n\n\ndef format_price(cents):\n    return str(cents / 100)\n"
)
_CART = (
    "class Cart:\n    def __init__(self, items):\n        self.items = items\n\n    def total(self):\n"
    "        return sum(self.items)\n\n    def discounted(self, rate):\n        return self.total() * rate\n"
)

INVALID: Final = (
    Example(
        _PRICES,
        ("format_price",),
        files={
            "tests/test_app.py": "from app import parse_price\n\n\ndef test_parse():\n"
            "    assert parse_price('1') == 100\n"
        },
        title="one of two has a test",
    ),
    Example(_PRICES, ("parse_price", "format_price"), title="a project without tests"),
    Example(
        _CART,
        ("discounted",),
        files={"tests/test_cart.py": "import app\n\n\ndef test_total():\n    assert app.Cart([1, 2]).total() == 3\n"},
        title="a method that no test calls",
    ),
    Example(
        "def load(path):\n    return _rows(path)\n\n\ndef _rows(path):\n    return path.read_text().split()\n",
        ("load", "_rows"),
        files={
            "tests/test_other.py": "import other\n\n\ndef test_other():\n    assert other.ready()\n",
            "other.py": "",
        },
        title="callers that no test refers to either",
    ),
    Example(
        "async def fetch(client, url):\n    answer = await client.get(url)\n    return answer.json()\n",
        ("fetch",),
        files={"tests/test_app.py": "import app\n\n\ndef test_import():\n    assert app.__doc__ is None\n"},
        title="imported by a test, and not used",
    ),
    Example(
        "def total(items):\n    return sum(items)\n",
        ("total",),
        files={
            "tests/test_report.py": "from report import summary\n\n\ndef test_it():\n    total = summary()\n"
            "    assert total == 3\n",
            "report.py": "def summary():\n    return 3\n",
        },
        title="a variable of that name in a test",
    ),
)

VALID: Final = (
    Example(
        _PRICES,
        files={
            "tests/test_app.py": "import app\nfrom app import parse_price as parse\n\n\ndef test_both():\n"
            "    assert app.format_price(parse('1')) == '1.0'\n"
        },
        title="imported by name or called through the module",
    ),
    Example(
        "def load(path):\n    return _rows(path)\n\n\ndef _rows(path):\n    return path.read_text().split()\n",
        files={"tests/test_app.py": "from app import load\n\n\ndef test_load(tmp_path):\n    load(tmp_path / 'a')\n"},
        title="referred to through a caller",
    ),
    Example(
        _CART,
        files={
            "tests/conftest.py": "import pytest\nfrom app import Cart\n\n\n@pytest.fixture\ndef cart():\n"
            "    return Cart([1])\n",
            "tests/test_cart.py": "def test_it(cart):\n    assert cart.discounted(2) == 2\n"
            "    assert cart.total() == 1\n",
        },
        title="an object that a fixture makes",
    ),
    Example(
        "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get('/price')\ndef price():\n"
        "    return _price()\n\n\n"
        "def _price():\n    return '1'\n",
        files={"tests/test_app.py": "from app import app\n\n\ndef test_it():\n    app.test_client().get('/price')\n"},
        title="a route that a test asks for, and what it calls",
    ),
    Example(
        "def charge(order):\n    return order.pay()\n",
        files={
            "tests/test_app.py": "from unittest import mock\n\n\ndef test_it():\n"
            "    with mock.patch('app.charge') as charge:\n        charge(1)\n"
        },
        title="named by a string",
    ),
    Example(
        "from typing import Protocol\n\n\nclass Store(Protocol):\n    def save(self, row):\n        return row\n\n\n"
        "def later(row):\n    raise NotImplementedError\n\n\ndef main():\n    print(later(1))\n\n\n"
        "if __name__ == '__main__':\n    main()\n",
        title="declarations, and the start of a script",
    ),
    Example(
        "from http.server import BaseHTTPRequestHandler\n\n\nclass Handler(BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n        self.send_response(200)\n",
        files={"tests/test_app.py": "import app\n\n\ndef test_it():\n    assert app.Handler\n"},
        title="called by a framework",
    ),
)

"""What GW105 marks and what it leaves alone."""

from __future__ import annotations

from typing import Final

from groundwire.analysis.rule import Example

_SITE: Final = ".venv/lib/python3.11/site-packages"
_OWN: Final = "from _pytest.fixtures import fixture\n\n\n"
_PYTEST: Final = {
    f"{_SITE}/_pytest/__init__.py": "",
    f"{_SITE}/_pytest/tmpdir.py": f"{_OWN}@fixture\ndef tmp_path(request):\n    yield 1\n",
    f"{_SITE}/_pytest/monkeypatch.py": f"{_OWN}@fixture\ndef monkeypatch():\n    yield 1\n",
    f"{_SITE}/_pytest/fixtures.py": "def fixture(function=None):\n    return function\n",
    f"{_SITE}/pytest_parcel/plugin.py": (
        "import pytest\n\nfrom pytest_parcel.boxes import box\n\n\n@pytest.fixture(name='parcel')\ndef _parcel():\n"
        "    return 1\n\n\nfor kind in ('a', 'b'):\n    globals()[f'parcel_{kind}'] = pytest.fixture(lambda: kind)\n"
    ),
    f"{_SITE}/pytest_parcel/boxes.py": "import pytest\n\n\n@pytest.fixture\ndef box():\n    return 1\n",
    f"{_SITE}/pytest_parcel-1.0.dist-info/entry_points.txt": "[pytest11]\nparcel = pytest_parcel.plugin\n",
    "pytest.ini": "[pytest]\npython_files = app.py test_*.py\n",
    "conftest.py": (
        "import pytest\n\n\n@pytest.fixture\ndef db_session():\n    return 1\n\n\n"
        "@pytest.fixture\ndef client(db_session):\n    return 1\n"
    ),
}
_INSTALLED: Final = {"pytest": ("pytest",), "pytest-parcel": ("pytest_parcel",)}


def _example(code: str, *marks: str, fixed: str | None = None, title: str = "", **files: str) -> Example:
    more = {name.replace("__", "/") + ".py": text for name, text in files.items()}
    return Example(code, marks=marks, fixed=fixed, files={**_PYTEST, **more}, installed=_INSTALLED, title=title)


INVALID: Final = (
    _example(
        "def test_saved(db_session_factory, tmp_path):\n    assert db_session_factory().save(tmp_path)\n",
        "db_session_factory",
        title="a fixture that another project would have",
    ),
    _example(
        "def test_saved(dbsession):\n    assert dbsession.save(1)\n",
        "dbsession",
        fixed="def test_saved(db_session):\n    assert db_session.save(1)\n",
        title="a slip",
    ),
    _example("def test_sent(mocker, client):\n    mocker.patch('os.getcwd')\n", "mocker", title="a plugin's"),
    _example(
        "import pytest\n\n\n@pytest.fixture\ndef order(customer, client):\n    return customer, client\n",
        "customer",
        title="an argument of a fixture",
    ),
    _example(
        "import pytest\n\n\n@pytest.mark.parametrize('kind, size', [('a', 1)])\n"
        "def test_boxes(kind, size, weight, box):\n    assert weight\n",
        "weight",
    ),
    _example(
        "class TestOrders:\n    def test_total(self, cart, client):\n        assert cart\n",
        "cart",
        title="a method",
    ),
    _example(
        "import pytest\n\npytestmark = pytest.mark.usefixtures('clean_db')\n\n\n"
        "@pytest.mark.usefixtures('seed', 'box')\ndef test_rows(client):\n    assert client\n",
        "'clean_db'",
        "'seed'",
    ),
    _example(
        "def test_rows(request):\n    assert request.getfixturevalue('database')\n",
        "'database'",
    ),
    _example(
        "from unittest import mock\n\n\n@mock.patch('os.getcwd')\n@mock.patch('os.listdir', return_value=[])\n"
        "async def test_rows(listed, getcwd, server):\n    assert server\n",
        "server",
        title="arguments after those that `mock.patch` fills",
    ),
    _example(
        "import pytest\n\n\n@pytest.fixture\ndef loaded(order_rows):\n    return order_rows\n",
        "order_rows",
        title="another file's fixture, which nobody takes from here",
        tests__test_rows="import pytest\n\n\n@pytest.fixture\ndef order_rows():\n    return []\n",
    ),
    Example(
        "def test_saved(db_session_factory, client):\n    assert client\n",
        marks=("db_session_factory",),
        files={
            **_PYTEST,
            "conftest.py": f"{_PYTEST['conftest.py']}\n\nLEGACY = [f'legacy/test_{{n}}.py' for n in range(9)]\n"
            "collect_ignore = ['setup.py', *LEGACY]\nif not HAS_DOCKER:\n    collect_ignore.append('tests/docker')\n",
        },
        installed=_INSTALLED,
        title="a `conftest.py` that leaves out other files",
    ),
)
VALID: Final = (
    _example(
        "def test_saved(db_session, tmp_path, monkeypatch, parcel, box, parcel_a, request):\n    assert db_session\n",
        title="conftest, pytest's own, plugins: by name, imported, and made in a loop",
    ),
    _example(
        "import pytest\n\n\n@pytest.fixture(name='order')\ndef make_order():\n    return 1\n\n\n"
        "class TestOrders:\n    @pytest.fixture\n    def cart(self, order):\n        return [order]\n\n"
        "    def test_total(self, cart, limit=3):\n        assert cart\n",
        title="fixtures of the file and of the class, and a default",
    ),
    _example(
        "import pytest\n\npytestmark = [pytest.mark.parametrize('engine', ['a', 'b'])]\n\n\n"
        "@pytest.mark.parametrize(['kind', 'size'], [('a', 1)])\nclass TestBoxes:\n"
        "    def test_box(self, kind, size, engine):\n        assert kind\n",
        title="marks of the module and of the class",
    ),
    _example(
        "from hypothesis import given, strategies as st\n\n\n@given(st.integers(), size=st.integers())\n"
        "def test_box(client, size, count):\n    assert count\n",
    ),
    _example(
        "import unittest\n\n\nclass TestRows(unittest.TestCase):\n    def test_rows(self, rows):\n"
        "        assert rows\n",
        title="no fixtures at all: another base may fill it",
    ),
    _example(
        "from app_tools import with_cursor\n\n\n@with_cursor\ndef test_rows(cursor):\n    assert cursor\n",
        title="a decorator that may pass it",
        app_tools="def with_cursor(function):\n    return lambda: function(1)\n",
    ),
    _example(
        "def pytest_generate_tests(metafunc):\n    if 'engine' in metafunc.fixturenames:\n"
        "        metafunc.parametrize('engine', ['a', 'b'])\n\n\ndef test_rows(engine):\n    assert engine\n",
    ),
    _example(
        "import pytest\n\npytest_plugins = ['shop.testing']\n\n\ndef test_rows(warehouse):\n    assert warehouse\n",
        title="a plugin of the project",
        shop____init__="",
        shop__testing="import pytest\n\n\n@pytest.fixture\ndef warehouse():\n    return 1\n",
    ),
    _example(
        "import pytest\n\n\n@pytest.fixture\ndef loaded(rows):\n    return rows\n",
        title="an argument that a file gives which takes the fixture over",
        tests__test_rows="import pytest\n\nfrom app import loaded\n\n\n@pytest.fixture\ndef rows():\n    return []\n",
    ),
    Example(
        "def test_saved(anything):\n    assert anything\n",
        files={"pytest.ini": "[pytest]\npython_files = app.py\n"},
        title="no environment with pytest in it",
    ),
    Example(
        "def test_saved(postgresql_cluster):\n    assert postgresql_cluster\n",
        files={**_PYTEST, "requirements-dev.txt": "pytest\npytest-cluster\n"},
        installed=_INSTALLED,
        title="a plugin that is declared and not installed",
    ),
    Example(
        "def test_line(pen, x, y):\n    pen.to(x, y)\n",
        files={**_PYTEST, "pytest.ini": "[pytest]\npython_files = test_*.py\n"},
        installed=_INSTALLED,
        title="a file that is no test",
    ),
    Example(
        "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef browsers():\n    pytest.importorskip('playwright')\n\n\n"
        "def test_copy(page):\n    page.goto('/')\n",
        files=_PYTEST,
        installed=_INSTALLED,
        title="a file that is skipped where the plugin is missing",
    ),
    Example(
        "def test_saved(exchange, market):\n    assert exchange\n",
        files={**_PYTEST, "conftest.py": f"{_PYTEST['conftest.py']}\n\ncollect_ignore_glob = ['*']\n"},
        installed=_INSTALLED,
        title="tests that another runner is for",
    ),
    Example(
        "def test_saved(exchange, market):\n    assert exchange\n",
        files={
            **_PYTEST,
            "conftest.py": f"{_PYTEST['conftest.py']}\n\ncollect_ignore = ['setup.py']\n"
            "if not os.environ.get('LIVE'):\n    collect_ignore += ['app.py']\n",
        },
        installed=_INSTALLED,
        title="a file that is sometimes left out",
    ),
)

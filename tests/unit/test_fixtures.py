"""What one file adds to the fixtures of tests, read without running it."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from groundwire.analysis.fixtures.facts import FixtureFacts
from groundwire.analysis.fixtures.reading import fixture_facts
from groundwire.analysis.tree_walk import Tree


def read(text: str) -> FixtureFacts:
    return fixture_facts(Tree(ast.parse(dedent(text))))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@pytest.fixture\ndef a(): ...", {"a"}),
        ("@pytest_asyncio.fixture(scope='module')\nasync def a(): ...", {"a"}),
        ("@pytest.fixture(name='b')\ndef a(): ...", {"a", "b"}),
        ("def _a(): ...\n\na = pytest.fixture(scope='class')(_a)", {"a"}),
        ("if True:\n    @fixture\n    def a(): ...", {"a"}),
        ("@given('x', target_fixture='a')\ndef step(): ...", {"a"}),
        ("@pytest.mark.slow\ndef a(): ...", set()),
        ("def a(): ...", set()),
    ],
)
def test_a_decorator_or_a_call_makes_a_fixture(text: str, names: set[str]) -> None:
    assert names - read(text).fixtures == set()
    assert read(text).fixtures - {"step"} == names


def test_what_is_imported_may_be_a_fixture_unless_it_comes_from_where_none_is() -> None:
    facts = read("from shop.testing import client\nfrom json import loads\nimport os\n")
    assert facts.names == {"client"}
    assert facts.fixtures == set()


def test_marks_and_hooks_give_arguments() -> None:
    facts = read(
        """
        pytestmark = [pytest.mark.parametrize("engine, size", []), pytest.mark.slow]

        def pytest_generate_tests(metafunc):
            if "backend" in metafunc.fixturenames:
                metafunc.parametrize("backend", BACKENDS)
        """
    )
    assert {"engine", "size", "backend"} <= facts.names
    assert not facts.open


@pytest.mark.parametrize(
    "text",
    [
        "def pytest_generate_tests(metafunc):\n    metafunc.parametrize(NAMES, VALUES)",
        "globals().update(fixtures)",
        "globals()[name] = made",
        "pytest_plugins = find_plugins()",
        "def pytest_configure(config):\n    config.pluginmanager.register(Plugin())",
        "from pytest_factoryboy import register\n\nregister(UserFactory)",
        "def pytest_pycollect_makeitem(collector, name, obj): ...",
        "pytestmark = both_engines",
    ],
)
def test_a_file_that_may_give_more_than_it_shows_says_so(text: str) -> None:
    assert read(text).open


def test_a_name_put_together_from_a_known_part_is_a_pattern() -> None:
    facts = read("for kind in KINDS:\n    globals()[f'client_{kind}'] = pytest.fixture(lambda: kind)")
    assert facts.patterns == (r"client_\w+",)
    assert not facts.open


def test_plugins_and_stars_are_named() -> None:
    facts = read("from .shared import *\n\npytest_plugins = ['shop.testing', 'pytester']")
    assert facts.plugins == ("shop.testing", "pytester")
    assert facts.stars == (".shared",)


def test_a_class_gives_its_fixtures_and_its_marks_arguments() -> None:
    facts = read(
        """
        @pytest.mark.parametrize(("kind", "size"), [])
        class TestBoxes(Base):
            @pytest.fixture
            def box(self): ...

            def test_box(self, box, kind): ...

        class TestMade:
            def __init__(self): ...
        """
    )
    boxes = facts.classes["TestBoxes"]
    assert {"box", "kind", "size"} <= boxes.names
    assert boxes.bases == ("Base",)
    assert boxes.collected
    assert not boxes.open
    assert not facts.classes["TestMade"].collected

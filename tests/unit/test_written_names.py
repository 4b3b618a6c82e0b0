"""Names that a text gives to something: read once for all names, found as a search for each would find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.analysis.members.project_text import ProjectText
from groundwire.analysis.members.texts import Texts
from groundwire.analysis.members.written_names import replaces, written_names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "others_alone"),
    [
        ("a.name = 1", True),
        ("a.name: int = 1", True),
        ("a.b: c.name = 1", True),
        ("first.x, a.name, b = 1, 2, 3", True),
        ("a.name, b = 1, 2", True),
        ("self.name = 1", False),
        ("cls.name = 1", False),
        ("myself.name = 1", True),
        ("a.b = c.name = 1", True),
    ],
)
def test_given(text: str, others_alone: bool) -> None:
    written = written_names(text.encode())
    assert b"name" in written.given
    assert (b"name" in written.given_to_others) is others_alone


@pytest.mark.parametrize(
    "text", ["a.name == 1", "f(a.name)", "name = 1", "a.names = 1", "a.name += 1", "x = a.name", "a.name < b == c"]
)
def test_not_given(text: str) -> None:
    assert b"name" not in written_names(text.encode()).given


def test_definitions_of_a_class_are_counted_and_those_of_a_module_are_not() -> None:
    text = (
        b"def o(): ...\nclass A:\n    def f(self): ...\n    async def g(self): ...\n    f = 1\n\tx: int\n    y.z = 1\n"
    )
    assert written_names(text).defined == {b"f": 2, b"g": 1, b"x": 1}


def test_a_name_beside_what_replaces_it_stands_on_the_same_line_or_the_next() -> None:
    text = b"mock.patch('a.first')\nmonkeypatch.setattr(\n    module, 'second', 1)\nother(\n\n'third')\n"
    assert written_names(text).patched == {b"first", b"second"}


def test_what_is_allowed_to_be_missing() -> None:
    text = (
        b"setattr(x, 'a', 1)\nmp.setattr(x, 'b', 1)\nmp.setattr('m.c', 1, raising=False)\npatch('m.d', create = True)\n"
    )
    assert written_names(text).allowed_for == {b"a", b"c", b"d"}


def test_names_in_quotes_count_where_something_is_set_by_strings() -> None:
    assert written_names(b"x = 'a'").by_string == set()
    assert written_names(b"x = 'a'\"b\"\nvars(y)").by_string == {b"a", b"b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import lib\nlib.name = 1", True),
        ("from x import (\n  lib)\nlib.name = 1", True),
        ("sys.modules['lib'].name = 1", True),
        ("class A:\n    def f(self):\n        self.name = 1", False),
    ],
)
def test_replaced_on_what_is_imported(text: str, expected: bool) -> None:
    assert replaces(text.encode(), "name") is expected


@given(st.text(alphabet="abA._ \n:=,()[]'\"#é", max_size=60))
def test_one_reading_finds_what_a_search_for_each_name_finds(text: str) -> None:
    data = text.encode()
    written = written_names(data)
    for name in set(re.findall(rb"[\w\x80-\xff]+", data)):
        given_alone = re.search(rb"\.%b(?![\w\x80-\xff])\s*(?::[^=\n]+)?=[^=]" % re.escape(name), data)
        together = re.search(
            rb"^[^\n=()]*\.%b(?![\w\x80-\xff])[^\n=()]*,[^\n=()]*=[^=]" % re.escape(name), data, re.MULTILINE
        )
        assert (name in written.given) == bool(given_alone or together)


def test_a_forgotten_file_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x.name = 1\n")
    texts = Texts()
    project = ProjectText(texts, lambda _tests: [str(file)])
    assert project.assigns("name")
    file.write_text("x.other = 1\n")
    assert project.assigns("name"), "read once"
    texts.forget(str(file))
    assert not project.assigns("name")


@pytest.mark.parametrize("given_by", ["setattr(logging, level, 5)", "setattr(logging.getLogger(), f'{a}_b', 5)"])
def test_names_that_a_variable_sets(given_by: str) -> None:
    assert b"TRACE" in written_names(f"add('TRACE')\n{given_by}\n".encode()).set_by_value
    assert b"TRACE" not in written_names(b"add('TRACE')\nsetattr(logging, 'OTHER', 5)\n").set_by_value

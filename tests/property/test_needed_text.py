"""A pattern that is taken apart finds what it found as a whole."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwire.analysis.needed_text import taken_apart
from groundwire.analysis.rules import RULES

SOURCES = [
    file.read_text(encoding="utf-8") for file in sorted((Path(__file__).parents[2] / "server").rglob("*.py"))[::9]
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_asked_about_the_same_texts(rule: object) -> None:
    triggers = rule.triggers  # type: ignore[attr-defined]
    apart = taken_apart(triggers)
    texts = [example.code for each in RULES for example in (*each.invalid, *each.valid)]
    for text in (*texts, *SOURCES):
        assert apart.found(text, text.lower()) is (triggers.search(text) is not None)


PATTERNS = (
    r"\b(?:pass|return)\b[ \t]*x?",
    r"(?:abc|abd|xyz)+q",
    r"a?bc(?:de){2,3}",
    r"(?i:foo)|bar",
    r"[|]a|(b|c)d|\\|ef",
    r"foo|[ab]",
    r"^\s*except\s*(?::|\(?[\w., ]*\b(?:Base)?Exception\b)",
    r"(?=ab)a|b{2}",
    r"x*",
    r"([ab])cd\1|efg",
    r"(a)b|(c)d\2",
    r"\bab\b",
    r"\b(?:ab|b|ba)\(",
    r"\bab?c|\bb+a",
    r"[aA]b[cd]|x[ab][cde]y|[^b]cd",
    r"[abcdefg]cd|e[a-c]|[fg][ab][cd]",
)


@pytest.mark.parametrize("source", PATTERNS)
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_a_pattern_matches_is_found(source: str, data: st.DataObject) -> None:
    pattern = re.compile(source)
    text = data.draw(st.from_regex(pattern))
    assert taken_apart(pattern).found(text, text.lower())


@pytest.mark.parametrize("source", PATTERNS)
@given(text=st.text(alphabet="abcdefgpq_( \n", max_size=12))
@settings(max_examples=60)
def test_and_in_no_other_text(source: str, text: str) -> None:
    pattern = re.compile(source)
    assert taken_apart(pattern).found(text, text.lower()) is (pattern.search(text) is not None)


@pytest.mark.parametrize(
    ("source", "text"), [("\u017fet", "reset"), ("ab|\u0131d", "ID"), ("İn", "IN"), ("[s\u017f]um", "SUM")]
)
def test_letters_that_others_match_where_case_is_ignored(source: str, text: str) -> None:
    pattern = re.compile(source, re.IGNORECASE)
    assert pattern.search(text)
    assert taken_apart(pattern).found(text, text.lower())


@pytest.mark.parametrize(
    "empty",
    ["(a," + " " * 20_000 + "b)", "a" + "\n" * 20_000, "a\n" + "    \n" * 5_000],
    ids=["spaces", "lines", "indents"],
)
def test_empty_places_are_soon_passed_over(empty: str) -> None:
    text = f"def f():\n    x = {empty}\n    y\n"
    before = time.process_time()
    for rule in RULES:
        taken_apart(rule.triggers).found(text, text)
    assert time.process_time() - before < 2.0, "more than half a minute where a trigger goes through it from each place"


def test_what_refers_to_a_group_is_taken_apart_where_no_other_group_is() -> None:
    assert [part.texts for part in taken_apart(re.compile(r"([ab])cd\1|efg")).parts] == [("cd",), ("efg",)]
    assert [part.texts for part in taken_apart(re.compile(r"(a)bc|(c)de\2")).parts] == [()]


def test_only_what_needs_no_text_is_looked_for_everywhere() -> None:
    parts = taken_apart(re.compile(r"\bos\.getenv\(|[ab]|[|)](?:x|sleep\()|[cd]")).parts
    assert [(part.source, part.texts) for part in parts] == [
        (r"\bos\.getenv\(", ("os.getenv(",)),
        (r"[ab]|[|)](?:x|sleep\()|[cd]", ()),
    ]

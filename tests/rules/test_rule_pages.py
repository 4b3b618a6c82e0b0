"""The pages in `docs/rules` are those that the rules give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.rules import RULES
from groundwire.report.rule_page import pages, write_pages

if TYPE_CHECKING:
    from groundwire.analysis.rule import Rule

SHOWN = 10
FOLDER = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("name", sorted(pages(RULES)))
def test_a_committed_page_is_up_to_date(name: str) -> None:
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == pages(RULES)[name], "run: python -m groundwire.report.rule_page docs/rules"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(pages(RULES))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_shows_the_first_examples_and_underlines_their_marks(rule: Rule) -> None:
    page = pages(RULES)[f"{rule.code}.md"]
    invalid, valid = rule.invalid[:SHOWN], rule.valid[:SHOWN]
    for example in (*invalid, *valid):
        assert all(line in page for line in example.code.rstrip("\n").split("\n"))
    for left in (len(rule.invalid) - SHOWN, len(rule.valid) - SHOWN):
        assert left <= 0 or f"The rule's tests have {left} more." in page
    underlined = page.count("^^") + sum(len(mark) == 1 for example in invalid for mark in example.marks)
    assert underlined >= len(invalid)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_prints_each_file_of_its_examples_once(rule: Rule) -> None:
    page = pages(RULES)[f"{rule.code}.md"]
    files = {item for example in (*rule.invalid[:SHOWN], *rule.valid[:SHOWN]) for item in example.files.items()}
    files = {(path, text) for path, text in files if text.strip()}
    for path, text in files:
        assert page.count(f"`{path}`:\n\n") == len({other for name, other in files if name == path and other})
        assert text in page


def test_pages_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / "GW999.md").touch()
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages(RULES))

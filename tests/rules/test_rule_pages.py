"""The pages in `docs/rules` are those that the rules give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.rules import RULES
from groundwire.report.rule_page import pages, write_pages

if TYPE_CHECKING:
    from groundwire.analysis.rule import Rule

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("name", sorted(pages(RULES)))
def test_a_committed_page_is_up_to_date(name: str) -> None:
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == pages(RULES)[name], "run: python -m groundwire.report.rule_page docs/rules"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(pages(RULES))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_shows_every_example_and_underlines_its_marks(rule: Rule) -> None:
    page = pages(RULES)[f"{rule.code}.md"]
    for example in (*rule.invalid, *rule.valid):
        assert all(line in page for line in example.code.rstrip("\n").split("\n"))
    underlined = page.count("^^") + sum(len(mark) == 1 for example in rule.invalid for mark in example.marks)
    assert underlined >= len(rule.invalid)


def test_pages_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    (tmp_path / "GW999.md").touch()
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages(RULES))

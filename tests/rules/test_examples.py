"""Every rule marks its invalid examples exactly where they say, and its valid ones nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from groundwire.analysis.rules import RULES
from groundwire.model import TextEdit
from groundwire.text.document import Document
from rules.example_project import MODULE, ExampleProject

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.analysis.rule import Example, Rule

HEADINGS = ("Why it bites", "How to settle it", "When to ignore it")
INVALID = [
    pytest.param(rule, example, id=f"{rule.code}-{n}") for rule in RULES for n, example in enumerate(rule.invalid)
]
VALID = [pytest.param(rule, example, id=f"{rule.code}-{n}") for rule in RULES for n, example in enumerate(rule.valid)]
FIXED = [parameters for parameters in INVALID if parameters.values[1].fixed is not None]


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_an_invalid_example_is_marked_where_it_says(rule: Rule, example: Example, tmp_path: Path) -> None:
    document = Document(example.code)
    marks = ExampleProject(tmp_path, example).marks(rule.code, example.code)
    assert example.marks, "an invalid example names its marks"
    assert [mark.text(document) for mark in marks] == list(example.marks)
    for mark in marks:
        start, end = mark.finding.range.shifted(mark.unit.start)
        assert start < end
        assert document.position(document.offset(start)) == start
        assert document.position(document.offset(end)) == end
        assert mark.unit.start <= start.line <= end.line < mark.unit.end


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_a_finding_is_a_sentence_and_a_fact_of_this_code(rule: Rule, example: Example, tmp_path: Path) -> None:
    for _, finding in ExampleProject(tmp_path, example).marks(rule.code, example.code):
        assert finding.code == rule.code
        assert re.fullmatch(r"[`A-Z].*[^.]\.", finding.message), finding.message
        assert not re.search(r"GW\d", finding.message), "it is read aloud"
        assert re.fullmatch(r"(?s).+[.)]", finding.explanation), finding.explanation


@pytest.mark.parametrize(("rule", "example"), VALID)
def test_a_valid_example_is_not_marked(rule: Rule, example: Example, tmp_path: Path) -> None:
    assert not example.marks
    marks = ExampleProject(tmp_path, example).marks(rule.code, example.code)
    assert [mark.finding.message for mark in marks] == []


@pytest.mark.parametrize(("rule", "example"), FIXED)
def test_the_first_fix_gives_the_fixed_code_and_its_mark_is_gone(rule: Rule, example: Example, tmp_path: Path) -> None:
    project = ExampleProject(tmp_path, example)
    first, *others = project.marks(rule.code, example.code)
    document = Document(example.code)
    edits: list[TextEdit] = [first.edit_in_file(edit) for edit in first.finding.fixes[0].edits]
    for edit in sorted(edits, key=lambda edit: edit.range, reverse=True):
        document.apply(edit)
    assert document.text() == example.fixed
    compile(document.text(), MODULE, "exec")
    assert len(project.marks(rule.code, document.text())) == len(others)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_declares_itself_whole(rule: Rule) -> None:
    assert re.fullmatch(r"GW[1-7]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.summary.endswith(".")
    page = type(rule).__doc__ or ""
    headings = re.findall(r"^ *(\S.*)\n *-{3,}$", page, re.MULTILINE)
    assert [heading for heading in headings if heading in HEADINGS] == list(HEADINGS)
    assert page.partition("\n")[0].endswith(".")
    assert len(rule.invalid) >= 5
    assert len(rule.valid) >= 5
    for example in (*rule.invalid, *rule.valid):
        compile(example.code, MODULE, "exec")
    examples = (*rule.invalid, *rule.valid)
    projects = [(example.code, repr(example.ran), *example.files.items()) for example in examples]
    assert len(set(projects)) == len(projects)


def test_codes_and_names_are_told_apart() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)

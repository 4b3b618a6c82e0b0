"""Comments that silence rules: what counts, and what is said of those that do nothing."""

from __future__ import annotations

import pytest

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine, UnitResult
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.generated import silencing_comment
from groundwire.text.document import Document

CODE = 'import os\n\n\ndef debug():\n    return bool(os.getenv("DEBUG"))'


def judged(code: str, engine: Engine | None = None) -> UnitResult:
    document = Document(code)
    unit = next(unit for unit in document.units if unit.name == "debug")
    facts = module_facts(document, "app.py", "app")
    text = document.lines_text(unit.start, unit.end)
    engine = engine or Engine(project=False)
    return engine.analyse(unit, text, engine.view(facts), generated=True)


def said(code: str, engine: Engine | None = None) -> list[str]:
    return [note.message for note in judged(code, engine).notes]


def fixed(code: str) -> str:
    (note,) = judged(code).notes
    ((edit,),) = [fix.edits for fix in note.fixes]
    lines = code.split("\n")[3:]
    row = edit.range.start.line
    lines[row] = lines[row][: edit.range.start.column] + edit.new_text + lines[row][edit.range.end.column :]
    return "\n".join(lines)


def test_a_comment_that_silences_is_not_noted() -> None:
    assert said(f"{CODE}  # groundwire: ignore[GW208]\n") == []


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# groundwire: ignore[GW201]", "GW201 would mark nothing on this line."),
        ("# groundwire: ignore[GW208, GW201] why", "GW201 would mark nothing on this line."),
        ("# groundwire: ignore[falsy-default]", "falsy-default would mark nothing on this line."),
        ("# groundwire: ignore[GW999]", "There is no rule GW999."),
        ("# groundwire: ignore[nonsense]", "There is no rule nonsense."),
    ],
)
def test_one_that_does_not_is(comment: str, message: str) -> None:
    assert said(f"{CODE}  {comment}\n") == [message]


def test_its_fix_takes_away_what_is_useless() -> None:
    assert fixed(f"{CODE}  # groundwire: ignore[GW201] a reason\n").endswith('os.getenv("DEBUG"))\n')
    assert fixed(f"{CODE}  # groundwire: ignore[GW208, GW201] why\n").endswith("# groundwire: ignore[GW208] why\n")


def test_a_rule_that_did_not_run_may_have_marked_something() -> None:
    code = f"{CODE}  # groundwire: ignore[GW201]\n"
    assert said(code, Engine(ignore=["GW201"], project=False)) == []
    assert said(f"{CODE}  # groundwire: ignore[GW101]\n", Engine(project=False)) == []


def test_a_comment_in_a_string_is_none() -> None:
    assert said('def debug():\n    return "# groundwire: ignore[GW201]"\n') == []


@pytest.mark.parametrize("reason", ["the flag is set by us alone", "-- only by us", ": only by us"])
def test_with_a_reason_it_counts_where_one_is_required(reason: str) -> None:
    result = judged(f"{CODE}  # groundwire: ignore[GW208] {reason}\n", Engine(project=False, reasons=True))
    assert [finding.suppression is None for finding in result.findings] == [False]
    assert result.notes == ()


def test_without_one_it_silences_nothing_there_and_that_is_said() -> None:
    result = judged(f"{CODE}  # groundwire: ignore[GW208]\n", Engine(project=False, reasons=True))
    assert [finding.suppression for finding in result.findings] == [None]
    assert [note.message for note in result.notes] == ["This comment gives no reason, so it silences nothing here."]


def test_a_string_silences_nothing() -> None:
    text = '"# groundwire: ignore[GW208]"'
    (finding,) = judged(f"{CODE}, {text}").findings
    assert finding.suppression is None
    (finding,) = judged(f"{CODE}, {text}  # groundwire: ignore[GW208]").findings
    assert finding.suppression is not None
    assert finding.suppression.start.column > 65


@pytest.mark.parametrize(
    ("comment", "fixed_comment"),
    [
        ("# groundwire: ignore", None),
        ("# groundwire: ignore this line", None),
        ("# groundwire: ignore[]", None),
        ("# groundwire: ignore GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: ignore GW208, GW201 only by us", "# groundwire: ignore[GW208, GW201] only by us"),
        ("# groundwire: ignore [GW208] only by us", "# groundwire: ignore[GW208] only by us"),
        ("# groundwire: ignore(falsy-default)", "# groundwire: ignore[falsy-default]"),
        ("# groundwire: ignore[GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: Ignore[GW208]", "# groundwire: ignore[GW208]"),
        ("# Groundwire: ignore[GW208]", "# groundwire: ignore[GW208]"),
        ("# groundwire ignore[GW208]", "# groundwire: ignore[GW208]"),
        ("# groundwire-ignore: GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: ingore[GW208]", "# groundwire: ignore[GW208]"),
        ("# groundwire: ignore-next-line GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: disable=GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: noqa: GW208", "# groundwire: ignore[GW208]"),
        ("# groundwire: noqa", None),
        ("# noqa: S105 # groundwire: ignore GW208", "# noqa: S105 # groundwire: ignore[GW208]"),
    ],
)
def test_one_that_is_misspelt_is_noted(comment: str, fixed_comment: str | None) -> None:
    (finding,) = judged(f"{CODE}  {comment}").findings
    assert finding.suppression is None
    (note,) = judged(f"{CODE}  {comment}").notes
    assert note.message.startswith("This comment silences nothing: it is written `# groundwire: ignore[")
    if fixed_comment is None:
        assert note.fixes == ()
    else:
        assert fixed(f"{CODE}  {comment}").endswith(f'os.getenv("DEBUG"))  {fixed_comment}')


@pytest.mark.parametrize(
    "comment",
    [
        "# groundwire reads this",
        "# groundwire: skip the first row",
        "# groundwire ignores nothing here",
        "# groundwire ignore comments name rules",
        "# see groundwire: ignore",
        "# groundwire: the rest is noise",
        "# groundwires: ignore[GW208]",
    ],
)
def test_prose_about_it_is_not(comment: str) -> None:
    assert said(f"{CODE}  {comment}\n") == []


def test_one_on_a_line_of_its_own_silences_nothing_and_is_noted() -> None:
    code = CODE.replace("    return", "    # groundwire: ignore[GW208] why\n    return")
    result = judged(code)
    assert [finding.suppression for finding in result.findings] == [None]
    (note,) = result.notes
    assert note.message.startswith("This comment stands on a line of its own, where it silences nothing:")
    assert fixed(code) == 'def debug():\n\n    return bool(os.getenv("DEBUG"))'


def test_one_for_a_file_needs_a_line_of_its_own() -> None:
    (message,) = said(f"{CODE}  # groundwire: ignore-file")
    assert message.startswith("This comment stands behind something else, where it silences nothing:")


def silenced(text: str, *, cell: bool = False) -> bool:
    return silencing_comment(Document(text, cell=cell), Attribution()) is not None


def test_only_a_comment_silences_a_file() -> None:
    comment = "# groundwire: ignore-file"
    assert silenced(f"import os\n{comment}\n")
    assert silenced(f"x = [\n    {comment}\n]\n")
    assert silenced(f'"""Words."""\n\n\t{comment} old\n')
    assert not silenced(f'"""Write\n\n    {comment}\n\nabove.\n"""\n')
    assert not silenced(f'x = f"""\n{comment}\n"""\n')
    assert silenced(f"%ls\n{comment}\n", cell=True)
    assert not silenced(f"%%bash\n{comment}\n", cell=True)
    assert silenced(f"%%time\n{comment}\n", cell=True)


@pytest.mark.parametrize("rule", ["lexical-trap", "GW2", "GW"])
def test_a_rule_is_named_as_where_rules_are_selected(rule: str) -> None:
    result = judged(f"{CODE}  # groundwire: ignore[{rule}]\n")
    assert [finding.suppression is not None for finding in result.findings] == [True]
    assert result.notes == ()

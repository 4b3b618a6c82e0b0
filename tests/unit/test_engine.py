"""Rules run once per text and context, and a failing rule fails alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine, UnitResult
from groundwire.analysis.rules.logic.lexical_trap import LexicalTrap
from groundwire.text.document import Document

CODE = 'import os\n\n\ndef debug():\n    return bool(os.getenv("DEBUG"))\n'


def judged(engine: Engine, code: str, name: str = "debug", *, generated: bool = True) -> UnitResult:
    document = Document(code)
    unit = next(unit for unit in document.units if unit.name == name)
    facts = module_facts(document, "app.py", "app")
    return engine.analyse(unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=generated)


def codes(result: UnitResult) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    runs: list[str] = []
    check = LexicalTrap.check

    def counting(self: LexicalTrap, unit: Any, module: Any, project: Any) -> Iterator[Any]:
        runs.append(unit.text)
        return check(self, unit, module, project)

    monkeypatch.setattr(LexicalTrap, "check", counting)
    return runs


def test_the_same_text_is_judged_once(counted: list[str]) -> None:
    engine = Engine()
    first = judged(engine, CODE)
    moved = judged(engine, "# a line above\n" + CODE)
    assert codes(first) == ["GW208"] == codes(moved)
    assert first.findings == moved.findings
    assert len(counted) == 1


def test_what_a_person_most_likely_meant_is_said_of_generated_code_alone(counted: list[str]) -> None:
    engine = Engine()
    switch = CODE.replace("DEBUG", "SHOP_TESTING")
    assert codes(judged(engine, switch, generated=False)) == []
    assert codes(judged(engine, switch)) == ["GW208"]
    assert len(counted) == 1
    assert codes(judged(engine, CODE, generated=False)) == ["GW208"]


def test_an_import_that_changes_what_a_name_means_is_asked_again(counted: list[str]) -> None:
    engine = Engine()
    assert codes(judged(engine, CODE)) == ["GW208"]
    assert codes(judged(engine, CODE.replace("import os", "import other as os"))) == []
    assert codes(judged(engine, CODE)) == ["GW208"]
    assert len(counted) == 2


def test_an_unrelated_change_of_the_module_is_not(counted: list[str]) -> None:
    engine = Engine()
    judged(engine, CODE)
    judged(engine, CODE + "\n\ndef other():\n    return 1\n")
    assert len(counted) == 1


def test_a_failing_rule_fails_alone_and_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(self: LexicalTrap, unit: Any, module: Any, project: Any) -> Iterator[Any]:
        raise RuntimeError("a fault")

    monkeypatch.setattr(LexicalTrap, "check", failing)
    result = judged(Engine(), CODE)
    assert result.faults == ("GW208",)
    assert "a fault" in caplog.text


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_stop_is_heeded_also_where_it_led_to_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stop: type[BaseException]
) -> None:
    @contextmanager
    def measured() -> Iterator[None]:
        sizes: dict[str, int] = {}
        try:
            yield
        finally:
            sizes["what the interrupted code has not written"] += 1

    def stopped(self: LexicalTrap, unit: Any, module: Any, project: Any) -> Iterator[Any]:
        with measured(), measured():
            raise stop

    monkeypatch.setattr(LexicalTrap, "check", stopped)
    with pytest.raises(stop):
        judged(Engine(), CODE)
    assert caplog.text == ""


def test_rules_that_ask_the_project_wait_for_it() -> None:
    result = judged(Engine(), CODE)
    assert result.pending
    assert "GW408" not in codes(result)


def test_a_rule_can_be_chosen_or_left_out() -> None:
    assert codes(judged(Engine(ignore=["GW208"]), CODE)) == []
    assert codes(judged(Engine(select=["GW101"]), CODE)) == []
    assert codes(judged(Engine(select=["GW208"]), CODE)) == ["GW208"]


def test_what_does_not_parse_is_not_called_fine() -> None:
    result = judged(Engine(), CODE.replace("return bool", "return ( bool"))
    assert result.not_analysed is not None
    assert "syntax error" in result.not_analysed.reason


@pytest.mark.parametrize("comment", ["# groundwire: ignore[GW208]", "#groundwire:ignore[GW101, GW208]"])
def test_a_comment_on_the_line_silences(comment: str) -> None:
    (finding,) = judged(Engine(), CODE.rstrip() + f"  {comment}\n").findings
    assert finding.suppression is not None


@pytest.mark.parametrize("comment", ["# groundwire: ignore[GW101]", "# groundwire: ignore", "# noqa"])
def test_another_comment_does_not(comment: str) -> None:
    (finding,) = judged(Engine(), CODE.rstrip() + f"  {comment}\n").findings
    assert finding.suppression is None

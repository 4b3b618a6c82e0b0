"""Findings of units are kept with what they rest on, for every process that meets the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundwire.analysis.cache.database import Cache
from groundwire.analysis.cache.units import Answer, UnitFindings
from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine, UnitResult
from groundwire.analysis.module import ModuleFacts
from groundwire.analysis.recorded import Read
from groundwire.analysis.rules.logic.lexical_trap import LexicalTrap
from groundwire.text.document import Document

CODE = 'import os\n\n\ndef debug():\n    return bool(os.getenv("DEBUG"))\n'
VERSION = b"version"


def judged(disk: UnitFindings, code: str = CODE) -> UnitResult:
    """By an engine that remembers nothing itself."""
    document = Document(code)
    unit = next(unit for unit in document.units if unit.name == "debug")
    engine = Engine(["GW208"], project=False, disk=disk)
    view = engine.view(module_facts(document, "app.py", "app"))
    return engine.analyse(unit, document.lines_text(unit.start, unit.end), view, generated=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite3"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    check = LexicalTrap.check

    def counting(self, unit, module, project):  # type: ignore[no-untyped-def] # as the rule's own
        found.append(unit.text)
        return check(self, unit, module, project)

    monkeypatch.setattr(LexicalTrap, "check", counting)
    return found


def test_what_one_process_found_another_need_not_find(file: Path, runs: list[str]) -> None:
    first, second = (UnitFindings(Cache(file), VERSION) for _ in range(2))
    assert second.of("00" * 16) == {}  # it has looked once, when nothing was there
    found = judged(first)
    first.flush()
    assert judged(second).findings == found.findings != ()
    assert len(runs) == 1


def test_a_question_with_another_answer_is_found_anew_and_both_are_kept(file: Path, runs: list[str]) -> None:
    disk = UnitFindings(Cache(file), VERSION)
    for code, codes in ((CODE, ["GW208"]), (CODE.replace("import os", "import other as os"), [])) * 2:
        assert [finding.code for finding in judged(disk, code).findings] == codes
        disk.flush()
    assert len(runs) == 2


def test_another_version_finds_anew(file: Path, runs: list[str]) -> None:
    for version in (b"one", b"two"):
        disk = UnitFindings(Cache(file), version)
        judged(disk)
        disk.flush()
    assert len(runs) == 2


def test_who_meets_each_text_once_looks_only_for_what_was_kept_before(file: Path, runs: list[str]) -> None:
    disk = UnitFindings(Cache(file), VERSION, once=True)
    for _ in range(2):
        judged(disk)
        disk.flush()
    assert len(runs) == 2
    judged(UnitFindings(Cache(file), VERSION, once=True))
    assert len(runs) == 2


def test_an_answer_that_no_other_process_can_compare_keeps_its_rule_from_being_kept(file: Path) -> None:
    disk = UnitFindings(Cache(file), VERSION)
    common, other = (Read(("ModuleContext", name, ()), "app") for name in ("name", "path"))
    odd = Read(("ModuleContext", "limits", ()), object())
    known = {
        "GW101:1": [Answer((common, odd), ())],
        "GW102:1": [Answer((common, other), ()), Answer((other,), ())],
    }
    disk.keep(("app.py", "f", 0), "ab" * 16, known)
    disk.flush()
    kept = UnitFindings(Cache(file), VERSION).of("ab" * 16)
    assert [[read.question[1] for read in stored.reads] for stored in kept["GW102:1"]] == [["name", "path"], ["path"]]
    assert "GW101:1" not in kept


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"[",
        b"[]",
        b"null",
        b'{"asked":[]}',
        b'{"asked":[],"rules":[]}',
        b'{"asked":[["a","b"]],"rules":{}}',
        b'{"asked":[],"rules":{"GW101:1":[[[0],[]]]}}',
        b'{"asked":[],"rules":{"GW101:1":[[[],[1]]]}}',
    ],
)
def test_what_is_no_answer_is_passed_over(file: Path, value: bytes) -> None:
    cache = Cache(file)
    cache.put("unit", VERSION + b"\xab" * 16, value)
    cache.flush()
    assert UnitFindings(cache, VERSION).of("ab" * 16) == {}


def test_a_view_answers_a_question_once() -> None:
    asked: list[str] = []

    class Counted(dict[str, str]):
        def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
            asked.append(name)
            return default

    view = Engine(project=False).view(ModuleFacts("app.py", imports=Counted()))
    for _ in range(2):
        module, _project = view.contexts({})
        assert module.imported("os") is None
    assert view.read(("ModuleContext", "imported", ("os",))).answer is None
    assert asked == ["os"]


@pytest.mark.parametrize(
    "question", [("Other", "path", ()), ("ModuleContext", "gone", ()), ("ModuleContext", "path", (1,))]
)
def test_what_is_no_question_of_a_view_is_told(question: tuple[str, str, tuple[int, ...]]) -> None:
    view = Engine(project=False).view(ModuleFacts("app.py"))
    with pytest.raises((KeyError, AttributeError, TypeError)):
        view.read(question)


def test_a_question_that_json_cannot_hold_loses_its_unit_alone(file: Path) -> None:
    disk = UnitFindings(Cache(file), VERSION)
    odd, common = (Read(("ModuleContext", "may_hold", (argument,)), False) for argument in (frozenset("a"), "a"))
    disk.keep(("app.py", "f", 0), "ab" * 16, {"GW101:1": [Answer((odd,), ())]})
    disk.keep(("app.py", "g", 9), "cd" * 16, {"GW101:1": [Answer((common,), ())]})
    disk.flush()
    kept = UnitFindings(Cache(file), VERSION)
    assert (kept.of("ab" * 16), list(kept.of("cd" * 16))) == ({}, ["GW101:1"])

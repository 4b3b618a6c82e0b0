"""Unit borders: found again after edits as from scratch, and always those of the interpreter's own parser."""

from __future__ import annotations

import ast
import hashlib
import random
import sysconfig
import tokenize
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from groundwire.model import Position, Range, TextEdit, Unit
from groundwire.text.document import Document
from support.ast_units import ast_units
from support.programs import programs
from support.texts import PIECES, edits, texts

STDLIB = Path(sysconfig.get_paths()["stdlib"])


def check_against_scratch(document: Document) -> None:
    fresh = Document(document.raw_text())
    assert list(document.units) == list(fresh.units)
    assert list(document.units._lines) == list(fresh.units._lines)
    assert list(document.units._pieces) == list(fresh.units._pieces)


def shifted(unit: Unit, lines: int) -> Unit:
    return replace(unit, start=unit.start + lines, end=unit.end + lines, header=unit.header + lines)


def compiles(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


@settings(max_examples=300)
@given(texts, st.lists(st.tuples(edits(), st.booleans()), min_size=1, max_size=8))
def test_units_after_edits_are_those_from_scratch(raw: str, edits: list[tuple[TextEdit, bool]]) -> None:
    document = Document(raw)
    for edit, looked_at in edits:
        document.apply(edit)
        if looked_at:
            check_against_scratch(document)
    check_against_scratch(document)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.lists(edits(40), min_size=1, max_size=5))
def test_units_of_a_program_after_edits_are_those_from_scratch(text: str, edits: list[TextEdit]) -> None:
    document = Document(text)
    assert len(document.units) == len(list(document.units))
    for edit in edits:
        document.apply(edit)
        check_against_scratch(document)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(programs(), st.sampled_from(["\n", "\r\n", "\r"]))
def test_units_of_valid_programs_are_those_of_the_parser(text: str, newline: str) -> None:
    assume(compiles(text))
    assert list(Document(text.replace("\n", newline)).units) == ast_units(text)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(texts | programs(), st.lists(st.tuples(edits(30), st.booleans()), min_size=1, max_size=5))
def test_units_outside_the_rebuilt_lines_are_what_they_were(raw: str, edits: list[tuple[TextEdit, bool]]) -> None:
    document = Document(raw)
    document.units.take_rebuilt()
    before = [(unit, document.lines_text(unit.start, unit.end).rstrip("\n")) for unit in document.units]
    count = document.line_count
    for edit, looked_at in edits:
        document.apply(edit)
        if looked_at:
            document.units.at(0)
    rebuilt = document.units.take_rebuilt()
    assert rebuilt is not None
    moved = document.line_count - count
    now = [(unit, document.lines_text(unit.start, unit.end).rstrip("\n")) for unit in document.units]
    above = [known for known in now if known[0].end <= rebuilt[0]]
    below = [known for known in now if known[0].start >= rebuilt[1]]
    assert above == before[: len(above)]
    assert below == [(shifted(unit, moved), text) for unit, text in before[len(before) - len(below) :]]
    assert document.units.take_rebuilt() is None


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.integers(-1, 60), st.integers(0, 9))
def test_units_are_found_by_line(text: str, start: int, count: int) -> None:
    units = Document(text).units
    every = list(units)
    assert units.at(start) == next((unit for unit in every if unit.start <= start < unit.end), None)
    touched = [unit for unit in every if unit.start < start + count and unit.end > start]
    assert units.between(start, start + count) == touched


def sample() -> list[Path]:
    """Every fortieth file of the standard library, chosen by its name's digest."""
    files = (path for path in STDLIB.rglob("*.py") if "site-packages" not in path.parts)
    return sorted(path for path in files if not hashlib.sha256(path.name.encode()).digest()[0] % 40)


def test_units_of_the_standard_library_are_those_of_the_parser() -> None:
    compared = 0
    for path in sample():
        try:
            with tokenize.open(path) as file:
                text = file.read()
            expected = ast_units(text)
        except (SyntaxError, ValueError):
            continue
        assert list(Document(text).units) == expected, path
        compared += len(expected)
    assert compared > 1000


def test_a_thousand_edits_of_a_real_file_leave_the_units_of_its_text() -> None:
    source = (STDLIB / "textwrap.py").read_text(encoding="utf-8")
    document = Document(source)
    choose = random.Random(1)
    for count in range(1_000):
        line = choose.randrange(document.line_count)
        start = Position(line, choose.randrange(len(document.line(line)) + 1))
        end = Position(line + choose.choice([0, 0, 0, 1, 2]), choose.randrange(20))
        text = choose.choice([*PIECES, "", source[start.column * 50 :][:80]])
        document.apply(TextEdit(Range(start, max(start, end)), text))
        if count % 5 == 0:
            document.units.at(line)
        if count % 25 == 0:
            check_against_scratch(document)
    check_against_scratch(document)


@pytest.mark.parametrize("name", ["textwrap.py", "dataclasses.py"])
def test_typing_a_file_in_ends_at_the_units_of_the_parser(name: str) -> None:
    lines = (STDLIB / name).read_text(encoding="utf-8").split("\n")
    text = "\n".join(lines[: next(end for end in range(90, len(lines)) if compiles("\n".join(lines[:end])))])
    document = Document("")
    for offset, char in enumerate(text):
        place = document.position(offset)
        document.apply(TextEdit(Range(place, place), char))
        units = list(document.units)
        assert all(unit.start <= unit.header < unit.end <= document.line_count for unit in units)
        assert all(one.end <= other.start for one, other in pairwise(units))
        if offset % 40 == 0:
            check_against_scratch(document)
    assert document.text() == text
    assert list(document.units) == ast_units(text)

"""Many lines read at once are what the scanner makes of each, whatever they hold and whatever state they start in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwire.model import TextEdit
from groundwire.text.document import Document
from groundwire.text.lines import content, split_lines
from groundwire.text.many_lines import read_lines
from groundwire.text.scanner import PLAIN, Line, State, scan
from support.programs import programs
from support.texts import PIECES, edits, texts

MARKS = [*"\"'()[]{}#\\:,", '"""', "'''", 'f"', "f'", 'f"""', "F'''", "rb'", "{{", "}}", "{x}", "\x01", "\x02"]
BITS = [*MARKS, *MARKS, "x", " ", "  ", "\t", "\f", "\ufeff", "é😀", "\ud800", "\\'", "\\\\", "\\\n", "else:", "def f"]
LINES = [
    "x = 1",
    "    return f(a, b)[c]",
    ")",
    '    """',
    "f(",
    "# it's (",
    '"""a "b" c"""',
    "x = '",
    "{",
    "f'''{",
    "}'''",
]
broken = st.lists(st.lists(st.sampled_from(BITS), max_size=8).map("".join) | st.sampled_from(LINES), max_size=12)
endings = st.sampled_from(["\n", "\r\n", "\r"])


def one_by_one(raw: list[str], state: State) -> list[Line]:
    found = []
    for text in raw:
        found.append(scan(content(text), state))
        state = found[-1].end
    return found


@settings(max_examples=1_000)
@given(broken, endings)
def test_lines_of_marks_are_read_alike(lines: list[str], newline: str) -> None:
    raw = split_lines(newline.join(lines))
    assert read_lines(raw, PLAIN) == one_by_one(raw, PLAIN)


@settings(max_examples=300)
@given(broken | texts.map(lambda text: text.split("\n")), broken)
def test_lines_are_read_alike_from_whatever_state_they_start_in(above: list[str], below: list[str]) -> None:
    states = [PLAIN, *(line.end for line in one_by_one(split_lines("\n".join(above)), PLAIN))]
    raw = split_lines("\n".join(below))
    for state in states[-3:]:
        assert read_lines(raw, state) == one_by_one(raw, state)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.sampled_from(["", "\x01"]))
def test_programs_are_read_alike(text: str, odd: str) -> None:
    raw = split_lines(text + odd)
    assert read_lines(raw, PLAIN) == one_by_one(raw, PLAIN)


@pytest.mark.parametrize(
    "line",
    [
        '"a""b"',
        '"a" """b"',
        '"a""""b"',
        '""""a"',
        '"""a"" """',
        "f'{a}' f\"{b['c']}\"",
        "f'{{' + (",
        "f'{{}' + (",
        "f'{a:{b}}' + (",
        "f'{" + "(" * 40 + "}'",
        "'''a' '''",
        "'''a'''' '",
        'rb"\\"',
        "x = [1, (2, {3: 4})] # )",
        "x = " + "(" * 6 + ")" * 6,
        "x = (]",
        "'\x01'",
        "a = b if c else '#' # '",
    ],
)
@pytest.mark.parametrize("state", [PLAIN, State(("(",)), State(("[", "{")), State(('"""',)), State(("(", "'''"))])
def test_a_line_that_marks_alone_might_mislead_about_is_read_alike(line: str, state: State) -> None:
    raw = [line + "\n", "x = 1\n", "\n", "    y\n"]
    assert read_lines(raw, state) == one_by_one(raw, state)


def test_marks_that_are_never_closed_take_no_time() -> None:
    raw = ["([{" * 5_000 + "\n", "('" * 5_000 + "\n", "f'{" * 5_000 + "\n", '("")' * 5_000 + "(\n"]
    assert read_lines(raw, PLAIN) == one_by_one(raw, PLAIN)


many = st.lists(st.sampled_from([*PIECES, "\n" * 40, "x = 1\n" * 40, "\ndef f():\n    pass\n" * 12]), max_size=20)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    many.map("".join) | programs(),
    st.lists(st.tuples(edits(200), many.map("".join), st.integers(0, 4), st.integers(1, 60)), min_size=1, max_size=6),
)
def test_units_read_a_part_at_a_time_are_those_read_at_once(
    text: str, steps: list[tuple[TextEdit, str, int, int]]
) -> None:
    document = Document(text)
    document.units.read_on(7)
    for edit, more, times, lines in steps:
        document.apply(edit._replace(new_text=edit.new_text + more))
        for _ in range(times):
            document.units.read_on(lines)
    left = 2 * document.line_count + 2
    while document.units.read_on(3):
        left -= 1
        assert left, "it comes to no end"
    fresh = Document(document.raw_text())
    assert list(document.units) == list(fresh.units)
    assert list(document.units._lines) == list(fresh.units._lines)
    assert list(document.units._pieces) == list(fresh.units._pieces)

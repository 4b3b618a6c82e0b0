"""Cells: read again after edits as from scratch, and put together, taken apart and found again as they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from groundwire.model import Origin, Position, Range, Span, TextEdit
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import OwnedCell, carried, put_together, taken_apart
from groundwire.text.document import Document
from groundwire.text.magics import python_of
from groundwire.text.notebook import script

LINES = st.sampled_from(
    [
        *(
            "%time f()",
            "%%bash",
            "%%time",
            "!ls \\",
            "x = !ls",
            "x = 1",
            "if x:",
            "    !ls",
            "    y = 2",
            "df?",
            "",
            "'''",
        ),
        *(
            "(",
            ")",
            "def f():",
            "    return 1",
            "\\",
            "pip install a",
            "d['a=%s'] = 1",
            "@d",
            "class A:",
            "# %% c",
            "%time x = 1",
        ),
    ]
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
EDITS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), TEXTS | st.just("%"))


@settings(max_examples=300)
@given(TEXTS, st.lists(EDITS, max_size=5))
def test_units_of_a_cell_after_edits_are_those_from_scratch(
    text: str, edits: list[tuple[int, int, int, int, str]]
) -> None:
    document = Document(text, cell=True)
    for line, column, end, last, new in edits:
        document.apply(TextEdit(Range(Position(line, column), Position(end, last)), new))
        fresh = Document(document.raw_text(), cell=True)
        assert list(document.units) == list(fresh.units)
        assert document.units.last() == (list(fresh.units) or [None])[-1]


@given(TEXTS)
def test_what_the_parser_reads_stands_where_it_stood(text: str) -> None:
    read = python_of(text, whole=True)
    assert [len(line) for line in read.split("\n")] == [len(line) for line in text.split("\n")]
    document = Document(text, cell=True)
    whole = read.split("\n")
    for unit in document.units:
        assert document.python(unit.start, unit.end).rstrip("\n").split("\n") == whole[unit.start : unit.end] or not (
            document.python(unit.start, unit.end).strip()
        )


@st.composite
def notebooks(draw: st.DrawFn) -> list[OwnedCell]:
    """Cells with distinct texts, some with an owner, some with an id."""
    cells = []
    for index in range(draw(st.integers(0, 6))):
        text = f"value_{index} = {index}\n" * draw(st.integers(1, 3)) + draw(st.sampled_from(["", "x", "\n"]))
        spans = ()
        if draw(st.booleans()):
            spans = (Span(0, draw(st.integers(1, len(text))), f"o{draw(st.integers(0, 2))}"),)
        origins = {span.origin: Origin(span.origin, "agent_edit", "A", "hook:claude") for span in spans}
        known = Attribution(spans, origins, {span.origin: span.end for span in spans})
        cells.append(OwnedCell(f"id{index}" if draw(st.booleans()) else None, text, known))
    return cells


@given(notebooks())
def test_cells_put_together_are_taken_apart(cells: list[OwnedCell]) -> None:
    assert taken_apart(*put_together(cells)) == cells


@given(notebooks(), st.randoms(use_true_random=False), st.booleans())
def test_cells_that_moved_and_went_keep_their_owners(cells: list[OwnedCell], random: object, ids: bool) -> None:
    left = [cell for cell in cells if random.random() < 0.8]  # type: ignore[attr-defined]
    random.shuffle(left)  # type: ignore[attr-defined]
    text = script((cell.id if ids else None, cell.text) for cell in left)
    found = taken_apart(text, carried(text, put_together(cells), Attribution()))
    assert [cell.attribution.spans for cell in found] == [cell.attribution.spans for cell in left]

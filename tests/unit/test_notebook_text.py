"""A notebook's cells out of its JSON, and the one text that the store keeps of them."""

from __future__ import annotations

import json

import pytest

from groundwire.model import NotAnalysed, Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import OwnedCell, carried, changed_lines, put_together, taken_apart
from groundwire.text.notebook import pieces, read_cells, script, script_of
from support.ipynb import code, ipynb, markdown, written


def test_cells_of_both_formats() -> None:
    told = read_cells(written([markdown("# T"), code("a = 1\r\nb = 2", "x"), {"cell_type": "raw"}, code("c")]))
    assert told == (("x", "a = 1\nb = 2", 2), (None, "c", 4))
    cells = [{"cell_type": "code", "input": ["a = 1\n", "b"], "language": "python"}, {"cell_type": "markdown"}]
    assert read_cells(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})) == ((None, "a = 1\nb", 1),)


def test_a_cell_in_another_language_is_left_out() -> None:
    other = {**code("SELECT 1"), "metadata": {"vscode": {"languageId": "sql"}}}
    assert read_cells(written([other, code("x")])) == ((None, "x", 2),)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "3",
        '{"nbformat": 4}',
        '{"nbformat": [4], "cells": []}',
        '{"nbformat": {"4": 4}, "cells": []}',
        '{"nbformat": 4, "cells": [1]}',
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}',
        '{"nbformat": 3, "worksheets": 1}',
        "\udcff",
    ],
)
def test_what_is_no_notebook_is_refused(content: str) -> None:
    assert isinstance(read_cells(content), NotAnalysed)


def test_its_text_tells_the_cells_apart() -> None:
    cells = [("a", "x = 1\n"), (None, ""), ("b-c", "y\n\nz")]
    text = script(cells)
    assert [(piece.id, text[piece.start : piece.end]) for piece in pieces(text)] == cells
    assert script_of(" ") == ""
    assert script_of(ipynb("x", "y")) == script([("c0", "x"), ("c1", "y")])


def owned(name: str | None, text: str, origin: str | None = None) -> OwnedCell:
    if origin is None:
        return OwnedCell(name, text, Attribution())
    made = Origin(origin, "agent_edit", "A", "hook:claude")
    return OwnedCell(name, text, Attribution((Span(0, len(text), origin),), {origin: made}, {origin: len(text)}))


def owners(cells: list[OwnedCell]) -> list[str]:
    """Each cell's text, upper case where it has an owner."""
    return [
        "".join(
            character.upper() if any(start <= at < end for start, end, _ in cell.attribution.spans) else character
            for at, character in enumerate(cell.text)
        )
        for cell in cells
    ]


def test_cells_are_put_together_and_taken_apart_again() -> None:
    cells = [owned("a", "one", "o"), owned(None, "two"), owned("c", "three", "p")]
    assert taken_apart(*put_together(cells)) == cells


def after(*cells: tuple[str | None, str]) -> list[str]:
    """What is known of cells, given those before."""
    before = put_together([owned("a", "import json", "o"), owned("b", "value = 1"), owned(None, "print(value)", "o")])
    text = script(cells)
    return owners(taken_apart(text, carried(text, before, Attribution())))


def test_a_cell_has_the_owners_of_its_id_then_of_its_text() -> None:
    assert after((None, "print(value)"), ("b", "value = 1"), ("a", "import json")) == [
        "PRINT(VALUE)",
        "value = 1",
        "IMPORT JSON",
    ]
    assert after(("z", "import json"), ("y", "value = 1")) == ["IMPORT JSON", "value = 1"]
    assert after(("a", "import json\nimport os")) == ["IMPORT JSON\nimport os"]
    assert after(("a", "print(value)")) == ["print(value)"], "its id says which cell it is"


def test_changed_lines_are_those_of_cells_wherever_they_stand() -> None:
    old = script([("a", "x = 1\ny = 2"), ("b", "z = 3")])
    assert changed_lines(old, old) == ()
    assert changed_lines(old, script([("b", "z = 3"), ("a", "x = 1\ny = 2")])) == ()
    assert changed_lines(old, script([("b", "z = 3"), ("a", "x = 1\ny = 4"), (None, "w")])) == ((4, 5), (6, 7))

"""What each kind of typing does to generated text."""

from __future__ import annotations

import pytest

from groundwire.model import Change, Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.spans import Spans, shift

ONE: Spans = (Span(10, 20, "a"),)


def edit(start: int, removed: int, inserted: str) -> Change:
    return Change(start, removed, len(inserted), 0, 0, inserted.count("\n"))


@pytest.mark.parametrize(
    ("start", "removed", "inserted", "expected"),
    [
        pytest.param(15, 0, "x", [(10, 15), (16, 21)], id="typing inside splits"),
        pytest.param(10, 0, "x", [(11, 21)], id="typing at the start belongs to nobody"),
        pytest.param(20, 0, "x", [(10, 20)], id="typing at the end belongs to nobody"),
        pytest.param(15, 0, "\n    ", [(10, 25)], id="a new line and its indent inherit"),
        pytest.param(10, 0, "\n", [(11, 21)], id="white space at the start does not"),
        pytest.param(20, 0, "\n", [(10, 20)], id="white space at the end does not"),
        pytest.param(12, 4, " ", [(10, 17)], id="white space in place of the middle inherits"),
        pytest.param(12, 4, "yy", [(10, 12), (14, 18)], id="replacing the middle"),
        pytest.param(5, 10, "", [(5, 10)], id="deleting over the start"),
        pytest.param(15, 10, "z", [(10, 15)], id="replacing over the end"),
        pytest.param(0, 30, "q", [], id="replacing everything"),
        pytest.param(0, 5, "", [(5, 15)], id="deleting before"),
        pytest.param(25, 5, "abc", [(10, 20)], id="editing after"),
        pytest.param(15, 2, "", [(10, 18)], id="deleting inside joins"),
    ],
)
def test_one_edit(start: int, removed: int, inserted: str, expected: list[tuple[int, int]]) -> None:
    assert shift(ONE, edit(start, removed, inserted), inserted) == tuple(Span(a, b, "a") for a, b in expected)


def test_blank_lines_between_two_spans_of_one_origin_inherit() -> None:
    two = (Span(0, 4, "a"), Span(7, 9, "a"))
    assert shift(two, edit(4, 3, "\n\n"), "\n\n") == (Span(0, 8, "a"),)


def test_blank_lines_between_two_origins_belong_to_nobody() -> None:
    two = (Span(0, 4, "a"), Span(4, 9, "b"))
    assert shift(two, edit(4, 0, "\n"), "\n") == (Span(0, 4, "a"), Span(5, 10, "b"))


def origin(name: str) -> Origin:
    return Origin(name, "completion", "B", "accept:whole")


def test_retention_counts_what_was_written_and_what_still_stands() -> None:
    written = Attribution().attribute(0, 10, origin("a")).attribute(20, 30, origin("a"))
    assert written.retained() == {"a": 1.0}
    assert written.shift(edit(5, 5, ""), "").retained() == {"a": 0.75}
    assert written.remove(0, 30).retained() == {"a": 0.0}


def test_the_same_edit_told_twice_counts_once() -> None:
    once = Attribution().attribute(0, 10, origin("a"))
    assert once.attribute(0, 10, origin("a")) == once


def test_later_text_takes_from_earlier() -> None:
    both = Attribution().attribute(0, 10, origin("a")).attribute(2, 4, origin("b"))
    assert both.spans == (Span(0, 2, "a"), Span(2, 4, "b"), Span(4, 10, "a"))
    assert both.retained() == {"a": 0.8, "b": 1.0}

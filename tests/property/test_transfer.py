"""Nothing is attributed that was not attributed before, whatever became of the text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from groundwire.model import Span
from groundwire.provenance.lines import matching_lines
from groundwire.provenance.spans import Spans, merge
from groundwire.provenance.transfer import transfer

pieces = st.sampled_from(
    ["def f():\n", "    return 1\n", "    total = compute(a)\n", "\n", "x = 'é'\n", "y = (1,\n", "2)", "😀"]
)
texts = st.lists(pieces, max_size=14).map("".join)
line_lists = st.lists(st.sampled_from("abcde"), max_size=20)


@st.composite
def attributed(draw: st.DrawFn) -> tuple[str, Spans]:
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    owned_pieces = [(start, end, draw(st.sampled_from(["a", "b", None]))) for start, end in pairwise(cuts)]
    return text, merge(Span(start, end, owner) for start, end, owner in owned_pieces if owner is not None)


def owned(text: str, spans: Spans) -> Counter[tuple[str, str]]:
    """How often each origin owns each character; those that formatters add and take away are left out."""
    return Counter(
        (span.origin, character.replace('"', "'").lower())
        for span in spans
        for character in text[span.start : span.end]
        if character not in " \n(),\\"
    )


@given(attributed(), texts)
def test_no_origin_gains_a_character(old: tuple[str, Spans], new: str) -> None:
    spans = transfer(*old, new)
    assert spans == merge(sorted(spans))
    assert all(0 <= span.start < span.end <= len(new) for span in spans)
    assert not owned(new, spans) - owned(*old)


@given(attributed())
def test_equal_text_keeps_everything(old: tuple[str, Spans]) -> None:
    assert transfer(*old, old[0]) == old[1]


@given(attributed(), st.data())
def test_new_lines_elsewhere_cost_nothing(old: tuple[str, Spans], data: st.DataObject) -> None:
    text, spans = old
    starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]
    place = data.draw(st.sampled_from(starts))
    added = "# written by a person, found nowhere else\n"
    expected = owned(text, spans)
    assert (
        owned(text[:place] + added + text[place:], transfer(text, spans, text[:place] + added + text[place:]))
        == expected
    )


@given(line_lists, line_lists)
def test_blocks_are_equal_lines_that_ascend_in_both(old: list[str], new: list[str]) -> None:
    last_old = last_new = 0
    for block in matching_lines(old, new):
        assert block.length > 0
        assert block.old >= last_old
        assert block.new >= last_new
        assert old[block.old : block.old + block.length] == new[block.new : block.new + block.length]
        last_old, last_new = block.old + block.length, block.new + block.length


@given(line_lists, st.integers(0, 20), st.lists(st.sampled_from("xyz"), min_size=1, max_size=4))
def test_lines_put_between_leave_all_others_matched(old: list[str], place: int, added: list[str]) -> None:
    new = [*old[:place], *added, *old[place:]]
    assert sum(block.length for block in matching_lines(old, new)) == len(old)

"""Spans against a plain array that names each character's owner."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from groundwire.model import Change, Span
from groundwire.provenance.spans import Spans, attribute, covered, differing, merge, remove, retained, shift

Owners = list[str | None]


def spans_of(owners: Owners) -> Spans:
    spans = []
    start = 0
    for owner, run in groupby(owners):
        length = len(list(run))
        if owner is not None:
            spans.append(Span(start, start + length, owner))
        start += length
    return tuple(spans)


def edited(owners: Owners, start: int, removed: int, inserted: str) -> Owners:
    head, tail = owners[:start], owners[start + removed :]
    owner = None
    if inserted.isspace() and head and tail and head[-1] == tail[0]:
        owner = head[-1]
    return [*head, *[owner] * len(inserted), *tail]


def change(start: int, removed: int, inserted: str) -> Change:
    return Change(start, removed, len(inserted), 0, 0, inserted.count("\n"))


owner_arrays = st.lists(st.sampled_from([None, None, "a", "a", "b", "c"]), max_size=24)
texts = st.text(alphabet="x \n\t\f\u2028😀", max_size=4)


@st.composite
def ranges(draw: st.DrawFn, length: int) -> tuple[int, int]:
    start = draw(st.integers(0, length))
    return start, draw(st.integers(start, length))


@given(st.data(), owner_arrays)
def test_any_session_of_edits_and_attributions_agrees_with_the_array(data: st.DataObject, owners: Owners) -> None:
    spans = spans_of(owners)
    for _ in range(data.draw(st.integers(1, 12))):
        start, end = data.draw(ranges(len(owners)))
        action = data.draw(st.sampled_from(["edit", "edit", "attribute", "remove"]))
        if action == "edit":
            text = data.draw(texts)
            spans = shift(spans, change(start, end - start, text), text)
            owners = edited(owners, start, end - start, text)
        else:
            origin = data.draw(st.sampled_from("abc")) if action == "attribute" else None
            spans = remove(spans, start, end) if origin is None else attribute(spans, start, end, origin)
            owners = [*owners[:start], *[origin] * (end - start), *owners[end:]]
        assert spans == spans_of(owners)


@given(st.data(), owner_arrays)
def test_covered_counts_each_owner_inside_a_range(data: st.DataObject, owners: Owners) -> None:
    start, end = data.draw(ranges(len(owners)))
    expected = {owner: owners[start:end].count(owner) for owner in owners[start:end] if owner is not None}
    assert covered(spans_of(owners), start, end) == expected


@given(st.data(), owner_arrays)
def test_two_edits_equal_their_composition(data: st.DataObject, owners: Owners) -> None:
    spans = spans_of(owners)
    start, end = data.draw(ranges(len(owners)))
    first = data.draw(st.text(alphabet="xyz", max_size=6))
    inner_start, inner_end = data.draw(ranges(len(first)))
    second = data.draw(st.text(alphabet="xyz", max_size=4))
    twice = shift(
        shift(spans, change(start, end - start, first), first),
        change(start + inner_start, inner_end - inner_start, second),
        second,
    )
    whole = first[:inner_start] + second + first[inner_end:]
    assert twice == shift(spans, change(start, end - start, whole), whole)


@given(owner_arrays)
def test_merge_gives_one_form_to_cut_up_spans(owners: Owners) -> None:
    pieces = [Span(index, index + 1, owner) for index, owner in enumerate(owners) if owner is not None]
    assert merge([*pieces, Span(len(owners), len(owners), "a")]) == spans_of(owners)


@given(owner_arrays, st.dictionaries(st.sampled_from("abcd"), st.integers(1, 30)))
def test_retained_is_the_share_that_still_stands(owners: Owners, written: dict[str, int]) -> None:
    expected = {origin: min(1.0, owners.count(origin) / length) for origin, length in written.items()}
    assert retained(spans_of(owners), written) == expected


@given(owner_arrays, owner_arrays)
def test_outside_the_differing_characters_both_say_the_same(owners: Owners, others: Owners) -> None:
    length = max(len(owners), len(others))
    one, other = (told + [None] * (length - len(told)) for told in (owners, others))
    where = differing(spans_of(one), spans_of(other))
    if where is None:
        assert one == other
    else:
        assert one != other
        assert one[: where[0]] == other[: where[0]]
        assert one[where[1] :] == other[where[1] :]

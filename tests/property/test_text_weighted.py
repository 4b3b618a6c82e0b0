"""The weighted list against a plain list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.text.weighted import WeightedList

weights = st.lists(st.integers(0, 4) | st.just(0), max_size=12)
long_weights = st.builds(lambda few, times: few * times, weights, st.integers(1, 90))
splices = st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 1200), weights | long_weights), max_size=12)


@given(long_weights, splices)
def test_every_answer_is_that_of_a_plain_list(first: list[int], splices: list[tuple[int, int, list[int]]]) -> None:
    model = list(first)
    weighted = WeightedList(first, list)
    for one, other, items in splices:
        start, stop = sorted((one % (len(model) + 1), other % (len(model) + 1)))
        model[start:stop] = items
        weighted.splice(start, stop, items)
        assert len(weighted) == len(model)
        assert list(weighted) == model
        assert weighted.total == sum(model)
        assert list(weighted.iterate(start, start + 70)) == model[start : start + 70]
        assert list(weighted.iterate(stop)) == model[stop:]
        for index in {0, start, len(items), len(model)}:
            if index <= len(model):
                assert weighted.weight_before(index) == sum(model[:index])
            if index < len(model):
                assert weighted[index] == model[index]


@given(long_weights.filter(bool), st.integers(0, 4000))
def test_find_gives_the_element_that_holds_a_weight(items: list[int], weight: int) -> None:
    index, rest = WeightedList(items, list).find(weight)
    assert sum(items[:index]) + rest == weight
    if weight < sum(items):
        assert 0 <= rest < items[index]
    else:
        assert index == len(items) - 1


def test_a_long_list_stays_in_chunks_of_about_the_square_root() -> None:
    weighted = WeightedList(range(10_000), lambda items: [1] * len(items))
    for _ in range(3_000):
        weighted.splice(5_000, 5_000, [0])
    assert max(len(chunk) for chunk in weighted._chunks) <= 2 * 114
    weighted.splice(100, 12_900, [])
    assert len(weighted) == 200
    assert len(weighted._chunks) <= 4


@pytest.mark.parametrize("index", [-1, 3])
def test_positions_outside_are_errors(index: int) -> None:
    weighted = WeightedList([1, 2, 3], list)
    with pytest.raises(IndexError):
        weighted[index]
    with pytest.raises(IndexError):
        weighted.splice(index, index + 2, [])
    with pytest.raises(IndexError):
        WeightedList([], list).find(0)

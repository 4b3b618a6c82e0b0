"""Positions in the client's units and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from groundwire.lsp import convert
from groundwire.model import Position
from groundwire.text.document import Document

LINES = st.text(st.sampled_from("aé😋\ud800\f\u2028\t"), max_size=12)
ENCODINGS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def units(text: str, encoding: str) -> int:
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    return len(text.encode(ENCODINGS[encoding], "surrogatepass")) // width


@given(LINES, st.sampled_from(sorted(ENCODINGS)), st.integers(0, 14))
def test_columns_count_what_the_codec_counts(line: str, encoding: str, column: int) -> None:
    column = min(column, len(line))
    character = convert.to_character(line, column, encoding)
    assert character == units(line[:column], encoding)
    assert convert.to_column(line, character, encoding) == column


@given(LINES, st.sampled_from(sorted(ENCODINGS)), st.integers(0, 60))
def test_any_character_is_some_column(line: str, encoding: str, character: int) -> None:
    column = convert.to_column(line, character, encoding)
    assert 0 <= column <= len(line)
    assert units(line[:column], encoding) <= character


@pytest.mark.parametrize("place", [types.Position(9, 0), types.Position(1, 99), types.Position(9, 99)])
def test_places_past_the_end_are_the_end(place: types.Position) -> None:
    assert convert.to_position(Document("ab\ncd"), place, "utf-16") == Position(1, 2)


def test_a_range_the_wrong_way_round_is_put_right() -> None:
    place = types.Range(types.Position(1, 1), types.Position(0, 1))
    assert convert.to_range(Document("ab\ncd"), place, "utf-16") == ((0, 1), (1, 1))

"""A range given for an old version stands where its text stands now."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.history import History
from groundwire.model import TextEdit
from groundwire.text.document import Document

PIECES = st.sampled_from(["x", "\n", "ab\ncd", "", "😋", "\r\n", "\n\n"])
SHARE = st.floats(0, 1)


def at(document: Document, share: float) -> types.Position:
    return convert.from_position(document, document.position(round(share * document.length)), "utf-16")


@given(st.lists(st.tuples(SHARE, SHARE, PIECES), max_size=8), SHARE, SHARE)
def test_untouched_text_is_found_again(script: list[tuple[float, float, str]], a: float, b: float) -> None:
    document = Document("first line\nsecond\n\nfourth 😋 line\nlast")
    history = History()
    history.begin(1)
    low, high = sorted((a, b))
    place = types.Range(at(document, low), at(document, high))
    start, end = (document.offset(position) for position in convert.to_range(document, place, "utf-16"))
    held = document.text()[start:end]
    touched = False
    for version, (c, d, text) in enumerate(script, 2):
        edit = types.Range(at(document, min(c, d)), at(document, max(c, d)))
        where = convert.to_range(document, edit, "utf-16")
        first, last = document.offset(where.start), document.offset(where.end)
        touched |= (first < end and last > start) or (first == last and start <= first <= end)
        change = document.apply(TextEdit(where, text))
        stop = document.position(change.start + change.inserted)
        history.add(version, edit, convert.from_position(document, stop, "utf-16"))
        if last <= start:
            start, end = (offset + change.inserted - change.removed for offset in (start, end))
    now = history.forward(place, 1)
    assert now is not None
    if not touched and held:
        assert "".join(document.slice(convert.to_range(document, piece, "utf-16")) for piece in now) == held


def test_what_is_older_than_the_known_edits_is_not_guessed() -> None:
    history = History()
    place = types.Range(types.Position(0, 0), types.Position(0, 1))
    assert history.forward(place, 1) is None
    history.begin(5)
    assert history.forward(place, 4) is None
    assert history.forward(place, 5) == [place]


def test_what_was_typed_into_a_range_since_is_no_part_of_it() -> None:
    history = History()
    history.begin(1)
    for version, column in ((2, 3), (3, 0), (4, 8)):  # inside, at the start, at what is the end by then
        typed = types.Range(types.Position(0, column), types.Position(0, column))
        history.add(version, typed, types.Position(0, column + 1))
    pieces = history.forward(types.Range(types.Position(0, 0), types.Position(0, 6)), 1)
    assert pieces is not None
    assert [(piece.start.character, piece.end.character) for piece in pieces] == [(1, 4), (5, 8)]


@given(st.lists(st.tuples(SHARE, SHARE, PIECES), max_size=8), st.integers(0, 30))
def test_a_line_is_found_where_it_stood_or_not_at_all(script: list[tuple[float, float, str]], line: int) -> None:
    document = Document("one\ntwo\n\nfour 😋\nfive\n\nseven")
    before = [document.line(number) for number in range(document.line_count)]
    history = History()
    history.begin(1)
    for version, (c, d, text) in enumerate(script, 2):
        edit = types.Range(at(document, min(c, d)), at(document, max(c, d)))
        change = document.apply(TextEdit(convert.to_range(document, edit, "utf-16"), text))
        stop = document.position(change.start + change.inserted)
        history.add(version, edit, convert.from_position(document, stop, "utf-16"))
    line = min(line, document.line_count - 1)
    then = history.backward(line, 1)
    assert then is None or document.line(line) == before[then]
    assert history.backward(line, len(script) + 1) == line
    assert history.backward(line, 0) is None


def test_a_line_stays_known_where_whole_lines_come_and_go_around_it() -> None:
    history = History()
    history.begin(1)
    start, third = types.Position(0, 0), types.Position(3, 0)
    history.add(2, types.Range(start, start), types.Position(2, 0))  # two lines before it
    assert [history.backward(line, 1) for line in range(4)] == [None, None, 0, 1]
    history.add(3, types.Range(types.Position(1, 0), third), types.Position(1, 0))  # one of them and it are taken out
    assert [history.backward(line, 1) for line in range(3)] == [None, 1, 2]

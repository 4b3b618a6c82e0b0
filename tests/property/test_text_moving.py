"""A range moved through an edit still holds the same characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from groundwire.model import TextEdit
from groundwire.text.document import Document
from groundwire.text.moving import moved
from support.texts import edits, texts


@given(texts.map(lambda text: text.replace("\r", "\n")), edits(), st.integers(0, 40), st.integers(0, 40))
def test_a_moved_range_holds_what_it_held(text: str, edit: TextEdit, a: int, b: int) -> None:
    document = Document(text)
    place = document.range(min(a, b), max(a, b))
    start, end = (document.position(document.offset(position)) for position in edit.range)
    edit = TextEdit(type(edit.range)(min(start, end), max(start, end)), edit.new_text.replace("\r", "\n"))
    before = document.slice(place)
    after = moved(place, edit)
    document.apply(edit)
    if after is not None:
        assert document.slice(after) == before

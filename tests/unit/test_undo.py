"""Removed text that is put back belongs to whom it belonged."""

from __future__ import annotations

from groundwire.model import Span
from groundwire.provenance.undo import RemovedText


def test_text_put_back_where_it_was_has_its_owner_again() -> None:
    removed = RemovedText()
    removed.remember((Span(5, 9, "o"),), 3, "abcdefgh")
    assert removed.restored(3, "abcdefgh") == (Span(5, 9, "o"),)


def test_text_put_elsewhere_or_changed_has_none() -> None:
    removed = RemovedText()
    removed.remember((Span(5, 9, "o"),), 3, "abcdefgh")
    assert removed.restored(4, "abcdefgh") == ()
    assert removed.restored(3, "abcdefgX") == ()


def test_text_that_belonged_to_nobody_is_not_kept() -> None:
    removed = RemovedText()
    removed.remember((Span(50, 90, "o"),), 3, "abcdefgh")
    assert removed.restored(3, "abcdefgh") == ()

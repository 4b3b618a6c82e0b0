"""Removed text that is put back belongs to whom it belonged."""

from __future__ import annotations

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
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


def test_text_given_back_is_not_written_again() -> None:
    origin = Origin("o", "completion", "B", "accept:whole")
    before = Attribution().attribute(0, 10, origin)
    after = before.remove(2, 6).restore([Span(2, 6, "o"), Span(20, 30, "unknown")])
    assert after == before

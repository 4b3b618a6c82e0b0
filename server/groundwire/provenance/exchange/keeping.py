"""What was imported, put into the store beside what it knows already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange.lines import filled
from groundwire.provenance.transfer import transfer
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.provenance.exchange.note import Reviewed
    from groundwire.provenance.store import Store


def keep(store: Store, path: str, raw: str, found: Attribution, now: str | None = None) -> bool:
    """Keep what was found out of a raw text of a path, where the store does not know better; False where it is busy.

    `now` is the raw text of the file as it is, where that is another: it stays the latest, with what is carried over.
    """
    document = Document(raw)
    text = document.text()
    present = Document(raw if now is None else now)
    current = present.text()
    new = store.latest_text(path) is None  # what is known of an equal text elsewhere is not known of this one
    before = Attribution() if new else store.load(path, current)
    known = Attribution() if new else store.load(path, text)
    saved = store.save(path, text, document.newline, filled(known, found))
    if current == text:
        return saved
    carried = replace(found, spans=transfer(text, found.spans, current))
    return saved and store.save(path, current, present.newline, filled(before, carried))


def keep_reviews(store: Store, path: str, reviews: Iterable[Reviewed]) -> bool:
    """Keep reviews that the store has not; its own stand. False where it is busy."""
    known = {(review.unit, review.digest) for review in store.reviews(path)}
    new = [review for review in reviews if (review.unit, review.digest) not in known]
    kept = [store.record_review(path, review.unit, review.digest, review.time) for review in new]
    return all(kept)

"""What a store knows of texts, as our note has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.provenance.exchange.note import FileNote, Reviewed
from groundwire.text.digest import text_digest, unit_digest
from groundwire.text.document import Document

if TYPE_CHECKING:
    from groundwire.provenance.store import Store


def described(store: Store, path: str, raw: str) -> FileNote | None:
    """What the store knows of one text of a path; None where that is nothing.

    Of the path's reviews those that hold for this text are in it: of units that stand there as they were reviewed.
    """
    document = Document(raw)
    text = document.text()
    known = store.load(path, text)
    if not known.spans:
        return None
    digests = {unit_digest(unit, document.lines_text(unit.start, unit.end)) for unit in document.units}
    reviews = tuple(
        Reviewed(review.unit, review.digest, review.time) for review in store.reviews(path) if review.digest in digests
    )
    return FileNote(path, text_digest(text), len(text), known, reviews)

"""Text that was copied or cut and put somewhere else keeps its owners, where all places that hold it agree on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.model import Span
from groundwire.provenance.spans import overlapping

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.provenance.spans import Spans

TELLING: Final = 40
"""Characters, white space around them aside, of which a shorter text may well stand in two places by chance."""


def is_telling(text: str) -> bool:
    """Whether a text is long enough to tell where it came from."""
    return len(text) >= TELLING and len(text.strip()) >= TELLING


def copied(text: str, sources: Iterable[tuple[str, Spans]]) -> Spans:
    """The spans of a text that was put in, given texts that it may be copied from with theirs; else none.

    A source that holds the text and knows no owner of it, or other ones, is a reason to claim nothing.
    """
    if not is_telling(text):
        return ()
    found: Spans | None = None
    for source, spans in sources:
        place = source.find(text)
        while place >= 0:
            owned = overlapping(spans, place, place + len(text))
            moved = tuple(Span(span.start - place, span.end - place, span.origin) for span in owned)
            if not moved or (found is not None and moved != found):
                return ()
            found = moved
            place = source.find(text, place + len(text))
    return found or ()

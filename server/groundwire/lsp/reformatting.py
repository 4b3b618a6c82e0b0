"""Changes that come together and leave a text the same but for its layout: a formatter's, taken as one.

An editor cuts what a formatter gives it into many small edits, by lines or characters that happen to be equal. Each by
itself looks like new text; only all of them together show that nothing was written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from groundwire.model import Span
from groundwire.provenance.layout import align, same_but_layout, significant
from groundwire.provenance.spans import overlapping
from groundwire.text.lines import normalised

if TYPE_CHECKING:
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Change
    from groundwire.provenance.spans import Spans


class Reformatting:
    """The changes of one notification; begun before the first of them is made."""

    def __init__(self, document: TrackedDocument) -> None:
        self._document = document
        self._text = document.document.text()
        self._known = document.attribution
        self._changed: tuple[int, int] | None = None
        """Offsets [start, end) of the text as it is now, outside which nothing changed."""
        self._grown = 0
        self._brought = 0
        """Significant characters that came, less those that went."""

    def add(self, change: Change, removed: str, inserted: str) -> None:
        """One of the changes was made."""
        end, grown = change.start + change.inserted, change.inserted - change.removed
        if self._changed is None:
            self._changed = change.start, end
        else:
            self._changed = min(self._changed[0], change.start), max(self._changed[1] + grown, end)
        self._grown += grown
        self._brought += len(significant(normalised(inserted))) - len(significant(removed))

    def finish(self) -> None:
        """All of them are made: where nothing but layout changed, every character keeps its owner.

        Where none has lost it, the changes moved the owners themselves, more exactly than layout can be lined up.
        """
        if self._brought or self._changed is None:
            return
        first, last = self._changed
        start = self._text.rfind("\n", 0, first) + 1  # whole lines: an owner's closing brackets go with its line
        end = self._text.find("\n", last - self._grown) + 1 or len(self._text)
        spans = overlapping(self._known.spans, start, end)
        before, after = self._text[start:end], self._document.document.text()[start : end + self._grown]
        if before == after or not same_but_layout(before, after):
            return
        now = overlapping(self._document.attribution.spans, start, start + len(after))
        if _owned(before, spans, start) == _owned(after, now, start):
            return
        inside = (Span(span.start - start, span.end - start, span.origin) for span in spans)
        aligned = (Span(span.start + start, span.end + start, span.origin) for span in align(before, inside, after))
        self._document.reformatted(start, start + len(after), tuple(aligned), self._known)


def _owned(text: str, spans: Spans, offset: int) -> Counter[str]:
    """How many significant characters of a text each origin owns; the text begins at an offset of the spans."""
    owned: Counter[str] = Counter()
    for span in spans:
        owned[span.origin] += len(significant(text[span.start - offset : span.end - offset]))
    return owned

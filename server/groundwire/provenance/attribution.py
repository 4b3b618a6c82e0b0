"""What is known of one document's authors: its spans, the origins they name, and how much each wrote at first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from groundwire.provenance import spans as spans_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from groundwire.model import Change, Origin, Span
    from groundwire.provenance.spans import Spans


@dataclass(frozen=True, slots=True)
class Attribution:
    """Immutable; each change gives a new one."""

    spans: Spans = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    """By id; at least those the spans name."""
    written: Mapping[str, int] = field(default_factory=dict)
    """Characters each origin wrote into this document, those since deleted included."""

    def shift(self, change: Change, inserted: str) -> Attribution:
        """After an edit whose new text is `inserted`, LF-normalised."""
        return replace(self, spans=spans_.shift(self.spans, change, inserted))

    def attribute(self, start: int, end: int, origin: Origin) -> Attribution:
        """With [start, end) given to `origin`; what it held there before is not counted as written again."""
        new = end - start - spans_.covered(self.spans, start, end).get(origin.id, 0)
        return Attribution(
            spans_.attribute(self.spans, start, end, origin.id),
            {**self.origins, origin.id: origin},
            {**self.written, origin.id: self.written.get(origin.id, 0) + max(0, new)},
        )

    def restore(self, spans: Iterable[Span]) -> Attribution:
        """With spans given back to origins that wrote them before; nothing counts as written again."""
        standing = self.spans
        for span in spans:
            if span.origin in self.origins:
                standing = spans_.attribute(standing, *span)
        return replace(self, spans=standing)

    def remove(self, start: int, end: int) -> Attribution:
        """With [start, end) belonging to nobody."""
        return replace(self, spans=spans_.remove(self.spans, start, end))

    def retained(self) -> dict[str, float]:
        """How much of what each origin wrote still stands, 0 to 1."""
        return spans_.retained(self.spans, self.written)

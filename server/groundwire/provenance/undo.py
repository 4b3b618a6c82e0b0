"""Text that was removed with its owners, so that undo and redo give it back to them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.model import Span
from groundwire.provenance.spans import overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.provenance.spans import Spans

_KEPT: Final = 100
_LONGEST: Final = 200_000
"""Characters of one removed text that are remembered."""


class _Removed(NamedTuple):
    start: int
    text: str
    spans: Spans


class RemovedText:
    """The last removals of one document. Text put back at the very place it was taken from has its owners again."""

    def __iter__(self) -> Iterator[tuple[str, Spans]]:
        """What was removed, with its owners, the latest first."""
        return ((removed.text, removed.spans) for removed in reversed(self._removed))

    def __init__(self) -> None:
        self._removed: deque[_Removed] = deque(maxlen=_KEPT)

    def remember(self, spans: Spans, start: int, text: str) -> Spans:
        """`text`, which stood at `start` and in part belonged to `spans`, is about to go; the spans of it."""
        owned = overlapping(spans, start, start + len(text))
        moved = tuple(Span(span.start - start, span.end - start, span.origin) for span in owned)
        if moved and len(text) <= _LONGEST:
            self._removed.append(_Removed(start, text, moved))
        return moved

    def restored(self, start: int, text: str) -> Spans:
        """Spans of `text` inserted at `start`, where exactly it was removed from there; else none."""
        for removed in reversed(self._removed):
            if removed.start == start and removed.text == text:
                return tuple(Span(span.start + start, span.end + start, span.origin) for span in removed.spans)
        return ()

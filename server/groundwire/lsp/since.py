"""What became of a document's text since a moment, to move spans of the text as it was to where their text is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from groundwire.provenance.spans import remove, shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from groundwire.model import Change
    from groundwire.provenance.spans import Spans

    Step: TypeAlias = "Callable[[Spans], Spans]"


class Since:
    """The steps since, in their order; `lost` where the whole text, or all that was known of it, was replaced."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.taken: list[Step] = []
        self.lost = False

    def edited(self, change: Change, inserted: str) -> None:
        """The text was edited; `inserted` is LF-normalised."""
        self.steps.append(lambda spans: shift(spans, change, inserted))

    def unmarked(self, start: int, end: int) -> None:
        """A person said that nobody is known to have written the text between two offsets."""
        self.steps.append(lambda spans: remove(spans, start, end))

    def take(self) -> list[Step]:
        """The steps not taken yet."""
        steps, self.steps = self.steps, []
        self.taken += steps
        return steps


def moved(spans: Spans, steps: Iterable[Step]) -> Spans:
    """Spans after some steps."""
    for step in steps:
        spans = step(spans)
    return spans

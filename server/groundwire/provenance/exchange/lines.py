"""Lines as git counts them, in a text as we keep it, and what several sources say of one text."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from groundwire.model import Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.spans import merge, overlapping
from groundwire.text.lines import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from groundwire.model import Origin
    from groundwire.provenance.history import Blamed

WHOLE: int = 1 << 31
"""A column that no line reaches."""


class Piece(NamedTuple):
    """Columns [start, end) of one line, its ending counted as one, and who wrote them."""

    start: int
    end: int
    origin: Origin


class Lines:
    r"""A text, LF-normalised, with the places of its lines as git counts them: at "\n" alone."""

    def __init__(self, raw: str) -> None:
        self.text = normalised(raw)
        pieces = raw.split("\n")
        lengths = [len(normalised(piece + "\n")) for piece in pieces[:-1]]
        if pieces[-1]:
            lengths.append(len(normalised(pieces[-1])))
        self._starts = list(accumulate(lengths, initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def place(self, first: int, last: int) -> tuple[int, int] | None:
        """Offsets [start, end) of lines, both counted from one and included; None where not all of them are there."""
        return (self._starts[first - 1], self._starts[last]) if 1 <= first <= last <= len(self) else None

    def pieces(self, attribution: Attribution, line: int) -> list[Piece]:
        """What an attribution of this text says of one line."""
        if (place := self.place(line, line)) is None:
            return []
        start, end = place
        found = overlapping(attribution.spans, start, end)
        return [Piece(span.start - start, span.end - start, attribution.origins[span.origin]) for span in found]


def of_ranges(lines: Lines, ranges: Iterable[tuple[int, int, Origin]]) -> Attribution:
    """Whole lines, counted from one, given to their origins; of lines that are not there nothing is said."""
    known = Attribution()
    for first, last, origin in ranges:
        if (place := lines.place(first, min(last, len(lines)))) is not None:
            known = known.attribute(*place, origin)
    return known


def followed(
    lines: Lines,
    blamed: Mapping[int, Blamed],
    said: Callable[[Blamed], Iterable[Piece] | None],
    otherwise: Attribution | None = None,
) -> Attribution:
    """Each line as it was described where it comes from; one that nobody described there as `otherwise` has it."""
    before = otherwise or Attribution()
    spans: list[Span] = []
    origins, written = dict(before.origins), Counter[str]()
    for line in range(1, len(lines) + 1):
        start, end = lines.place(line, line) or (0, 0)
        pieces = said(blamed[line]) if line in blamed else None
        if pieces is None:
            spans.extend(overlapping(before.spans, start, end))
            continue
        for first, last, origin in pieces:
            spans.append(Span(start + first, min(start + last, end), origin.id))
            origins[origin.id] = origin
            written[origin.id] += max(0, spans[-1].end - spans[-1].start)
    return Attribution(merge(spans), origins, {**written, **before.written})


def filled(known: Attribution, more: Attribution) -> Attribution:
    """What is known, and where that says nothing, what more there is; an origin once heard of this text says no more.

    So what a person has taken away since does not come back.
    """
    if not known.written:
        return more
    unheard = [span for span in more.spans if span.origin not in known.written]
    if not unheard:
        return known
    new = {span.origin for span in unheard}
    both = Attribution(
        merge(unheard),
        {**{name: more.origins[name] for name in new}, **known.origins},
        {**{name: more.written.get(name, 0) for name in new}, **known.written},
    )
    return both.restore(known.spans)

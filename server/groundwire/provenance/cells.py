"""Who wrote the cells of a notebook: its one text in the store taken apart, put together, and found again by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from groundwire.model import Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.lines import matching_lines
from groundwire.provenance.spans import covered, merge, overlapping
from groundwire.provenance.transfer import transfer
from groundwire.text.notebook import pieces, script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from groundwire.model import Origin


class OwnedCell(NamedTuple):
    """A cell and who wrote it."""

    id: str | None
    text: str
    attribution: Attribution


def taken_apart(text: str, attribution: Attribution) -> list[OwnedCell]:
    """The cells of a notebook's text, each with its own spans and its share of what each origin wrote."""
    standing = covered(attribution.spans, 0, len(text))
    found = []
    for name, start, end in pieces(text):
        spans = tuple(
            Span(span.start - start, span.end - start, span.origin)
            for span in overlapping(attribution.spans, start, end)
        )
        written = {
            origin: max(count, round(count * attribution.written.get(origin, count) / standing[origin]))
            for origin, count in covered(spans, 0, end - start).items()
        }
        origins = {origin: attribution.origins[origin] for origin in written}
        found.append(OwnedCell(name, text[start:end], Attribution(spans, origins, written)))
    return found


def put_together(cells: Iterable[OwnedCell]) -> tuple[str, Attribution]:
    """The one text of cells and what is known of it."""
    given = list(cells)
    text = script((cell.id, cell.text) for cell in given)
    spans: list[Span] = []
    origins: dict[str, Origin] = {}
    written: Counter[str] = Counter()
    for cell, piece in zip(given, pieces(text), strict=True):
        known = cell.attribution
        spans += (Span(span.start + piece.start, span.end + piece.start, span.origin) for span in known.spans)
        origins |= known.origins
        written.update(known.written)
    return text, Attribution(merge(spans), origins, dict(written))


def carried(text: str, latest: tuple[str, Attribution], by_lines: Attribution) -> Attribution:
    """What is known of a notebook's text that was not seen before, given the one seen last.

    A cell has the owners of the cell of its id, else of one with its text, wherever that stood; what remains is
    recognised line by line.
    """
    before, now = taken_apart(*latest), taken_apart(text, by_lines)
    found: list[OwnedCell] = []
    for cell, old in zip(now, _matched(now, before), strict=True):
        spans = transfer(old.text, old.attribution.spans, cell.text) if old is not None else ()
        if old is not None and (spans or old.text == cell.text):
            found.append(cell._replace(attribution=replace(old.attribution, spans=spans)))
        else:
            found.append(cell)
    return put_together(found)[1]


def changed_lines(old: str, new: str) -> tuple[tuple[int, int], ...]:
    """Lines [start, end) of a notebook's text that its cells had not in an earlier one, wherever they stood."""
    before, now = taken_apart(old, Attribution()), taken_apart(new, Attribution())
    found: list[tuple[int, int]] = []
    for cell, piece, was in zip(now, pieces(new), _matched(now, before), strict=True):
        lines = cell.text.split("\n")
        first = new.count("\n", 0, piece.start)
        blocks = matching_lines(was.text.split("\n"), lines) if was is not None else []
        at = 0
        for start, length in [*((block.new, block.length) for block in blocks), (len(lines), 0)]:
            if at < start:
                found.append((first + at, first + start))
            at = start + length
    return tuple(found)


def _matched(cells: Sequence[OwnedCell], before: Sequence[OwnedCell]) -> Iterator[OwnedCell | None]:
    """For each cell the one of before that it is: of its id, else of its text, each used once."""
    by_id = {cell.id: cell for cell in before if cell.id is not None}
    ids = {cell.id for cell in cells}
    by_text: dict[str, list[OwnedCell]] = {}
    for old in before:
        if old.id is None or old.id not in ids:
            by_text.setdefault(old.text, []).append(old)
    for cell in cells:
        if cell.id is not None and (same := by_id.pop(cell.id, None)) is not None:
            yield same
        else:
            alike = by_text.get(cell.text)
            yield alike.pop(0) if alike else None

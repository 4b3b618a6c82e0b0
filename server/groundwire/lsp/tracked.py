"""One document as the server follows it: text, attribution, generated units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.lsp.history import History
from groundwire.lsp.units import GeneratedUnits, UnitState, judgement
from groundwire.model import Finding, Judgement, Position, Range
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.generated import in_force
from groundwire.provenance.transfer import transfer
from groundwire.provenance.undo import RemovedText
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.folders import Place
    from groundwire.lsp.messages import DidAttribute
    from groundwire.model import Change, Origin, TextEdit


class JudgedUnit(NamedTuple):
    """A generated unit and what is to be said of it."""

    state: UnitState
    findings: list[Finding]
    """Those in force, where they stand."""
    judgement: Judgement


class TrackedDocument:
    """A document that is open, or that lies on disk and holds generated regions.

    `version` is the client's; None for one that is not open. `place` is None outside every workspace folder.
    """

    def __init__(self, uri: str, text: str, version: int | None, place: Place | None) -> None:
        self.uri = uri
        self.version = version
        self.place = place
        self.document = Document(text)
        self.attribution = Attribution()
        self.units = GeneratedUnits()
        self.history = History()
        self.history.begin(version)
        self.early: list[DidAttribute] = []
        """Attributions of versions not seen yet."""
        self.reviews: dict[str, str] = {}
        """Digest of a unit's text → when a person confirmed it."""
        self.followed = False
        """The worker has the text."""
        self.unsaved = False
        """The store lacks this text's attribution."""
        self._removed = RemovedText()

    @property
    def open(self) -> bool:
        """Whether the client has it open."""
        return self.version is not None

    @property
    def attributed(self) -> bool:
        """Whether any of its text has a known origin."""
        return bool(self.attribution.spans)

    def judged(self) -> Iterator[JudgedUnit]:
        """Every generated unit with the findings in force and what they come to."""
        for state in self.units:
            yield self.judged_unit(state)

    def judged_unit(self, state: UnitState) -> JudgedUnit:
        """One unit, judged."""
        findings = list(in_force(self.document, self.attribution, state.found(), counts=state.share.counts))
        return JudgedUnit(state, findings, judgement(state, findings, self.reviews.get(state.digest)))

    def lines(self, start: int, end: int) -> Range:
        """The range of lines [start, end), without the last one's ending."""
        last = max(start, end - 1)
        return Range(Position(start, 0), Position(last, len(self.document.line(last))))

    def origin_of(self, state: UnitState) -> Origin:
        """Who wrote most of a unit's generated text."""
        return self.attribution.origins[state.share.origin]

    def edit(self, edit: TextEdit) -> Change:
        """Apply one edit to text, spans and units."""
        spans = self.attribution.spans
        if spans and edit.range.start != edit.range.end:
            self._removed.remember(spans, self.document.offset(edit.range.start), self.document.slice(edit.range))
        change = self.document.apply(edit)
        inserted = edit.new_text.replace("\r\n", "\n").replace("\r", "\n")
        self.attribution = self.attribution.shift(change, inserted)
        for span in self._removed.restored(change.start, inserted) if inserted else ():
            origin = self.attribution.origins.get(span.origin)
            if origin is not None:
                self.attribution = self.attribution.attribute(span.start, span.end, origin)
        if self.attributed or len(self.units):  # else nothing but the text has to follow
            self.units.edited(edit, change, self.document, self.attribution)
        self._touched()
        return change

    def replace(self, text: str) -> None:
        """The whole text changed and nobody said how: what can be recognised keeps its owner."""
        old = self.document.text()
        self.document = Document(text)
        spans = transfer(old, self.attribution.spans, self.document.text())
        self.restore(Attribution(spans, self.attribution.origins, self.attribution.written))
        self.followed = False

    def restore(self, attribution: Attribution) -> None:
        """Take over what the store knows of this text."""
        self.attribution = attribution
        self.units = GeneratedUnits()
        self.document.units.take_rebuilt()  # all of them are looked at
        self.units.refresh(0, self.document.line_count, self.document, attribution)
        self._touched()

    def attribute(self, place: Range, origin: Origin) -> None:
        """Text that stands at `place` was written by `origin`."""
        start, end = self.document.offset(place.start), self.document.offset(place.end)
        if start < end:
            self.attribution = self.attribution.attribute(start, end, origin)
            self._reattributed(place)

    def unmark(self, place: Range) -> None:
        """Nobody is known to have written the text at `place`."""
        start, end = self.document.offset(place.start), self.document.offset(place.end)
        self.attribution = self.attribution.remove(start, end)
        self._reattributed(place)

    def _reattributed(self, place: Range) -> None:
        self.units.refresh(place.start.line, place.end.line + 1, self.document, self.attribution)
        self._touched()

    def _touched(self) -> None:
        self.unsaved = True

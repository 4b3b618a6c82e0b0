"""One document as the server follows it: text, attribution, generated units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from groundwire.confidence.verdict import NOTHING_KNOWN
from groundwire.lsp.file_comments import FileComments
from groundwire.lsp.history import History
from groundwire.lsp.since import Since
from groundwire.lsp.units import GeneratedUnits
from groundwire.model import Position, Range, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.generated import NOT_SILENT, as_told, is_in_force, silencing_comment, silent_codes
from groundwire.provenance.spans import differing
from groundwire.provenance.transfer import TELLING_LINE, transfer
from groundwire.provenance.undo import RemovedText
from groundwire.text.document import Document
from groundwire.text.lines import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from groundwire.confidence.verdict import OutsideFacts
    from groundwire.lsp.folders import Place
    from groundwire.lsp.messages import DidAttribute
    from groundwire.lsp.notebook import Notebook
    from groundwire.lsp.units import JudgedUnit, UnitState
    from groundwire.model import Change, Finding, NotAnalysed, Origin, TextEdit
    from groundwire.provenance.spans import Spans


class Rewritten(NamedTuple):
    """A long text took the place of another, in part of a known origin: who wrote what of it is still to be told."""

    start: int
    """Where it stands."""
    removed: str
    owned: Spans
    """Of what was removed, counted from its own start."""
    inserted: str

    def spans(self) -> Spans:
        """The spans of what was inserted, in the document. It takes its time, and nothing but this."""
        found = transfer(self.removed, self.owned, self.inserted)
        return tuple(Span(span.start + self.start, span.end + self.start, span.origin) for span in found)


class TrackedDocument:
    """A document that is open, or that lies on disk and holds generated regions.

    `version` is the client's; None for one that is not open. `place` is None outside every workspace folder. A cell
    knows its `notebook`, and its place is the notebook's.
    """

    def __init__(
        self, uri: str, text: str, version: int | None, place: Place | None, notebook: Notebook | None = None
    ) -> None:
        self.uri = uri
        self.notebook = notebook
        self.version = version
        self.place = place
        self.document = Document(text, cell=notebook is not None)
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
        self.restated = False
        """It was said anew who wrote its text since that was kept: what the store has of a text may be older."""
        self.revision = 0
        """Rises with each change of text or attribution."""
        self.news = 0
        """Rises with each change of what is to be said of its units."""
        self.removed = RemovedText()
        """What was taken out of it lately, with its owners."""
        self.saving: object | None = None
        """What stands for its attribution being saved in the background; another save, or a change of mind, ends it."""
        self.comments = FileComments()
        self.silent = NOT_SILENT
        """Rules that comments in it silence in the whole file."""
        self._silenced = False
        self._watchers: list[Since] = []

    @property
    def file_uri(self) -> str:
        """The URI of the file that it belongs to: its own, or its notebook's."""
        return self.notebook.uri if self.notebook is not None else self.uri

    @property
    def open(self) -> bool:
        """Whether the client has it open."""
        return self.version is not None

    @property
    def attributed(self) -> bool:
        """Whether any of its text has a known origin, other than a person who called it theirs."""
        origins = self.attribution.origins
        return any(origins[span.origin].kind != "human" for span in self.attribution.spans)

    def watch(self) -> Since:
        """From now on, what becomes of its text."""
        since = Since()
        self._watchers.append(since)
        return since

    def unwatch(self, since: Since) -> None:
        """Nobody asks any more what became of its text since."""
        self._watchers = [other for other in self._watchers if other is not since]

    def judged(self) -> Iterator[JudgedUnit]:
        """Every generated unit with the findings in force and what they come to."""
        for state in self.units:
            yield self.judged_unit(state)

    def judged_unit(self, state: UnitState) -> JudgedUnit:
        """One unit, judged."""
        if state.judged is not None:
            return state.judged
        silent = self.silent if self.notebook is None else self.notebook.silent
        findings = (
            as_told(finding, silent)
            for finding, placed in zip(state.findings, state.found(), strict=True)
            if is_in_force(self.document, self.attribution, placed, counts=state.share.counts, silent=silent)
        )
        return state.judge(() if self._is_silenced() else tuple(findings), self.reviews.get(state.digest))

    def answer(
        self,
        state: UnitState,
        findings: tuple[Finding, ...] | None,
        not_analysed: NotAnalysed | None = None,
        *,
        pending: bool = False,
        facts: OutsideFacts = NOTHING_KNOWN,
    ) -> None:
        """Take over what was found in a unit's text; None leaves the last good findings."""
        self.news += state.answer(findings, not_analysed, pending=pending, facts=facts)

    def told_comments(self, value: dict[str, Any]) -> None:
        """Take over what the worker says of comments that are no unit's business."""
        self.comments.told(value)
        self._look_for_silence()
        self.news += 1

    def wholly_judged(self) -> bool:
        """Whether every unit of its text counts as generated, and every rule has had its say on it."""
        if not self.attributed:
            return False
        return len(self.units) == len(self.document.units) and all(
            state.share.counts and not state.pending and state.not_analysed is None and state.answered == state.digest
            for state in self.units
        )

    def review(self, reviews: Mapping[str, str]) -> None:
        """A person confirmed texts of units: digest → when."""
        self.reviews.update(reviews)
        self.say_anew()

    def say_anew(self) -> None:
        """What is to be said of the units may be something else, though their text stands."""
        self.news += 1
        for state in self.units:
            state.judged = None

    def _look_for_silence(self) -> None:
        silenced = silencing_comment(self.document, self.attribution) is not None
        silent = silent_codes(self.document, self.attribution, self.comments.silent)
        if (silenced, silent) != (self._silenced, self.silent):
            self._silenced, self.silent = silenced, silent
            self.say_anew()
            if self.notebook is not None:
                self.notebook.silence_changed()

    def _is_silenced(self) -> bool:
        return self.silences or (self.notebook is not None and self.notebook.is_silenced)

    @property
    def silences(self) -> bool:
        """Whether a comment in it silences the whole file."""
        return self._silenced

    def silenced_by(self) -> int | None:
        """The line of the comment that silences the whole file, if one does."""
        if not self._silenced:
            return None
        comment = silencing_comment(self.document, self.attribution)
        return comment.start.line if comment is not None else None

    def forget(self) -> None:
        """Nobody is known to have written or reviewed anything of it."""
        self.removed = RemovedText()
        self.reviews.clear()
        self.early.clear()
        self._lose()
        self.restore(Attribution())

    def _lose(self) -> None:
        """What was known of its text, or could be found out, holds no more."""
        self.saving = None
        for since in self._watchers:
            since.lost = True

    def lines(self, start: int, end: int) -> Range:
        """The range of lines [start, end), without the last one's ending."""
        last = max(start, end - 1)
        return Range(Position(start, 0), Position(last, len(self.document.line(last))))

    def origin_of(self, state: UnitState) -> Origin:
        """Who wrote most of a unit's generated text."""
        return self.attribution.origins[state.share.origin]

    def edit(self, edit: TextEdit) -> Change:
        """Apply one edit to text, spans and units."""
        change, rewritten = self._edit(edit)
        if rewritten is not None:
            self.attribution = self.attribution.restore(rewritten.spans())
        if self.attributed or len(self.units):  # else nothing but the text has to follow
            self.units.edited(edit, change, self.document, self.attribution)
        self._edited(edit, change)
        return change

    def edit_long(self, edit: TextEdit) -> tuple[Change, Rewritten | None]:
        """Apply an edit too long for one turn: its units are to be found, and its owners where there are any."""
        change, rewritten = self._edit(edit)
        self.units.sweep(change)
        self._edited(edit, change)
        return change, rewritten

    def _edit(self, edit: TextEdit) -> tuple[Change, Rewritten | None]:
        """Apply one edit to text and spans; what may have the owners of what it removed."""
        spans = self.attribution.spans
        removed = ""
        owned: Spans = ()
        if spans and edit.range.start != edit.range.end:
            removed = self.document.slice(edit.range)
            owned = self.removed.remember(spans, self.document.offset(edit.range.start), removed)
        change = self.document.apply(edit)
        inserted = normalised(edit.new_text)
        for since in self._watchers:
            since.edited(change, inserted)
        self.attribution = self.attribution.shift(change, inserted)
        restored = self.removed.restored(change.start, inserted) if inserted else ()
        self.attribution = self.attribution.restore(restored)  # it was there until it was undone
        told = inserted and owned and not restored and len(removed) >= TELLING_LINE
        return change, Rewritten(change.start, removed, owned, inserted) if told else None  # as by a formatter

    def _edited(self, edit: TextEdit, change: Change) -> None:
        lines = self._edited_lines(change)
        if self.comments.edited(edit, lines) or self._silenced or "groundwire:" in lines:
            self._look_for_silence()
        self._touched()

    def _edited_lines(self, change: Change) -> str:
        return self.document.lines_text(change.first_line, change.first_line + change.inserted_lines + 1)

    def replace(self, text: str) -> Rewritten | None:
        """The whole text changed and nobody said how: what can be recognised keeps its owner, where that is told."""
        old, known = self.document.text(), self.attribution
        self.document = Document(text, cell=self.notebook is not None)
        self.comments = FileComments()
        self._lose()
        self.restore(Attribution((), known.origins, known.written))
        self.followed = False
        return Rewritten(0, old, known.spans, self.document.text()) if known.spans else None

    def restore(self, attribution: Attribution) -> None:
        """Take over what the store knows of this text."""
        self.attribution = attribution
        self.units = GeneratedUnits()
        if attribution.spans:
            self.document.units.take_rebuilt()  # all of them are looked at
            self.units.refresh(0, self.document.line_count, self.document, attribution)
        self._look_for_silence()
        self._touched()

    def attribute(self, place: Range, origin: Origin) -> None:
        """Text that stands at `place` was written by `origin`."""
        start, end = self.document.offset(place.start), self.document.offset(place.end)
        if start < end:
            self.attribution = self.attribution.attribute(start, end, origin)
            self._reattributed(place)

    def give(self, start: int, spans: Spans, origins: Mapping[str, Origin]) -> None:
        """Text that was put in at an offset was written before, somewhere else: its spans there, from its own start."""
        for span in spans:
            self.attribution = self.attribution.attribute(start + span.start, start + span.end, origins[span.origin])
        self._owners_changed(self.document.range(start, start + spans[-1].end))

    def give_back(self, spans: Sequence[Span], known: Attribution) -> None:
        """Text that was put back was written before, here: its spans, of an attribution that the store knows."""
        if not spans:
            return
        now = self.attribution
        both = Attribution(now.spans, {**known.origins, **now.origins}, {**known.written, **now.written})
        self.attribution = both.restore(spans)
        self._owners_changed(self.document.range(spans[0].start, spans[-1].end))

    def reformatted(self, start: int, end: int, spans: Spans, known: Attribution) -> None:
        """Text between two offsets was laid out anew: its spans, of the attribution that it had before."""
        now = self.attribution
        both = Attribution(now.spans, {**known.origins, **now.origins}, {**known.written, **now.written})
        self.attribution = both.remove(start, end).restore(spans)
        self._owners_changed(self.document.range(start, end))

    def learn(self, attribution: Attribution) -> None:
        """Take over an attribution of the very text it has; what was found in its units stays."""
        known, self.attribution = self.attribution, attribution
        where = differing(known.spans, attribution.spans) or (0, 0)
        if any(attribution.origins.get(key, origin) != origin for key, origin in known.origins.items()):
            where = 0, self.document.length
        self._reattributed(self.document.range(*where))

    def learn_beneath(self, attribution: Attribution) -> None:
        """Take over what was found out of the very text it has, where nothing is known yet; its units are still to be
        found.
        """
        now = self.attribution
        both = Attribution(
            attribution.spans, {**attribution.origins, **now.origins}, {**attribution.written, **now.written}
        )
        self.attribution = both.restore(now.spans)
        self._look_for_silence()
        self._touched()

    def find_units(self, start: int, end: int) -> None:
        """Find the generated units of lines [start, end) by what was learnt beneath."""
        self.units.refresh(start, end, self.document, self.attribution)
        self.news += 1

    def kept(self) -> None:
        """The store has its attribution as it is."""
        self.unsaved = self.restated = False

    def unmark(self, place: Range) -> None:
        """Nobody is known to have written the text at `place`."""
        start, end = self.document.offset(place.start), self.document.offset(place.end)
        self.attribution = self.attribution.remove(start, end)
        for since in self._watchers:
            since.unmarked(start, end)
        self._reattributed(place)

    def _reattributed(self, place: Range) -> None:
        self.restated = True
        self._owners_changed(place)

    def _owners_changed(self, place: Range) -> None:
        self.units.refresh(place.start.line, place.end.line + 1, self.document, self.attribution)
        self._look_for_silence()
        self._touched()

    def _touched(self) -> None:
        self.unsaved = True
        self.revision += 1
        self.news += 1

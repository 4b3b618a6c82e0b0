"""Says who wrote a text that was never seen: at once where that is quick, else in the background.

Until then nobody is known to have written what the document had when it came, and its attribution is not kept: it would
be taken for all that is known of the text. What is found is moved through the edits since, and stands beneath what was
said meanwhile; where it is needed at once, it is worked out at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

from groundwire.lsp.reading import LINES
from groundwire.lsp.since import Since, moved
from groundwire.model import Position, Span
from groundwire.provenance.attribution import Attribution

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.lsp.folders import Place
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import Rewritten, TrackedDocument
    from groundwire.provenance.spans import Spans
    from groundwire.provenance.store import Unexplained

QUICK: Final = 40_000
"""Characters that are compared within some five milliseconds, all earlier texts together."""
_LINES: Final = 300
"""Lines whose units are found in one turn."""
_FEW: Final = 4
"""Steps that are taken on the event loop; more of them are taken in the background, too."""


class _Waiting(NamedTuple):
    """What a document waits for."""

    since: Since
    """What became of the text since it was asked about."""
    spans: Callable[[], Spans]
    """Those of the text as it was then. It takes its time; any thread may ask."""
    known: Callable[[Spans], Attribution]
    """What is known of the text as it was then, given its spans."""
    rewritten: bool
    """It is an edit whose owners are found out, not the text that the document came with."""


class Explaining:
    """The documents whose text is being explained."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: WeakKeyDictionary[TrackedDocument, _Waiting] = WeakKeyDictionary()
        self._tasks: WeakKeyDictionary[TrackedDocument, asyncio.Task[None]] = WeakKeyDictionary()
        self._save: set[TrackedDocument] = set()

    def restore(self, document: TrackedDocument, place: Place) -> None:
        """Take over what the store knows of a document's text, now or when it is found out."""
        self.drop(document)
        known = self.at_once(place, document.document.text())
        if isinstance(known, Attribution):
            self.known(document, known)
        else:
            document.restore(Attribution())
            self._begin(document, place, known)

    def known(self, document: TrackedDocument, attribution: Attribution) -> None:
        """Take over what is known of a document's text; of a long one the generated units are found by and by."""
        if document.document.line_count <= LINES or not attribution.spans:
            document.restore(attribution)
        else:
            document.restore(Attribution())
            document.learn_beneath(attribution)
            self._session.judging.spawn(self._show(document))

    def begin_again(self, document: TrackedDocument) -> None:
        """The whole text of a document that waits was replaced."""
        to_save = document in self._save
        self.drop(document)
        if document.place is None:
            return
        known = self.at_once(document.place, document.document.text())
        if isinstance(known, Attribution):
            document.learn_beneath(known)
            document.find_units(0, document.document.line_count)
        else:
            self._begin(document, document.place, known)
        if to_save:
            self._session.keeping.save_soon(document)

    def rewritten(self, document: TrackedDocument, edit: Rewritten | None) -> None:
        """A long edit, or one of the whole text: find its owners where there may be some, and the units in any case."""
        known = document.attribution

        def told(spans: Spans) -> Attribution:
            return Attribution(spans, known.origins, known.written)

        if edit is None:
            self._session.judging.spawn(self._show(document))
        elif len(edit.removed) + len(edit.inserted) <= QUICK or document.notebook is not None:
            document.learn_beneath(told(edit.spans()))
            document.find_units(0, document.document.line_count)
        else:
            self._wait(document, _Waiting(document.watch(), edit.spans, told, rewritten=True))

    def rewrites(self, document: TrackedDocument) -> bool:
        """Whether it is still being found out who wrote what a long edit brought."""
        waiting = self._waiting.get(document)
        return waiting is not None and waiting.rewritten

    def _begin(self, document: TrackedDocument, place: Place, unexplained: Unexplained) -> None:
        store, path = place.folder.store, place.stored

        def told(spans: Spans) -> Attribution:
            return store.explained(path, unexplained, spans)

        self._wait(document, _Waiting(document.watch(), unexplained.spans, told, rewritten=False))

    def _wait(self, document: TrackedDocument, waiting: _Waiting) -> None:
        self._waiting[document] = waiting
        self._tasks[document] = self._session.judging.spawn(self._explain(document, waiting))

    def at_once(self, place: Place, text: str) -> Attribution | Unexplained:
        """What is known of a text of a file, LF-normalised, where that takes no time worth speaking of."""
        known = place.folder.store.look_up(place.stored, text)
        if not isinstance(known, Attribution) and known.work <= QUICK:
            known = place.folder.store.explained(place.stored, known, known.spans())
        return known

    async def attribution(self, place: Place, text: str) -> Attribution:
        """What is known of a text of a file, LF-normalised; nothing where its folder is closed meanwhile."""
        known = self.at_once(place, text)
        if isinstance(known, Attribution):
            return known
        spans = await self._session.background.do(known.spans)
        if self._session.folders.get(place.folder.uri) is not place.folder:
            return Attribution()
        return place.folder.store.explained(place.stored, known, spans)

    def waits(self, document: TrackedDocument) -> bool:
        """Whether it is still being found out who wrote the document's text."""
        return document in self._waiting

    async def over(self, document: TrackedDocument) -> None:
        """Wait until it is found out."""
        if self.waits(document) and (task := self._tasks.get(document)) is not None:
            await asyncio.wait([task])

    def settle(self, document: TrackedDocument, *, show: bool = True) -> None:
        """Find it out now, so that what the document learnt meanwhile can be kept with it."""
        if (waiting := self._waiting.get(document)) is not None:
            self._finish(document, moved(waiting.spans(), waiting.since.taken), show=show)

    def settle_last(self, document: TrackedDocument) -> None:
        """The same when nothing is shown any more, and whoever asks keeps it."""
        self._save.discard(document)
        self.settle(document, show=False)

    def drop(self, document: TrackedDocument) -> None:
        """Nobody asks any more."""
        self._save.discard(document)
        if (waiting := self._waiting.pop(document, None)) is not None:
            document.unwatch(waiting.since)

    def save_then(self, document: TrackedDocument) -> None:
        """Keep the document's attribution when it is known."""
        self._save.add(document)

    async def _explain(self, document: TrackedDocument, waiting: _Waiting) -> None:
        background, since = self._session.background, waiting.since
        spans = await background.do(waiting.spans)
        while len(since.steps) > _FEW:
            steps, so_far = since.take(), spans
            spans = await background.do(lambda: moved(so_far, steps))  # noqa: B023 (awaited at once)
        if self._waiting.get(document) is waiting:
            self._finish(document, spans)

    def _finish(self, document: TrackedDocument, spans: Spans, *, show: bool = True) -> None:
        waiting = self._waiting.pop(document)
        since = waiting.since
        document.unwatch(since)
        to_save = document in self._save
        self._save.discard(document)
        if not since.lost:
            unsaved, known = document.unsaved, waiting.known(spans)
            document.learn_beneath(replace(known, spans=moved(known.spans, since.take())))
            document.unsaved = unsaved
        if show:
            self._session.judging.spawn(self._show(document))
        if to_save:
            self._session.keeping.save_soon(document)

    async def _show(self, document: TrackedDocument) -> None:
        """Find the generated units, some lines at a time, through what is edited meanwhile."""
        await self._session.reading.through(document)
        document.document.units.take_rebuilt()  # all of them are looked at
        since, first = document.watch(), 0
        while not since.lost:
            last = first + _LINES
            document.find_units(first, min(last, document.document.line_count))
            if last >= document.document.line_count:
                break
            rest: Spans = (Span(document.document.offset(Position(last, 0)), document.document.length, "rest"),)
            since.take()
            await asyncio.sleep(0)
            if not (rest := moved(rest, since.take())):
                break
            first = document.document.position(rest[0].start).line
        document.unwatch(since)
        document.units.all_found()
        if self._session.documents.get(document.uri) is document:
            self._session.awaited.opened(document)
            self._session.judging.want(document)
            self._session.showing.regions_changed(document)

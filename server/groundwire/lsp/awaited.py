"""Recorded texts that open documents are about to have: what is new in them is known when they arrive."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.lsp.explaining import QUICK
from groundwire.lsp.since import moved
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.transfer import transfer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.lsp.session import Session
    from groundwire.lsp.since import Step
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.provenance.spans import Spans

_EXPECTED_SECONDS: Final = 300.0
"""How long a recorded text may take to arrive in a document that is open."""
_EXPECTED: Final = 20
"""Recorded texts of one document that are waited for."""


class _Expected(NamedTuple):
    """A text that the editor is about to load from disk, and who wrote what of it."""

    text: str
    attribution: Attribution
    spans: Spans
    """Those that the document knew nothing of."""
    until: float
    given: int = 0
    """Characters of the document that were recognised as its."""


class Awaited:
    """The recorded texts that the session's open documents wait for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._expected: dict[str, list[_Expected]] = {}
        """By the document's URI."""

    def learn(self, document: TrackedDocument, text: str, attribution: Attribution) -> None:
        """An open document gets what it knows nothing of: now where its text is the one recorded, else when it is."""
        expected = _expected(document, text, attribution)
        if expected is None:
            return
        if document.document.text() == text:
            self._take(document, expected, expected.spans)
            return
        # A person may have typed since the editor loaded it: what is recognised for certain is known at once.
        self._wait(document, expected)
        self._recognise(document, expected)

    def opened(self, document: TrackedDocument) -> None:
        """A document was opened: the text recorded last may be another one, where an editor gives back what was not
        saved when it ended.
        """
        place = document.place
        if place is None or self._session.explaining.waits(document):  # it comes again when it is known what it holds
            return
        latest = place.folder.store.latest_text(place.stored, other_than=document.document.text)
        if latest is not None:
            self.expect(document, *latest)

    def expect(self, document: TrackedDocument, text: str, attribution: Attribution) -> None:
        """A document that was just opened may be about to have another text, which is on record already."""
        expected = _expected(document, text, attribution)
        if expected is not None:
            self._wait(document, expected)

    def _wait(self, document: TrackedDocument, expected: _Expected) -> None:
        waiting = self._expected.setdefault(document.uri, [])
        waiting[:] = [other for other in waiting if other.text != expected.text]
        waiting.append(expected)
        del waiting[:-_EXPECTED]

    def _recognise(self, document: TrackedDocument, expected: _Expected) -> None:
        """Take what of a recorded text stands in the document, where that is more than was known: not twice what a
        person may have said is not so. A long text is compared in the background.
        """
        text = document.document.text()
        if len(expected.text) > QUICK:
            self._session.judging.spawn(self._recognise_later(document, expected, text))
        else:
            self._found(document, expected, transfer(expected.text, expected.spans, text), ())

    async def _recognise_later(self, document: TrackedDocument, expected: _Expected, text: str) -> None:
        since = document.watch()
        told = expected.text, expected.spans
        spans = await self._session.background.do(lambda: transfer(*told, text))
        document.unwatch(since)
        if not since.lost and self._session.documents.get(document.uri) is document:
            self._found(document, expected, spans, since.take())

    def _found(self, document: TrackedDocument, expected: _Expected, spans: Spans, steps: Iterable[Step]) -> None:
        """So much of a text that is still waited for stood in the document, before some steps were taken."""
        found = sum(span.end - span.start for span in spans)
        waiting = self._expected.get(document.uri, [])
        at = next((at for at, other in enumerate(waiting) if other.text == expected.text), None)
        if at is not None and found > waiting[at].given:
            waiting[at] = waiting[at]._replace(given=found)
            self._take(document, expected, moved(spans, steps), over=False)

    def saved(self, document: TrackedDocument) -> None:
        """The client writes the document: a person may have put into it what an agent had written on disk."""
        waiting, now = self._expected.get(document.uri, []), time.monotonic()
        waiting[:] = [expected for expected in waiting if expected.until > now]
        for expected in list(waiting):
            self._recognise(document, expected)

    def arrived(self, document: TrackedDocument) -> None:
        """The document was edited: its text may be one that was recorded and is waited for."""
        waiting = self._expected.get(document.uri)
        if waiting is None:
            return
        now = time.monotonic()
        left = [expected for expected in waiting if expected.until > now]
        for expected in left:
            if len(expected.text) == document.document.length and expected.text == document.document.text():
                self._take(document, expected, expected.spans)
                left.remove(expected)
                break
        if left:
            self._expected[document.uri] = left
        else:
            del self._expected[document.uri]

    def _take(self, document: TrackedDocument, expected: _Expected, spans: Spans, *, over: bool = True) -> None:
        """Give spans of the document's text to their recorded origins; with `over`, also where others own it."""
        known, told = document.attribution, expected.attribution
        both = Attribution(known.spans, {**told.origins, **known.origins}, {**told.written, **known.written})
        both = both.restore(spans)
        document.learn(both if over else both.restore(known.spans))
        self._session.judging.want(document)
        self._session.showing.regions_changed(document)


def _expected(document: TrackedDocument, text: str, attribution: Attribution) -> _Expected | None:
    """A recorded text to wait for; None where the document knows of all that was written in it."""
    unheard = tuple(span for span in attribution.spans if span.origin not in document.attribution.written)
    return _Expected(text, attribution, unheard, time.monotonic() + _EXPECTED_SECONDS) if unheard else None

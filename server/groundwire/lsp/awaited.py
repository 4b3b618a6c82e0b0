"""Recorded texts that open documents are about to have: what is new in them is known when they arrive."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.transfer import transfer

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
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
        self._wait(document, self._recognise(document, expected))

    def opened(self, document: TrackedDocument) -> None:
        """A document was opened: the text recorded last may be another one, where an editor gives back what was not
        saved when it ended.
        """
        place = document.place
        latest = place.folder.store.latest_text(place.stored) if place is not None else None
        if latest is not None and latest[0] != document.document.text():
            expected = _expected(document, *latest)
            if expected is not None:
                self._wait(document, expected)

    def _wait(self, document: TrackedDocument, expected: _Expected) -> None:
        waiting = self._expected.setdefault(document.uri, [])
        waiting[:] = [other for other in waiting if other.text != expected.text]
        waiting.append(expected)
        del waiting[:-_EXPECTED]

    def _recognise(self, document: TrackedDocument, expected: _Expected) -> _Expected:
        """Take what of a recorded text stands in the document, where that is more than was known: not twice what a
        person may have said is not so.
        """
        spans = transfer(expected.text, expected.spans, document.document.text())
        found = sum(span.end - span.start for span in spans)
        if found <= expected.given:
            return expected
        self._take(document, expected, spans, over=False)
        return expected._replace(given=found)

    def saved(self, document: TrackedDocument) -> None:
        """The client writes the document: a person may have put into it what an agent had written on disk."""
        waiting, now = self._expected.get(document.uri, []), time.monotonic()
        waiting[:] = [self._recognise(document, expected) for expected in waiting if expected.until > now]

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

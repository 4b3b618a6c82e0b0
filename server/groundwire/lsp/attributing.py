"""Gives text to its origin, whichever of attribution, change and close arrives first."""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final

from groundwire.lsp import convert
from groundwire.model import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.messages import DidAttribute
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument

log = logging.getLogger(__name__)

_EARLY: Final = 100
"""Attributions of one document that wait for their version."""
_CLOSED: Final = 8
"""Documents remembered after they were closed, for attributions that were on their way."""


class Attributing:
    """Attributions of open documents, and of those just closed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._closed: OrderedDict[str, TrackedDocument] = OrderedDict()

    def attribute(self, message: DidAttribute) -> None:
        """Give text to its origin: at once, or when the version it speaks of arrives."""
        document = self._session.documents.get(message.uri)
        if document is None or document.version is None:
            self._attribute_closed(message)
            return
        if message.version > document.version:
            document.early = [*document.early[1 - _EARLY :], message]
            return
        self._apply(document, message)
        self._session.judging.want(document)
        self._session.showing.regions_changed(document)

    def arrived(self, document: TrackedDocument) -> None:
        """A new version of the document arrived: attributions may have waited for it."""
        early, document.early = document.early, []
        for message in early:
            self.attribute(message)

    def closed(self, document: TrackedDocument) -> None:
        """Remember a closed document for a while."""
        self._closed[document.uri] = document
        self._closed.move_to_end(document.uri)
        while len(self._closed) > _CLOSED:
            self._closed.popitem(last=False)

    def lately_closed(self) -> Iterator[TrackedDocument]:
        """Documents closed lately, the latest first."""
        return reversed(self._closed.values())

    def _attribute_closed(self, message: DidAttribute) -> None:
        """What was inserted before the document was closed is kept, and shown where it was saved to disk."""
        document = self._closed.get(message.uri)
        place = self._session.place(message.uri)
        if document is None or place is None or message.version > (document.version or 0):
            log.warning("an attribution for a document that is not open is left out: %s", message.uri)
            return
        self._apply(document, message)
        document.place = place
        self._session.keeping.save(document)
        if (standing := self._session.by_file.get(place.file)) is not None and not standing.open:
            self._session.drop(standing)
        self._session.unopened.read(place)

    def _apply(self, document: TrackedDocument, message: DidAttribute) -> None:
        origin = origin_of(message)
        for place in message.ranges:
            now = document.history.forward(place, message.version)
            if now is None:
                log.warning("an attribution for version %s of %s came too late", message.version, message.uri)
                continue
            for piece in now:
                document.attribute(convert.to_range(document.document, piece, self._session.encoding), origin)


def origin_of(message: DidAttribute) -> Origin:
    """The origin an attribution speaks of; the same fields have the same id."""
    time = message.time or datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    via = f"accept:{message.event}" if message.kind == "completion" and message.event else f"client:{message.kind}"
    fields = (message.kind, message.grade, via, message.tool, message.model, message.session, message.event, time)
    digest = hashlib.blake2b("\0".join(map(str, fields)).encode(), digest_size=8).hexdigest()
    return Origin(
        id=f"o_{digest}",
        kind=message.kind,
        grade=message.grade,
        via=via,
        tool=message.tool,
        model=message.model,
        session=message.session,
        event=message.event,
        time=time,
    )

"""Keeps documents' attribution: at once where that is quick or has to be, else packed in the background first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from groundwire.provenance.store import Packed

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.lsp.folders import Folder, Place
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.provenance.store import Store

QUICK: Final = 150_000
"""Characters of a text that is packed and kept within some five milliseconds."""
_AGAIN: Final = 1.0
"""Seconds until a store that others kept busy is tried again."""


class Keeping:
    """Saves the session's documents, in the order of their changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._closing: dict[Path, TrackedDocument] = {}
        """Documents just closed that are not kept yet."""

    def save(self, document: TrackedDocument) -> None:
        """Keep a document's attribution now; what is wrong with the store is said."""
        if document.unsaved:
            self._session.explaining.settle(document)
        if (store := _keep(document)) is not None:
            self._session.showing.notice(store.notice)

    def save_soon(self, document: TrackedDocument) -> None:
        """Keep a document's attribution as it is now, or later as it is then."""
        if document.notebook is not None:
            self.save(document)
            return
        if not document.unsaved or document.place is None:
            return
        if self._session.explaining.waits(document):
            self._session.explaining.save_then(document)
        elif self._is_quick(document):
            self.save(document)
        elif document.saving is None:
            self._session.judging.spawn(self._save(document, document.place))

    def save_all(self) -> None:
        """Keep what is not kept yet."""
        for document in [*self._session.documents.values(), *self._closing.values()]:
            self.save(document)

    async def save_in(self, folder: Folder) -> None:
        """Keep what is not kept yet of a folder's documents."""
        for document in [*self._session.documents.values(), *self._closing.values()]:
            place = document.place
            if place is None or place.folder is not folder or not document.unsaved:
                continue
            await self._session.explaining.over(document)
            if document.notebook is None and document.document.length > QUICK:
                await self._save(document, place)
            else:
                self.save(document)

    def ended(self) -> None:
        """Keep what is not kept yet, now that nobody listens any more: not every client asks for a shutdown."""
        for document in [*self._session.documents.values(), *self._closing.values()]:
            if document.unsaved:
                self._session.explaining.settle_last(document)
            _keep(document)

    def put_away(self, document: TrackedDocument, place: Place) -> None:
        """A document was closed, and is followed no more: keep it, then follow its file as it is on disk."""
        document.place = place
        tried = self._is_quick(document)
        if tried:
            self.save(document)
        if not document.unsaved:
            self._session.unopened.read(place)
        else:
            self._closing[place.file] = document
            self._session.judging.spawn(self._put_away(document, place, after=_AGAIN if tried else 0.0))

    def closing(self, file: Path) -> TrackedDocument | None:
        """The document of a file that was closed and is not kept yet."""
        return self._closing.get(file)

    async def _put_away(self, document: TrackedDocument, place: Place, after: float) -> None:
        """Keep a closed document; again where it was given something meanwhile, or others kept the store busy."""
        while document.unsaved and self._stands(place):
            await asyncio.sleep(after)
            await self._save(document, place)
            after = _AGAIN
        if self._closing.get(place.file) is document:
            del self._closing[place.file]
        if self._stands(place):
            self._session.unopened.read(place)

    def _is_quick(self, document: TrackedDocument) -> bool:
        """Whether keeping the document takes no time worth speaking of, and waits for no thread of ours."""
        return document.document.length <= QUICK and not self._session.recorded.taking_in

    async def _save(self, document: TrackedDocument, place: Place) -> None:
        """Unless it is saved meanwhile, keep the document as it is now; what it becomes meanwhile is not kept yet."""
        if self._session.explaining.waits(document):  # since it was asked for: half of what is known is not kept
            self._session.explaining.save_then(document)
            return
        token = document.saving = object()
        revision, attribution = document.revision, document.attribution
        text, newline = document.document.text(), document.document.newline
        packed = await self._session.background.do(lambda: Packed.of(text))
        if document.saving is not token or not self._stands(place):
            return
        document.saving = None
        store = place.folder.store
        if store.save(place.stored, packed, newline, attribution) and document.revision == revision:
            document.kept()
        self._session.showing.notice(store.notice)

    def _stands(self, place: Place) -> bool:
        return self._session.folders.get(place.folder.uri) is place.folder


def _keep(document: TrackedDocument) -> Store | None:
    """Save a document's attribution; the store, where there was something to save."""
    document.saving = None
    if document.notebook is not None:
        return document.notebook.save()
    if not document.unsaved or document.place is None:
        return None
    store = document.place.folder.store
    text, newline = document.document.text(), document.document.newline
    if store.save(document.place.stored, text, newline, document.attribution):
        document.kept()
    return store

"""Reads long documents some lines at a time, between other things, so that their units are known when asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument

LINES: Final = 500
"""Lines that are read, or cut into units, in one turn: some one or two milliseconds."""


class Reading:
    """The documents that are being read."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._now: set[TrackedDocument] = set()

    def ahead(self, document: TrackedDocument) -> None:
        """Have a document read, if that takes more than a turn; whoever asks meanwhile has the rest read at once.

        One whose text is being explained is read then: the thread that compares texts would share its turns.
        """
        if self._session.explaining.waits(document):
            return
        if document not in self._now and document.document.units.left > LINES:
            self._now.add(document)
            self._session.judging.spawn(self._read(document))

    async def through(self, document: TrackedDocument) -> None:
        """Wait until a document is read."""
        while document.document.units.read_on(LINES):  # noqa: ASYNC110 - it is the work itself
            await asyncio.sleep(0)

    async def _read(self, document: TrackedDocument) -> None:
        try:
            await self.through(document)
        finally:
            self._now.discard(document)

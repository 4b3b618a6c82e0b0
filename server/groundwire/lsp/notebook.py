"""One notebook that the client has open: its cells in order, each a document of its own, and one text in the store."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from groundwire.provenance.cells import OwnedCell, put_together
from groundwire.provenance.generated import NOT_SILENT
from groundwire.text.notebook import SEPARATOR, id_of

if TYPE_CHECKING:
    from lsprotocol import types

    from groundwire.lsp.folders import Place
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.provenance.generated import Silent
    from groundwire.provenance.store import Store

log = logging.getLogger(__name__)

_GONE: Final = 50
"""Cells remembered after they were taken out, for an undo, or for where they are put."""
_INSERTED: Final = 8
"""Insertions remembered, for a cell that is joined to another goes only after its text has come."""


@dataclass(slots=True)
class Entry:
    """One cell as the client lists it; `document` is None for what is no Python."""

    uri: str
    id: str | None
    document: TrackedDocument | None = None


class Notebook:
    """The cells of one notebook. `place` is None for one that is not saved, or lies outside every folder."""

    def __init__(self, session: Session, uri: str, place: Place | None) -> None:
        self._session = session
        self.uri = uri
        self.place = place
        self.entries: list[Entry] = []
        self.followed = False
        """The worker knows its cells and their order."""
        self.rearranged = False
        """Cells came, went or moved since the store heard of it."""
        self.gone: deque[OwnedCell] = deque(maxlen=_GONE)
        self.inserted: deque[tuple[TrackedDocument, str]] = deque(maxlen=_INSERTED)
        """What was lately put into cells."""
        self.touched: list[TrackedDocument] = []
        """Cells that the last change edited."""

    def documents(self) -> list[TrackedDocument]:
        """Its Python cells, in order."""
        return [entry.document for entry in self.entries if entry.document is not None]

    def number_of(self, document: TrackedDocument) -> int:
        """A cell's place among the Python cells, from one; 0 for one that is gone."""
        return next((number for number, one in enumerate(self.documents(), 1) if one is document), 0)

    def owned(self) -> list[OwnedCell]:
        """Its Python cells and who wrote them, in order."""
        return [
            OwnedCell(entry.id, entry.document.document.text(), entry.document.attribution)
            for entry in self.entries
            if entry.document is not None
        ]

    @property
    def is_silenced(self) -> bool:
        """Whether a comment in any cell silences them all."""
        return any(document.silences for document in self.documents())

    @property
    def silent(self) -> Silent:
        """Rules that comments in any cell silence in them all."""
        return reduce(or_, (document.silent for document in self.documents()), NOT_SILENT)

    def silence_changed(self) -> None:
        """A comment that silences the notebook came or went."""
        for document in self.documents():
            document.say_anew()
            self._session.judging.want(document)

    def save(self) -> Store | None:
        """Keep who wrote its cells; the store, where there was something to save."""
        documents = self.documents()
        if self.place is None or not (self.rearranged or any(document.unsaved for document in documents)):
            return None
        cells = self.owned()
        if any(SEPARATOR in cell.text for cell in cells):
            log.warning("%s is not recorded: a cell holds a record separator (U+001E)", self.uri)
            return None
        store = self.place.folder.store
        text, attribution = put_together(cells)
        if store.save(self.place.stored, text, "\n", attribution):
            self.rearranged = False
            for document in documents:
                document.kept()
        return store


def entry_of(cell: types.NotebookCell) -> Entry:
    """A cell as the client tells of it, its document still to be opened."""
    return Entry(cell.document, _id_in(cell.metadata))


def _id_in(metadata: Any) -> str | None:
    """The cell's id in a client's metadata; the framework makes objects of what LSP leaves open."""
    for where in (metadata, _member(metadata, "custom")):
        if (found := id_of(_member(where, "id"))) is not None:
            return found
    return None


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)

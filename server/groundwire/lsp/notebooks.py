"""Notebooks that the client has open: their cells come, go and move, and each is a document of its own meanwhile."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.lsp.cell_owners import joined, owners_of, put_in
from groundwire.lsp.notebook import Entry, Notebook, entry_of
from groundwire.lsp.schemes import is_followed
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import NotAnalysed
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import OwnedCell, taken_apart
from groundwire.text.notebook import SEPARATOR, read_cells, script
from groundwire.text.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.lsp.folders import Place
    from groundwire.lsp.session import Session

log = logging.getLogger(__name__)

_UNSAVED: Final = 8
"""Notebooks without a file that are remembered after they were closed: they may come back under a name."""
_READ_FOR_IDS: Final = 1024 * 1024
"""Bytes of a notebook that is read for the ids of cells, where the client does not tell them."""


class Notebooks:
    """Applies what the client says of its notebooks."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open: dict[str, Notebook] = {}
        self._unsaved: deque[list[OwnedCell]] = deque(maxlen=_UNSAVED)

    def __iter__(self) -> Iterator[Notebook]:
        return iter(list(self._open.values()))

    def opened(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook was opened: what is known of its cells is there at once."""
        given = params.notebook_document
        if given.uri in self._open:
            self.closed(given.uri)
        if not is_followed(given.uri):
            return
        notebook = Notebook(self._session, given.uri, self._session.place(given.uri))
        self._open[given.uri] = notebook
        texts = {item.uri: item for item in params.cell_text_documents}
        notebook.entries = [entry_of(cell) for cell in given.cells]
        fresh = [
            (entry, self._document(notebook, cell, texts[cell.document]))
            for entry, cell in zip(notebook.entries, given.cells, strict=True)
            if _is_python(cell, texts)
        ]
        _tell_ids(notebook, [(entry, document.document.text()) for entry, document in fresh])
        known = self._known(notebook, [(entry.id, document.document.text()) for entry, document in fresh])
        for (entry, document), attribution in zip(fresh, known, strict=True):
            document.restore(attribution)
            entry.document = document
        for _, document in fresh:
            self._session.adopt(document)
        self._expect_recorded(notebook)
        if notebook.rearranged:
            self._save(notebook)

    def _expect_recorded(self, notebook: Notebook) -> None:
        """Wait for the cells as they were recorded last: an agent may have written the file, and its edit been read,
        before the client told of the notebook as it had been.
        """
        place = notebook.place
        latest = place.folder.store.latest_text(place.stored) if place is not None else None
        for document, cell in _recorded_cells(notebook, latest):
            if document.document.text() != cell.text:
                self._session.awaited.expect(document, cell.text, cell.attribution)

    def changed(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Cells came, went, moved or were edited; all of one change belongs together."""
        notebook = self._open.get(params.notebook_document.uri)
        cells = params.change.cells
        if notebook is None:
            log.warning("a change of a notebook that is not open is left out: %s", params.notebook_document.uri)
            return
        if cells is None:
            return
        texts = cells.text_content or ()
        documents = [self._session.documents.get(content.document.uri) for content in texts]
        if texts:
            notebook.touched = [document for document in documents if document is not None]
        if cells.structure is not None:
            self._rearrange(notebook, cells.structure)
        self._retell(notebook, cells.data or ())
        for content in texts:
            self._edit(notebook, content)

    def _rearrange(self, notebook: Notebook, structure: types.NotebookDocumentCellChangeStructure) -> None:
        array = structure.array
        start = min(max(array.start, 0), len(notebook.entries))
        stop = min(start + max(array.delete_count, 0), len(notebook.entries))
        given = {cell.document: cell for cell in array.cells or ()}
        known = {entry.uri: entry for entry in notebook.entries}
        arrived = [known.get(uri) or entry_of(cell) for uri, cell in given.items()]
        staying = [entry for entry in notebook.entries[start:stop] if entry.uri in given]
        before = notebook.entries[:start]
        notebook.entries = [*before, *arrived, *notebook.entries[stop:]]
        closed = {item.uri for item in structure.did_close or ()}
        listed = {entry.uri for entry in notebook.entries}
        for entry in known.values():
            if entry.document is not None and (entry.uri in closed or entry.uri not in listed):
                self._take_out(notebook, entry, staying=entry in staying)
        for item in structure.did_open or ():
            for entry in notebook.entries:
                if entry.uri == item.uri and entry.document is None and _opens(given.get(item.uri), item):
                    self._put_in(notebook, entry, item)
        notebook.rearranged = True
        self._arranged(notebook)

    def _take_out(self, notebook: Notebook, entry: Entry, *, staying: bool) -> None:
        """A cell is no more, or is no Python any more: it may have become part of another one."""
        document, entry.document = entry.document, None
        if document is None:
            return
        cell = OwnedCell(entry.id, document.document.text(), document.attribution)
        notebook.gone.append(cell)
        if not staying:
            joined(notebook, cell)
        self._session.drop(document)

    def _put_in(self, notebook: Notebook, entry: Entry, item: types.TextDocumentItem) -> None:
        document = TrackedDocument(item.uri, item.text, item.version, notebook.place, notebook)
        document.restore(owners_of(self._session, notebook, entry.id, document.document.text()))
        entry.document = document
        self._session.adopt(document)

    def _retell(self, notebook: Notebook, cells: Sequence[types.NotebookCell]) -> None:
        """What a client says of cells that stay: their kind may be another one, or they have an id now."""
        told = {cell.document: cell for cell in cells}
        for entry in notebook.entries:
            if (cell := told.get(entry.uri)) is None:
                continue
            entry.id = entry_of(cell).id or entry.id
            if cell.kind != types.NotebookCellKind.Code and entry.document is not None:
                self._take_out(notebook, entry, staying=True)
                notebook.rearranged = True
                self._arranged(notebook)

    def _edit(self, notebook: Notebook, content: types.NotebookDocumentCellContentChanges) -> None:
        self._session.editing.changed(types.DidChangeTextDocumentParams(content.document, content.changes))
        document = self._session.documents.get(content.document.uri)
        if document is None:
            return
        for change in content.changes:
            if change.text.strip():
                notebook.inserted.append((document, change.text))
                put_in(notebook, document, change.text)

    def _arranged(self, notebook: Notebook) -> None:
        """Let the worker know the order, if it knows the cells: what the notebook binds may be something else."""
        followed = notebook.followed
        notebook.followed = False
        documents = notebook.documents()
        if followed and documents:
            self._session.judging.follow(documents[0])
        for document in documents:
            self._session.showing.regions_changed(document)

    def saved(self, uri: str) -> None:
        """The client wrote a notebook to disk."""
        notebook = self._open.get(uri)
        if notebook is None:
            return
        for document in notebook.documents():
            self._session.awaited.saved(document)
        _tell_ids(notebook, [(entry, entry.document.document.text()) for entry in notebook.entries if entry.document])
        self._save(notebook)
        self._session.recorded.soon()

    def closed(self, uri: str) -> None:
        """The client closed a notebook: its cells are not shown any more."""
        notebook = self._open.get(uri)
        if notebook is None:
            return
        self._save(notebook)
        if notebook.place is None and any(cell.attribution.spans for cell in notebook.owned()):
            self._unsaved.append(notebook.owned())
        self._forget(notebook)

    def lost(self, uri: str | None) -> None:
        """A change was not understood: nobody knows the notebook's cells until it is opened again."""
        if (notebook := self._open.get(uri or "")) is not None:
            log.error("%s is not followed until it is opened again: a change of it was not understood", uri)
            self._save(notebook)
            self._forget(notebook)

    def _forget(self, notebook: Notebook) -> None:
        for document in notebook.documents():
            self._session.drop(document)
        del self._open[notebook.uri]
        if notebook.followed:
            self._session.analyser.tell({"do": "notebook", "uri": notebook.uri, "path": "", "cells": []})

    def _save(self, notebook: Notebook) -> None:
        if (store := notebook.save()) is not None:
            self._session.showing.notice(store.notice)

    def names_changed(self, uri: str) -> None:
        """A notebook binds other names than its cells were judged with."""
        if (notebook := self._open.get(uri)) is not None:
            for document in notebook.documents():
                if len(document.units):
                    self._session.judging.recheck(document)

    def recorded(self, place: Place) -> None:
        """The store knows something new of a notebook: an agent's edit, or another window's."""
        latest = place.folder.store.latest_text(place.stored)
        for notebook in self:
            if notebook.place is not None and notebook.place.file == place.file:
                for document, cell in _recorded_cells(notebook, latest):
                    self._session.awaited.learn(document, cell.text, cell.attribution)

    def place_again(self) -> None:
        """Folders came or went: notebooks may belong to another one, or to none."""
        for notebook in self:
            place = self._session.place(notebook.uri)
            if place == notebook.place:
                continue
            notebook.place = place
            documents = notebook.documents()
            known = self._known(notebook, [(cell.id, cell.text) for cell in notebook.owned()])
            for document, attribution in zip(documents, known, strict=True):
                self._session.unfollow(document)
                document.place = place
                if not document.attributed:
                    document.restore(attribution)
                self._session.placed_again(document)
            notebook.followed = False

    def _document(self, notebook: Notebook, cell: types.NotebookCell, item: types.TextDocumentItem) -> TrackedDocument:
        return TrackedDocument(cell.document, item.text, item.version, notebook.place, notebook)

    def _known(self, notebook: Notebook, cells: list[tuple[str | None, str]]) -> list[Attribution]:
        """What is known of each cell of a notebook that is opened."""
        if (twin := self._twin(notebook, [text for _, text in cells])) is not None:
            notebook.rearranged = True
            return [cell.attribution for cell in twin]
        if notebook.place is None or any(SEPARATOR in text for _, text in cells):  # no text in the store tells it apart
            return [Attribution() for _ in cells]
        text = script(cells)
        known = notebook.place.folder.store.load(notebook.place.stored, text)
        return [cell.attribution for cell in taken_apart(text, known)]

    def _twin(self, notebook: Notebook, texts: list[str]) -> list[OwnedCell] | None:
        """The same cells in a notebook without a file, open or just closed: it may have been saved under this name."""
        unsaved = [other.owned() for other in self if other.place is None and other is not notebook]
        for cells in [*unsaved, *reversed(self._unsaved)]:
            if [cell.text for cell in cells] == texts and any(cell.attribution.spans for cell in cells):
                return cells
        return None


def _recorded_cells(
    notebook: Notebook, latest: tuple[str, Attribution] | None
) -> Iterator[tuple[TrackedDocument, OwnedCell]]:
    """The open cells that stored ones are, each with the stored one."""
    left = list(notebook.entries)
    for cell in taken_apart(*latest) if latest is not None else ():
        entry = _meant(left, cell)
        if entry is not None and entry.document is not None:
            left.remove(entry)
            yield entry.document, cell


def _meant(entries: list[Entry], cell: OwnedCell) -> Entry | None:
    """The open cell that a stored one is: of its id, else of its text."""
    same = (entry for entry in entries if cell.id is not None and entry.id == cell.id and entry.document is not None)
    alike = (entry for entry in entries if entry.document is not None and entry.document.document.text() == cell.text)
    return next(same, None) or next(alike, None)


def _is_python(cell: types.NotebookCell, texts: dict[str, types.TextDocumentItem]) -> bool:
    item = texts.get(cell.document)
    return item is not None and _opens(cell, item)


def _opens(cell: types.NotebookCell | None, item: types.TextDocumentItem) -> bool:
    """Whether a cell's text is Python: some clients tell of all cells."""
    code = cell is None or cell.kind == types.NotebookCellKind.Code
    return code and item.language_id.lower().startswith("python")


def _tell_ids(notebook: Notebook, cells: list[tuple[Entry, str]]) -> None:
    """Take the ids of cells from disk where the client does not tell them and the cells there are the same."""
    if notebook.place is None or all(entry.id is not None for entry, _ in cells):
        return
    content = read_bytes(notebook.place.file, _READ_FOR_IDS)
    found = read_cells(content) if isinstance(content, bytes) else content
    if isinstance(found, NotAnalysed) or [cell.source for cell in found] != [text for _, text in cells]:
        return
    for (entry, _), cell in zip(cells, found, strict=True):
        entry.id = entry.id or cell.id

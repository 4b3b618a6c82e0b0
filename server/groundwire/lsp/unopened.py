"""Files that are not open: those with generated regions are followed, and what changes on disk is taken in."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import NotAnalysed
from groundwire.provenance.attribution import Attribution
from groundwire.text.lines import normalised
from groundwire.text.notebook import is_notebook
from groundwire.text.read import read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from groundwire.lsp.folders import Folder, Place
    from groundwire.lsp.session import Session

log = logging.getLogger(__name__)

_SURVEYED: Final = 1_000
"""Files with generated regions that are judged without being open."""
_WATCHED: Final = ("**/*.{py,pyi}", "**/*.{toml,cfg,ini}", "**/*requirements*.{txt,in}", "**/.coverage*")
"""Sources, what says what the project depends on and how it is tested, and what its test run recorded."""


class Unopened:
    """The followed files that the client has not opened."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stamps: dict[str, tuple[int, int]] = {}
        """Modification time and size of each followed file when it was read, by URI."""

    async def survey(self, folder: Folder) -> None:
        """Follow the folder's files that hold generated regions, those that agents told of meanwhile included."""
        await self._session.recorded.look(folder)
        known = folder.store.attributed_paths()[:_SURVEYED]
        for file in [tree / stored for tree in folder.trees() for stored in known]:
            if self._session.folders.get(folder.uri) is not folder:  # closed meanwhile
                return
            place = self._session.place_of(file)
            reading = self.read(place) if place is not None else None
            if reading is not None:
                await asyncio.wait([reading])  # one after another: each holds several texts
            await asyncio.sleep(0)
        self._session.showing.notice(folder.store.notice)

    def read(self, place: Place) -> asyncio.Task[None] | None:
        """Follow a file as it is on disk, if generated text stands in it; the task where that is found out later."""
        if place.file in self._session.by_file or is_notebook(place.path):
            return None  # nobody knows what the client would call a notebook's cells
        stamp = _stamp(place)
        text = read_source(place.file)
        if isinstance(text, NotAnalysed):
            log.info("%s is not followed: %s", place.file, text.reason)
            return None
        document = TrackedDocument(place.uri, text, None, place)
        known = self._session.explaining.at_once(place, document.document.text())
        if not isinstance(known, Attribution):
            return self._session.judging.spawn(self._read_later(document, place, stamp))
        self._follow(document, known, stamp)
        return None

    async def _read_later(self, document: TrackedDocument, place: Place, stamp: tuple[int, int] | None) -> None:
        """Follow a file that takes a while to explain, if it is still the same and not open by then."""
        known = await self._session.explaining.attribution(place, document.document.text())
        if place.file in self._session.by_file or self._session.folders.get(place.folder.uri) is not place.folder:
            return
        if _stamp(place) == stamp:
            self._follow(document, known, stamp)
        else:
            self.read(place)

    def _follow(self, document: TrackedDocument, known: Attribution, stamp: tuple[int, int] | None) -> None:
        self._session.explaining.known(document, known)
        if document.attributed and stamp is not None:
            self._stamps[document.uri] = stamp
            self._session.adopt(document)

    def watch(self) -> None:
        """Ask the client to tell of files that change on disk."""
        workspace = self._session.server.client_capabilities.workspace
        if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions(
                [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            )
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("groundwire.files", method, options)
            self._session.server.client_register_capability(types.RegistrationParams([registration]), lambda _: None)

    async def changed(self, uris: Sequence[str]) -> None:
        """Files changed on disk: the index hears of them, and those that are not open are read again."""
        places = []
        for uri in uris:
            if (place := self._session.place(uri)) is not None:
                places.append(place)
            await asyncio.sleep(0)
        if any(place.path == "pyproject.toml" for place in places):
            self._session.settings.apply({})
        self.tell_saved(places)
        for place in places:
            if place.path.endswith(".py"):
                self.read_again(place)
                await asyncio.sleep(0)

    def tell_saved(self, places: Iterable[Place]) -> None:
        """Let the index take in files as they are on disk."""
        paths: dict[str, list[str]] = {}
        for place in places:
            paths.setdefault(str(place.folder.root), []).append(place.path)
        for root, changed in paths.items():
            self._session.analyser.tell({"do": "saved", "root": root, "paths": changed})
        self._session.recorded.soon()

    def look_again(self) -> None:
        """Notice followed files that changed or went without a word: not every client, nor every watcher, tells."""
        for document in [document for document in self._session.documents.values() if not document.open]:
            if document.place is not None and self._stamps.get(document.uri) != _stamp(document.place):
                self.tell_saved([document.place])
                self.read_again(document.place)

    def recorded(self, place: Place) -> None:
        """The store knows something new of a file that is not open."""
        document, text = self._session.by_file.get(place.file), read_source(place.file)
        if document is not None and isinstance(text, str) and normalised(text) == document.document.text():
            attribution = self._session.explaining.at_once(place, document.document.text())
            if isinstance(attribution, Attribution) and attribution.spans == document.attribution.spans:
                return
            if isinstance(attribution, Attribution) and attribution.spans:
                document.learn(attribution)
                self._session.judging.want(document)
                self._session.showing.regions_changed(document)
                return
        self.tell_saved([place])
        self.read_again(place)

    def read_again(self, place: Place) -> None:
        """Follow a file as it is on disk now, or no more where no generated text stands in it."""
        document = self._session.by_file.get(place.file)
        if document is not None and document.open:
            return
        if document is not None:
            self._stamps.pop(document.uri, None)
            self._session.drop(document)
        self.read(place)


def _stamp(place: Place) -> tuple[int, int] | None:
    try:
        status = place.file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size

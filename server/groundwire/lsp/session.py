"""What the server knows while it runs: folders, documents, the analysis process."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from groundwire.lsp.analyser import Analyser
from groundwire.lsp.attributing import Attributing
from groundwire.lsp.awaited import Awaited
from groundwire.lsp.background import Background
from groundwire.lsp.editing import Editing
from groundwire.lsp.explaining import Explaining
from groundwire.lsp.folders import Folder, Place, path_of
from groundwire.lsp.hints import Hints
from groundwire.lsp.judging import Judging, notebook_message, open_message
from groundwire.lsp.keeping import Keeping
from groundwire.lsp.notebooks import Notebooks
from groundwire.lsp.reading import Reading
from groundwire.lsp.recorded import Recorded
from groundwire.lsp.settings import Settings
from groundwire.lsp.showing import Showing
from groundwire.lsp.unopened import Unopened
from groundwire.provenance.location import real

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from groundwire.lsp.server import GroundwireServer
    from groundwire.lsp.tracked import TrackedDocument

log = logging.getLogger(__name__)

_SAVE_EVERY: Final = 30.0
"""Seconds between saves of attribution that no file was saved for."""
_LOOK_EVERY: Final = 5.0
"""Seconds between looks at whether the editor still lives."""


class Session:
    """The state behind the handlers; all of it lives on the event loop."""

    def __init__(self, server: GroundwireServer) -> None:
        self.server = server
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.folders: dict[str, Folder] = {}
        self.documents: dict[str, TrackedDocument] = {}
        """By the client's URI."""
        self.by_file: dict[Path, TrackedDocument] = {}
        """Those inside a folder, by file: one file may have several URIs."""
        self.analyser = Analyser(self._greeting, self._heard)
        self.judging = Judging(self)
        self.showing = Showing(self)
        self.settings = Settings(self)
        self.trusted = False
        self.editing = Editing(self)
        self.notebooks = Notebooks(self)
        self.attributing = Attributing(self)
        self.unopened = Unopened(self)
        self.awaited = Awaited(self)
        self.recorded = Recorded(self)
        self.hints = Hints()
        self.background = Background()
        self.reading = Reading(self)
        self.explaining = Explaining(self)
        self.keeping = Keeping(self)

    def configure(self, options: Any, encoding: str) -> None:
        """Take over `initializationOptions` `{trusted?, settings?}` and the position encoding agreed on.

        Where the workspace is trusted, the project's own Python may be started and asked what it has installed.
        """
        given = options if isinstance(options, dict) else {}
        self.trusted = given.get("trusted") is True
        self.settings.sent = given.get("settings")
        self.encoding = encoding

    # folders

    def enter(self, uri: str) -> None:
        """A workspace folder was opened: what generated files it holds is found out."""
        root = path_of(uri)
        if root is None or uri in self.folders:
            return
        folder = Folder(uri, real(root), self.settings.sent)
        self.folders[uri] = folder
        self.settings.ask()
        folder.log_problems()
        self.analyser.tell(folder.worker_message(trusted=self.trusted))
        self._place_again()
        self.judging.spawn(self.unopened.survey(folder))

    def leave(self, uri: str) -> None:
        """A workspace folder was closed; one around it may still hold its files."""
        folder = self.folders.pop(uri, None)
        if folder is None:
            return
        self.keeping.save_all()
        if all(other.root != folder.root for other in self.folders.values()):
            self.analyser.tell({"do": "leave", "root": str(folder.root)})
        self._place_again()
        folder.close()

    def place(self, uri: str) -> Place | None:
        """Where a document lies, in the innermost folder that holds it."""
        document = self.documents.get(uri)
        path = path_of(uri if document is None else document.file_uri)
        return self.place_of(real(path)) if path is not None else None

    def place_of(self, file: Path) -> Place | None:
        """Where a file, given without symbolic links, lies in the innermost folder that holds it."""
        places = (folder.place(file) for folder in self.folders.values())
        return max((place for place in places if place), key=lambda place: len(str(place.folder.root)), default=None)

    def folder_of(self, uri: str) -> Folder | None:
        """The folder that a file lies in, or that the URI names."""
        place = self.place(uri)
        return place.folder if place is not None else None

    def _place_again(self) -> None:
        """Folders came or went: documents may belong to another one, or to none."""
        for document in list(self.documents.values()):
            place = self.place(document.uri)
            if place == document.place or document.notebook is not None:
                continue
            if place is None and not document.open:
                self.drop(document)
                continue
            self.explaining.settle(document)  # by the store of the place it had
            self.unfollow(document)
            self._put(document, place)
            if place is not None and not document.attributed:
                self.explaining.restore(document, place)
            self.placed_again(document)
        self.notebooks.place_again()

    def placed_again(self, document: TrackedDocument) -> None:
        """A document belongs to another folder now, or to none."""
        self.reviewed(document)
        self.judging.recheck(document)
        self.showing.regions_changed(document)

    def _put(self, document: TrackedDocument, place: Place | None) -> None:
        before, document.place = document.place, None
        if before is not None and self.by_file.get(before.file) is document:
            del self.by_file[before.file]
            for other in self.documents.values():  # the same file, open under two names
                if other.place is not None and other.place.file == before.file and other.notebook is None:
                    self.by_file[before.file] = other
        document.place = place
        if place is not None and document.notebook is None:
            self.by_file[place.file] = document

    def is_on(self, document: TrackedDocument) -> bool:
        """Whether anything of the document is analysed and shown."""
        if document.place is None:
            return self.settings.elsewhere.get("enable") is not False
        return document.place.folder.config.enable

    def shown(self, uri: str) -> TrackedDocument | None:
        """The document, unless nothing of it is to be shown."""
        document = self.documents.get(uri)
        return document if document is not None and self.is_on(document) else None

    # documents

    def adopt(self, document: TrackedDocument) -> None:
        """Follow a document from now on."""
        document.kept()
        self.documents[document.uri] = document
        self._put(document, document.place)
        self.reviewed(document)
        self.judging.want(document)
        self.showing.regions_changed(document)

    def drop(self, document: TrackedDocument) -> None:
        """Follow a document no more."""
        self.unfollow(document)
        self.explaining.drop(document)
        self.documents.pop(document.uri, None)
        self._put(document, None)
        self.showing.cleared(document)

    def unfollow(self, document: TrackedDocument) -> None:
        """Let the worker forget a document, until it is asked about it again."""
        if document.followed:
            document.followed = False
            self.analyser.tell({"do": "close", "uri": document.uri})

    def reviewed(self, document: TrackedDocument) -> None:
        """Load what a person confirmed of the document."""
        if document.place is not None:
            reviews = document.place.folder.store.reviews(document.place.stored)
            document.review({review.digest: review.time for review in reviews})

    async def save_now_and_then(self) -> None:
        """Keep unsaved attribution every so often, so that a crash loses little; see what came and went on disk."""
        while True:
            await asyncio.sleep(_SAVE_EVERY)
            for document in list(self.documents.values()):
                self.keeping.save_soon(document)
            self.unopened.look_again()

    async def watch_parent(self, process: int | None) -> None:
        """End with the editor, also where it leaves our input open behind it."""
        if process is None or sys.platform == "win32":  # there, asking about a process is a signal to it
            return
        while _lives(process):  # noqa: ASYNC110 - nothing tells of a process that ends
            await asyncio.sleep(_LOOK_EVERY)
        log.warning("the editor (process %s) is gone; the server ends", process)
        await self.end()

    async def end(self) -> None:
        """End without a word from the client; its input may stay open, so only an exit at once ends the process."""
        await self.close()
        os._exit(1)

    async def close(self) -> None:
        """End everything the session started."""
        self.keeping.save_all()
        await self.hints.close()
        await self.judging.close()
        self.background.close()
        await self.analyser.close()
        for folder in self.folders.values():
            folder.close()

    # the analysis process

    def _greeting(self) -> Iterator[dict[str, Any]]:
        for folder in self.folders.values():
            yield folder.worker_message(trusted=self.trusted)
        for document in self.documents.values():
            if document.followed:
                yield open_message(document)
        for notebook in self.notebooks:
            if notebook.followed:
                yield notebook_message(notebook)

    def _heard(self, message: dict[str, Any]) -> None:
        if message["event"] == "index":
            self.judging.index_changed(message["root"])
        elif message["event"] == "unread":
            self.showing.notice(
                f"The project in {message['root']} cannot be read ({message['why']}): what only the whole of it can "
                "tell is not analysed there. The log says more; please report it."
            )
        elif message["event"] == "notebook":
            self.notebooks.names_changed(message["uri"])
        elif message["event"] == "inferred":
            self.judging.inferred(message["root"], message["path"])
        elif message["event"] == "ended":
            self.judging.worker_ended()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

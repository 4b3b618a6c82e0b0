"""What the server knows while it runs: folders, documents, the analysis process."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.analyser import Analyser
from groundwire.lsp.folders import Folder, Place, path_of
from groundwire.lsp.judging import Judging
from groundwire.lsp.showing import Showing
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.lsp.server import GroundwireServer

log = logging.getLogger(__name__)

_SAVE_EVERY: Final = 30.0
"""Seconds between saves of attribution that no file was saved for."""
_LOOK_EVERY: Final = 5.0
"""Seconds between looks at whether the editor still lives."""


class Session:
    """The state behind the handlers; all of it lives on the event loop."""

    def __init__(self, server: GroundwireServer) -> None:
        self.server = server
        self.trusted = False
        self.settings: Mapping[str, Any] = {}
        self.encoding: str = types.PositionEncodingKind.Utf16
        self.folders: dict[str, Folder] = {}
        self.documents: dict[str, TrackedDocument] = {}
        self.analyser = Analyser(self._greeting, self._heard)
        self.judging = Judging(self)
        self.showing = Showing(self)

    def configure(self, options: Any, encoding: str) -> None:
        """Take over `initializationOptions` `{trusted?, settings?}` and the position encoding agreed on."""
        given = options if isinstance(options, dict) else {}
        self.trusted = given.get("trusted") is True
        settings = given.get("settings")
        self.settings = settings if isinstance(settings, dict) else {}
        self.encoding = encoding

    # folders

    def enter(self, uri: str) -> None:
        """A workspace folder was opened: what generated files it holds is found out."""
        root = path_of(uri)
        if root is None or uri in self.folders:
            return
        folder = Folder(uri, root.resolve(), self.settings)
        self.folders[uri] = folder
        for problem in folder.problems:
            log.warning("%s", problem)
        self.analyser.tell(folder.worker_message())
        for document in self.documents.values():
            if document.place is None:
                document.place = self.place(document.uri)
        self.judging.survey(folder)

    def leave(self, uri: str) -> None:
        """A workspace folder was closed."""
        folder = self.folders.pop(uri, None)
        if folder is None:
            return
        self.save_all()
        self.analyser.tell({"do": "leave", "root": str(folder.root)})
        for document in list(self.documents.values()):
            if document.place is not None and document.place.folder is folder:
                document.place = None
                if not document.open:
                    self.drop(document)
        folder.close()

    def place(self, uri: str) -> Place | None:
        """Where a document lies, in the innermost folder that holds it."""
        path = path_of(uri)
        if path is None:
            return None
        file = path.resolve()
        places = (folder.place(file) for folder in self.folders.values())
        return max((place for place in places if place), key=lambda place: len(str(place.folder.root)), default=None)

    def reconfigure(self, settings: Any) -> None:
        """Settings or `pyproject.toml` changed."""
        if isinstance(settings, dict):
            given = settings.get("groundwire", settings)
            self.settings = given if isinstance(given, dict) else {}
        for folder in self.folders.values():
            if folder.configure(self.settings):
                self.analyser.tell(folder.worker_message())
                for document in self.documents.values():
                    if document.place is not None and document.place.folder is folder:
                        self.judging.recheck(document)

    def watch_files(self) -> None:
        """Ask the client to tell of files that change on disk."""
        workspace = self.server.client_capabilities.workspace
        if workspace and workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in ("**/*.py", "**/pyproject.toml")]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("groundwire.files", method, options)
            self.server.client_register_capability(types.RegistrationParams([registration]), lambda _: None)

    def files_changed(self, uris: list[str]) -> None:
        """Files changed on disk: the index hears of them, and those followed but not open are read again."""
        if any(uri.endswith("/pyproject.toml") for uri in uris):
            self.reconfigure(None)
        for uri in uris:
            place = self.place(uri)
            if place is None or not uri.endswith(".py"):
                continue
            self.analyser.tell({"do": "saved", "root": str(place.folder.root), "paths": [place.path]})
            document = self.documents.get(uri)
            if document is not None and not document.open:
                self.drop(document)
                self.judging.read(place, uri)

    def client_resolves_edits(self) -> bool:
        """Whether the client asks for the edit of a code action when it is chosen."""
        text = self.server.client_capabilities.text_document
        support = text.code_action.resolve_support if text and text.code_action else None
        return support is not None and "edit" in support.properties

    # documents

    def opened(self, item: types.TextDocumentItem) -> None:
        """The client opened a document: what the store knows of its text is there at once."""
        place = self.place(item.uri)
        document = TrackedDocument(item.uri, item.text, item.version, place)
        known = self.documents.get(item.uri)
        if known is not None and known.document.text() == document.document.text():
            document.restore(known.attribution)
        elif place is not None:
            document.restore(place.folder.store.load(place.stored, document.document.text()))
        self.adopt(document)

    def adopt(self, document: TrackedDocument) -> None:
        """Follow a document from now on."""
        document.unsaved = False
        self.documents[document.uri] = document
        self.judging.reviewed(document)
        self.judging.want(document)
        self.showing.regions_changed(document)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The client edited a document: text, spans and units follow at once, judgement later."""
        document = self.documents.get(params.text_document.uri)
        if document is None or not document.open:
            log.warning("a change of a document that is not open is left out: %s", params.text_document.uri)
            return
        had_regions = document.attributed
        for change in params.content_changes:
            self._apply(document, change, params.text_document.version)
        document.version = params.text_document.version
        early, document.early = document.early, []
        for message in early:
            self.judging.attribute(message)
        if had_regions or document.attributed:
            self.judging.want(document)
            self.showing.regions_changed(document)

    def _apply(self, document: TrackedDocument, change: types.TextDocumentContentChangeEvent, version: int) -> None:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            document.replace(change.text)
            document.history.begin(version)
            return
        place = convert.to_range(document.document, change.range, self.encoding)
        document.history.add(version, change.range, change.text, self._width)
        edit = TextEdit(place, change.text)
        document.edit(edit)
        if document.followed:
            (start, end), text = edit.range, edit.new_text
            self.analyser.tell({"do": "change", "uri": document.uri, "edits": [[*start, *end, text]]})

    def _width(self, line: str) -> int:
        return convert.to_character(line, len(line), self.encoding)

    def saved(self, uri: str) -> None:
        """The client wrote a document to disk."""
        document = self.documents.get(uri)
        if document is not None:
            self.save(document)
            if document.place is not None:
                root, path = str(document.place.folder.root), document.place.path
                self.analyser.tell({"do": "saved", "root": root, "paths": [path]})

    def closed(self, uri: str) -> None:
        """The client closed a document; one with regions stays, as it is on disk."""
        document = self.documents.get(uri)
        if document is None:
            return
        self.save(document)
        self.drop(document)
        if document.place is not None and document.attributed:
            self.judging.read(document.place, uri)

    def drop(self, document: TrackedDocument) -> None:
        """Follow a document no more."""
        self.documents.pop(document.uri, None)
        if document.followed:
            self.analyser.tell({"do": "close", "uri": document.uri})
        self.showing.cleared(document)

    def save(self, document: TrackedDocument) -> None:
        """Keep a document's attribution."""
        if document.unsaved and document.place is not None:
            store, text = document.place.folder.store, document.document.text()
            if store.save(document.place.stored, text, document.document.newline, document.attribution):
                document.unsaved = False
            self.showing.notice(store.notice)

    def save_all(self) -> None:
        """Keep what is not kept yet."""
        for document in self.documents.values():
            self.save(document)

    async def save_now_and_then(self) -> None:
        """Keep unsaved attribution every so often, so that a crash loses little."""
        while True:
            await asyncio.sleep(_SAVE_EVERY)
            self.save_all()

    async def watch_parent(self, process: int | None) -> None:
        """End with the editor, also where it leaves our input open behind it."""
        while process is not None and _lives(process):  # noqa: ASYNC110 - nothing tells of a process that ends
            await asyncio.sleep(_LOOK_EVERY)
        if process is not None:
            log.warning("the editor (process %s) is gone; the server ends", process)
            await self.close()
            os._exit(1)

    async def close(self) -> None:
        """End everything the session started."""
        self.save_all()
        await self.judging.close()
        await self.analyser.close()
        for folder in self.folders.values():
            folder.close()

    # the analysis process

    def _greeting(self) -> Iterator[dict[str, Any]]:
        for folder in self.folders.values():
            yield folder.worker_message()
        for document in self.documents.values():
            if document.followed:
                yield self.judging.open_message(document)

    def _heard(self, message: dict[str, Any]) -> None:
        if message.get("event") == "index":
            self.judging.index_changed(message["root"])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

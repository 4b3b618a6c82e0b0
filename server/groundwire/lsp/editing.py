"""Documents that the client has open: they follow its edits, in order and at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import TextEdit
from groundwire.provenance.attribution import Attribution

if TYPE_CHECKING:
    from groundwire.lsp.session import Session

log = logging.getLogger(__name__)


_LONG: Final = 40
"""Characters of a change from which it may be a text that was seen before; nobody types so many at once."""


class Editing:
    """Applies what the client says of its documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def opened(self, item: types.TextDocumentItem) -> None:
        """The client opened a document: what is known of its text is there at once."""
        session = self._session
        place = session.place(item.uri)
        document = TrackedDocument(item.uri, item.text, item.version, place)
        known = session.documents.get(item.uri) or (session.by_file.get(place.file) if place else None)
        if known is not None and known.open and known.uri == item.uri:
            session.save(known)
        if known is not None and known.document.text() == document.document.text():
            document.restore(known.attribution)
        elif place is not None:
            document.restore(place.folder.store.load(place.stored, document.document.text()))
        if known is not None and (known.uri == item.uri or not known.open):
            session.unfollow(known)
            if known.uri != item.uri:
                session.drop(known)  # the same file under another name
        session.adopt(document)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The client edited a document: text, spans and units follow at once, judgement later."""
        document = self._session.documents.get(params.text_document.uri)
        if document is None or not document.open:
            log.warning("a change of a document that is not open is left out: %s", params.text_document.uri)
            return
        had_regions = document.attributed
        for change in params.content_changes:
            self._apply(document, change, params.text_document.version)
        document.version = params.text_document.version
        if any(_is_long(change.text) for change in params.content_changes):
            self._recognise(document)
        self._session.attributing.arrived(document)
        self._session.recorded.arrived(document)
        if had_regions or document.attributed:
            self._session.judging.want(document)
            self._session.showing.regions_changed(document)

    def _recognise(self, document: TrackedDocument) -> None:
        """A text that was seen before has the owners that it had: git put it back, or an undo over a long way."""
        if document.place is None or document.restated:
            return
        store = document.place.folder.store
        known, now = store.exact(document.place.stored, document.document.text()), document.attribution
        if known is not None and known.spans != now.spans:
            document.learn(Attribution(known.spans, {**now.origins, **known.origins}, {**now.written, **known.written}))

    def _apply(self, document: TrackedDocument, change: types.TextDocumentContentChangeEvent, version: int) -> None:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            self._session.unfollow(document)
            document.replace(change.text)
            document.history.begin(version)
            return
        encoding = self._session.encoding
        edit = TextEdit(convert.to_range(document.document, change.range, encoding), change.text)
        replaced = convert.from_range(document.document, edit.range, encoding)  # a client may point past an end
        done = document.edit(edit)
        if done.removed_lines > edit.range.end.line - edit.range.start.line:  # one ending made of what stood around it
            replaced.end = types.Position(replaced.end.line + 1, 0)
        end = document.document.position(done.start + done.inserted)
        document.history.add(version, replaced, convert.from_position(document.document, end, encoding))
        if document.followed:
            (first, last), text = edit
            self._session.analyser.tell({"do": "change", "uri": document.uri, "edits": [[*first, *last, text]]})

    def lost(self, uri: str | None) -> None:
        """A change of the document was not understood: nobody knows its text until it is opened again."""
        document = self._session.documents.get(uri) if uri is not None else None
        if document is not None and document.open:
            log.error("%s is not followed until it is opened again: a change of it was not understood", uri)
            self._session.save(document)
            self._session.drop(document)

    def saved(self, uri: str) -> None:
        """The client wrote a document to disk."""
        document = self._session.documents.get(uri)
        if document is not None:
            self._session.save(document)
            if document.place is not None:
                self._session.unopened.tell_saved([document.place])

    def closed(self, uri: str) -> None:
        """The client closed a document; one with regions stays, as it is on disk."""
        document = self._session.documents.get(uri)
        if document is None or not document.open:
            return
        place = document.place
        self._session.save(document)
        self._session.drop(document)
        self._session.attributing.closed(document)
        if place is not None:
            self._session.unopened.read(place)


def _is_long(text: str) -> bool:
    return len(text) >= _LONG or text.count("\n") > 1

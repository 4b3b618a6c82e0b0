"""Documents that the client has open: they follow its edits, in order and at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.cell_owners import gone_cells
from groundwire.lsp.explaining import QUICK
from groundwire.lsp.reformatting import Reformatting
from groundwire.lsp.schemes import is_followed
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import Span, TextEdit
from groundwire.provenance.copies import copied, is_telling
from groundwire.provenance.spans import attribute, overlapping, shift
from groundwire.provenance.transfer import TELLING_LINE, transfer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.lsp.session import Session
    from groundwire.model import Change
    from groundwire.provenance.spans import Spans

log = logging.getLogger(__name__)


_LONG: Final = 40
"""Characters of a change from which it may be a text that was seen before; nobody types so many at once."""


class Editing:
    """Applies what the client says of its documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def opened(self, item: types.TextDocumentItem) -> None:
        """The client opened a document: what is known of its text is there at once, a long one's units by and by."""
        session = self._session
        if not is_followed(item.uri):
            return
        place = session.place(item.uri)
        document = TrackedDocument(item.uri, item.text, item.version, place)
        known = session.documents.get(item.uri) or (session.by_file.get(place.file) if place else None)
        if known is not None and known.open and known.uri == item.uri:
            session.keeping.save(known)
        self._restore(document, known)
        if known is not None and (known.uri == item.uri or not known.open):
            session.unfollow(known)
            if known.uri != item.uri:
                session.drop(known)  # the same file under another name
        from_unsaved = not document.attribution.spans and self._take_from_unsaved(document)
        session.adopt(document)
        session.reading.ahead(document)
        session.awaited.opened(document)
        if from_unsaved:
            document.unsaved = True
            session.keeping.save(document)

    def _take_from_unsaved(self, document: TrackedDocument) -> bool:
        """A document without a file that was open until now is saved under this name: its owners go along."""
        if document.place is None:
            return False
        for other in [*self._session.documents.values(), *self._session.attributing.lately_closed()]:
            if other.place is None and other.notebook is None and other.attribution.spans:
                before, text = other.document.text(), document.document.text()
                if _without_ends(before) == _without_ends(text):
                    known = other.attribution
                    self._session.explaining.drop(document)
                    document.restore(replace(known, spans=transfer(before, known.spans, text)))
                    return True
        return False

    def _restore(self, document: TrackedDocument, known: TrackedDocument | None) -> None:
        """Take over what another document of the same file knows of the text, or the store."""
        keeping, explaining, place = self._session.keeping, self._session.explaining, document.place
        closing = keeping.closing(place.file) if known is None and place is not None else None
        last = known or closing
        if closing is not None:
            keeping.save(closing)  # what it knows may explain the text, and must not come after what is kept next
        if last is not None and not explaining.waits(last) and last.document.text() == document.document.text():
            explaining.known(document, last.attribution)
        elif place is not None:
            explaining.restore(document, place)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The client edited a document: text, spans and units follow at once, judgement later."""
        document = self._session.documents.get(params.text_document.uri)
        if document is None or not document.open:
            if not is_followed(params.text_document.uri):
                return
            log.warning("a change of a document that is not open is left out: %s", params.text_document.uri)
            return
        if self._session.explaining.waits(document) and self._moves_owners(document, params.content_changes):
            self._session.explaining.settle(document)
        had_regions = document.attributed
        new: Spans = ()
        together = Reformatting(document) if had_regions and len(params.content_changes) > 1 else None
        for change in params.content_changes:
            removed = self._replaced(document, change) if together is not None else ""
            done = self._apply(document, change, params.text_document.version)
            if done is None:
                together = None
                continue
            new = attribute(shift(new, done, change.text), done.start, done.start + done.inserted, "new")
            if together is not None:
                together.add(done, removed, change.text)
        if together is not None:
            together.finish()
        document.version = params.text_document.version
        if any(_is_long(change.text) for change in params.content_changes):
            self._recognise(document, new)
        self._session.attributing.arrived(document)
        self._session.awaited.arrived(document)
        self._session.reading.ahead(document)
        if had_regions or document.attributed:
            self._session.judging.want(document)
            self._session.showing.regions_changed(document)

    def _moves_owners(self, document: TrackedDocument, changes: Sequence[types.TextDocumentContentChangeEvent]) -> bool:
        """Whether text is taken out that may come back, or put in that may stand elsewhere: its owners must be known.

        A change that brings all of the text, or a long part of it, sees to that itself.
        """
        if len(changes) > 1:
            return True
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangeWholeDocument) or len(change.text) > QUICK:
                continue
            start, end = convert.to_range(document.document, change.range, self._session.encoding)
            if abs(document.document.offset(end) - document.document.offset(start)) >= TELLING_LINE:
                return True
            if is_telling(change.text):
                return True
        return False

    def _replaced(self, document: TrackedDocument, change: types.TextDocumentContentChangeEvent) -> str:
        """The text that a change is about to replace."""
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            return ""
        return document.document.slice(convert.to_range(document.document, change.range, self._session.encoding))

    def _recognise(self, document: TrackedDocument, new: Spans) -> None:
        """Where a text is one that was seen before, what is new in it has the owners that it had: git put it back."""
        if document.place is None or document.restated:
            return
        known = document.place.folder.store.exact(document.place.stored, document.document.text())
        if known is not None:
            spans = [span for piece in new for span in overlapping(known.spans, piece.start, piece.end)]
            document.give_back(spans, known)

    def _trace(self, document: TrackedDocument, start: int, end: int) -> None:
        """Text that was put in has the owners that it has where it was copied from, or had where it was cut."""
        if overlapping(document.attribution.spans, start, end):
            return  # an undo, or a formatter: its owners are known
        whole, spans = document.document.text(), document.attribution.spans
        before, after = overlapping(spans, 0, start), overlapping(spans, end, len(whole))
        after = tuple(Span(span.start - end, span.end - end, span.origin) for span in after)
        sources = [(whole[:start], before), (whole[end:], after), *document.removed]
        origins = dict(document.attribution.origins)
        for other in self._session.documents.values():
            if other is not document:
                sources += other.removed
                sources += [(other.document.text(), other.attribution.spans)] if other.attributed else []
                origins |= other.attribution.origins
        for text, known in gone_cells(self._session.notebooks):
            sources.append((text, known.spans))
            origins |= known.origins
        if found := copied(whole[start:end], sources):
            document.give(start, found, origins)

    def _apply(
        self, document: TrackedDocument, change: types.TextDocumentContentChangeEvent, version: int
    ) -> Change | None:
        """What one edit did; None where it replaced the whole text."""
        explaining = self._session.explaining
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            self._session.unfollow(document)
            if explaining.rewrites(document) or document.restated or document.attribution.spans:
                explaining.settle(document, show=False)  # the store knows nothing of what was said meanwhile
            waits = explaining.waits(document)
            rewritten = document.replace(change.text)
            document.history.begin(version)
            if waits:
                explaining.begin_again(document)
            elif rewritten is not None:
                explaining.rewritten(document, rewritten)
            return None
        encoding = self._session.encoding
        edit = TextEdit(convert.to_range(document.document, change.range, encoding), change.text)
        replaced = convert.from_range(document.document, edit.range, encoding)  # a client may point past an end
        done = self._long(document, edit) if len(change.text) > QUICK else document.edit(edit)
        if is_telling(change.text) and not self._session.explaining.rewrites(document):
            self._trace(document, done.start, done.start + done.inserted)
        if done.removed_lines > edit.range.end.line - edit.range.start.line:  # one ending made of what stood around it
            replaced.end = types.Position(replaced.end.line + 1, 0)
        end = document.document.position(done.start + done.inserted)
        document.history.add(version, replaced, convert.from_position(document.document, end, encoding))
        if document.followed:
            (first, last), text = edit
            self._session.analyser.tell({"do": "change", "uri": document.uri, "edits": [[*first, *last, text]]})
        return done

    def _long(self, document: TrackedDocument, edit: TextEdit) -> Change:
        """Apply an edit that brings a long text: what comes of it for its owners and units is found by and by."""
        explaining = self._session.explaining
        explaining.settle(document, show=False)  # what it removes must have its owners
        if not document.attributed or document.notebook is not None:
            return document.edit(edit)
        change, rewritten = document.edit_long(edit)
        explaining.rewritten(document, rewritten)
        return change

    def lost(self, uri: str | None) -> None:
        """A change of the document was not understood: nobody knows its text until it is opened again."""
        document = self._session.documents.get(uri) if uri is not None else None
        if document is not None and document.open:
            log.error("%s is not followed until it is opened again: a change of it was not understood", uri)
            self._session.keeping.save(document)
            self._session.drop(document)

    def saved(self, uri: str) -> None:
        """The client wrote a document to disk."""
        document = self._session.documents.get(uri)
        if document is not None:
            self._session.awaited.saved(document)
            self._session.keeping.save_soon(document)
            if document.place is not None:
                self._session.unopened.tell_saved([document.place])

    def closed(self, uri: str) -> None:
        """The client closed a document; one with regions stays, as it is on disk."""
        document = self._session.documents.get(uri)
        if document is None or not document.open:
            return
        place = document.place
        if document.unsaved:
            self._session.explaining.settle(document)
        self._session.drop(document)
        self._session.attributing.closed(document)
        if place is not None:
            self._session.keeping.put_away(document, place)


def _without_ends(text: str) -> list[str]:
    """The lines without what an editor may take away or add as it saves them."""
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _is_long(text: str) -> bool:
    return len(text) >= _LONG or text.count("\n") > 1

"""Who wrote a cell that comes into a notebook: it may have been moved, split off, put back, or written by an agent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.model import Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import taken_apart
from groundwire.provenance.copies import copied
from groundwire.provenance.spans import overlapping
from groundwire.provenance.transfer import transfer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.lsp.notebook import Notebook
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Origin
    from groundwire.provenance.cells import OwnedCell
    from groundwire.provenance.spans import Spans


def owners_of(session: Session, notebook: Notebook, name: str | None, text: str) -> Attribution:
    """What is known of a cell's text that was not there before, given the cell's id."""
    if not text.strip():
        return Attribution()
    same = next((cell for cell in reversed(notebook.gone) if cell.text == text), None)
    if same is not None:
        return same.attribution
    for found in (_split_off(notebook, text), _recorded(notebook, name, text), _copied(session, text)):
        if found is not None and found.spans:
            return found
    return Attribution()


def joined(notebook: Notebook, gone: OwnedCell) -> None:
    """A cell went whose text has just been put into another one: its owners go along."""
    text = gone.text.strip("\n")
    if not text.strip() or not gone.attribution.spans:
        return
    for document, inserted in reversed(notebook.inserted):
        if text in inserted and _give(document, text, gone):
            return


def put_in(notebook: Notebook, document: TrackedDocument, inserted: str) -> None:
    """A text was put into a cell: a cell that went just before may be what it holds."""
    for gone in reversed(notebook.gone):
        text = gone.text.strip("\n")
        if text.strip() and gone.attribution.spans and inserted.strip("\n") == text and _give(document, text, gone):
            return


def _give(document: TrackedDocument, text: str, cell: OwnedCell) -> bool:
    """Let the one place where a document holds a cell's text have the cell's owners, unless it has its own."""
    whole = document.document.text()
    start = whole.find(text)
    if start < 0 or whole.find(text, start + 1) >= 0:
        return False
    if overlapping(document.attribution.spans, start, start + len(text)):
        return True
    before = cell.text.find(text)
    spans = _moved(cell.attribution.spans, before, before + len(text))
    if spans:
        document.give(start, spans, cell.attribution.origins)
    return True


def _split_off(notebook: Notebook, text: str) -> Attribution | None:
    """The owners it had in a cell that has just been cut in two."""
    for document in notebook.touched:
        sources = [(document.document.text(), document.attribution.spans), *document.removed]
        for source, spans in sources:
            if (found := _whole_lines(text, source, spans)) is not None:
                return replace(document.attribution, spans=found)
    return None


def _whole_lines(text: str, source: str, spans: Spans) -> Spans | None:
    """The spans of whole lines where a source holds them once."""
    bare = text.strip("\n")
    place = f"\n{source}\n".find(f"\n{bare}\n")
    if place < 0 or f"\n{source}\n".find(f"\n{bare}\n", place + 1) >= 0:
        return None
    found = _moved(spans, place, place + len(bare))
    lead = text.find(bare)
    return tuple(span._replace(start=span.start + lead, end=span.end + lead) for span in found)


def _recorded(notebook: Notebook, name: str | None, text: str) -> Attribution | None:
    """What the store knows of the cell of this id, or of this text: an agent may have put it there."""
    place = notebook.place
    latest = place.folder.store.latest_text(place.stored) if place is not None else None
    if latest is None:
        return None
    cells = taken_apart(*latest)
    for cell in cells:
        if name is not None and cell.id == name:
            return replace(cell.attribution, spans=transfer(cell.text, cell.attribution.spans, text))
    return next((cell.attribution for cell in cells if cell.text == text), None)


def _copied(session: Session, text: str) -> Attribution:
    """The owners it has where it was copied from, or had where it was cut."""
    sources: list[tuple[str, Spans]] = []
    origins: dict[str, Origin] = {}
    for text_of, known in _everywhere(session):
        sources.append((text_of, known.spans))
        origins.update(known.origins)
    spans = copied(text, sources)
    written: dict[str, int] = {}
    for span in spans:
        written[span.origin] = written.get(span.origin, 0) + span.end - span.start
    return Attribution(spans, {origin: origins[origin] for origin in written}, written)


def _everywhere(session: Session) -> Iterator[tuple[str, Attribution]]:
    for document in session.documents.values():
        for text, spans in document.removed:
            yield text, replace(document.attribution, spans=spans)
        if document.attributed:
            yield document.document.text(), document.attribution
    yield from gone_cells(session.notebooks)


def gone_cells(notebooks: Iterable[Notebook]) -> Iterator[tuple[str, Attribution]]:
    """Cells that were taken out of notebooks lately, where something was known of them."""
    for notebook in notebooks:
        for cell in notebook.gone:
            if cell.attribution.spans:
                yield cell.text, cell.attribution


def _moved(spans: Spans, start: int, end: int) -> Spans:
    return tuple(Span(span.start - start, span.end - start, span.origin) for span in overlapping(spans, start, end))

"""The command that treats what changed since a revision as generated: what `groundwire record --since` does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from groundwire.lsp.git_calls import answered
from groundwire.lsp.messages import BadMessage, uri_of
from groundwire.model import NotAnalysed
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.git import Repository
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.location import real
from groundwire.provenance.records.marking import marked, since_origin
from groundwire.provenance.transfer import transfer
from groundwire.text.document import Document
from groundwire.text.read import read_source

if TYPE_CHECKING:
    from groundwire.lsp.folders import Folder, Place
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Origin
    from groundwire.provenance.git import LineRanges


class _Marked(NamedTuple):
    lines: int = 0
    unsaved: bool = False
    """The document holds changes that are not on disk, which nobody compared."""
    refused: str | None = None


async def mark_changed(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, revision}` → `{files, lines, message}`: a person says that lines changed since a revision were generated.

    `uri` names a workspace folder or a file in one. Lines with an owner keep it.
    """
    folder, only = _subject(session, uri_of(argument))
    revision = argument.get("revision")
    if not isinstance(revision, str) or not revision:
        raise BadMessage("`revision` must be a string that names a commit, such as HEAD")
    if not folder.location.in_git:
        outside = NotARepositoryError(folder.root)
        message = f"Nothing was marked: {outside}, so nothing says what changed. Mark the file itself."
        return {"files": 0, "lines": 0, "message": message}
    try:
        changed = await answered(Repository(folder.location.root).changed_lines_steps(revision))
    except GitError as error:
        return {"files": 0, "lines": 0, "message": f"Nothing was marked: {error}."}
    origin = since_origin(revision)
    done: list[_Marked] = []
    for path, lines in sorted(changed.items()):
        place = session.place_of(real(folder.location.root / path))
        if lines == () or place is None or place.folder is not folder or only not in {None, place.file}:
            continue
        if session.folders.get(folder.uri) is not folder:  # closed meanwhile
            break
        done.append(await _mark(session, place, lines, origin))
        await asyncio.sleep(0)
    return _said(done, revision)


def _subject(session: Session, uri: str) -> tuple[Folder, Any]:
    """A folder, and the one file in it that is meant; None for all of them."""
    if (folder := session.folders.get(uri)) is not None:
        return folder, None
    place = session.place(uri)
    if place is None:
        raise BadMessage(f"{uri} lies in no workspace folder")
    return place.folder, place.file if place.file != place.folder.root else None


async def _mark(session: Session, place: Place, lines: LineRanges, origin: Origin) -> _Marked:
    source = read_source(place.file)
    if isinstance(source, NotAnalysed):
        return _Marked(refused=f"{place.path} ({source.reason})")
    on_disk = Document(source)
    text = on_disk.text()
    known = await session.explaining.attribution(place, text)
    document = session.by_file.get(place.file)
    if document is not None and document.open:
        session.explaining.settle(document)  # lines with an owner keep it
        return _mark_open(session, document, text, lines, origin)
    if session.folders.get(place.folder.uri) is not place.folder:
        return _Marked()
    attribution, touched = marked(text, known, lines, origin)
    if touched:
        if not place.folder.store.save(place.stored, text, on_disk.newline, attribution):
            return _Marked(refused=f"{place.path} (the store is busy; try again)")
        session.unopened.read_again(place)
    return _Marked(touched)


def _mark_open(session: Session, document: TrackedDocument, on_disk: str, lines: LineRanges, origin: Origin) -> _Marked:
    """Lines are of the file on disk: in a buffer that differs they are looked up where they stand now."""
    text = document.document.text()
    spans = marked(on_disk, Attribution(), lines, origin)[0].spans
    known, touched = document.attribution, 0
    starts = on_disk == text
    for start, end, _ in spans if starts else transfer(on_disk, spans, text):
        where = document.document.range(start, end)
        known, more = marked(text, known, ((where.start.line, where.end.line + bool(where.end.column)),), origin)
        touched += more
    if touched:
        document.learn(known)
        session.judging.want(document)
        session.showing.regions_changed(document)
    return _Marked(touched, unsaved=not starts)


def _said(done: list[_Marked], revision: str) -> dict[str, Any]:
    files, lines = sum(1 for one in done if one.lines), sum(one.lines for one in done)
    message = f"{_counted(lines, 'line')} of {_counted(files, 'file')} count as generated now."
    if not lines:
        message = _nothing(revision)
    if (unsaved := sum(1 for one in done if one.unsaved)) > 0:
        message += f" Unsaved changes in {_counted(unsaved, 'file')} are left out; save them and run it again."
    if refused := [one.refused for one in done if one.refused]:
        message += f" Left out: {', '.join(refused[:3])}{' and more' if len(refused) > 3 else ''}."
    return {"files": files, "lines": lines, "message": message}


def _counted(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"


def _nothing(revision: str) -> str:
    return f"No line without an owner changed since {revision}. Name an earlier revision, or mark the file itself."

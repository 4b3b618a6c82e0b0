"""Clear attribution: what is known of a file, or of everything in a folder, is forgotten for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundwire.lsp.folders import path_of
from groundwire.lsp.messages import uri_of
from groundwire.lsp.opinions import BUSY
from groundwire.provenance.location import real

if TYPE_CHECKING:
    from pathlib import Path

    from groundwire.lsp.folders import Folder
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument


def clear_attribution(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri}` → `{files, message}`: a file's attribution and reviews, or those of all files in a folder, are gone.

    They are gone from the store too, for every window; one that holds a file open cannot save them again.
    """
    uri = uri_of(argument)
    if (given := session.documents.get(uri)) is not None:
        uri = given.file_uri
    path = path_of(uri)
    target = real(path) if path is not None else None
    documents = [
        document
        for document in session.documents.values()
        if document.file_uri == uri or (target is not None and document.place and _in(document.place.file, target))
    ]
    folders = [] if target is None else _folders(session, target)
    if not folders and not documents:
        return _answer(0, "It lies outside every open folder, so nothing is recorded of it: open its folder first.")
    gone: set[Path | str] = set()
    for folder in folders:
        cleared = _clear_store(folder, target, documents) if target is not None else set()
        if cleared is None:
            return _answer(len(gone), BUSY)
        gone |= cleared
    gone |= {document.place.file if document.place else document.uri for document in documents if document.attributed}
    for document in documents:
        _clear_document(session, document)
    if not gone:
        return _answer(0, "Nothing was known to be generated there, so nothing has changed.")
    files = "1 file" if len(gone) == 1 else f"{len(gone)} files"
    return _answer(len(gone), f"Who wrote {files} is forgotten; mark what was generated to have it checked again.")


def _folders(session: Session, target: Path) -> list[Folder]:
    """The folder that holds the target, and those inside it; one for each store."""
    place = session.place_of(target)
    found = {place.folder.location.store: place.folder} if place is not None else {}
    for folder in session.folders.values():
        if _in(folder.root, target):
            found.setdefault(folder.location.store, folder)
    return list(found.values())


def _clear_store(folder: Folder, target: Path, documents: list[TrackedDocument]) -> set[Path | str] | None:
    """Clear what a store has of the target; the files that were attributed, None where the store is busy."""
    root = folder.location.root
    known = {path: set[str]() for path in folder.store.known_paths() if _in(root / path, target)}
    for document in documents:
        if document.place is not None and document.place.folder.location.store == folder.location.store:
            known.setdefault(document.place.stored, set()).update(document.attribution.written)
    attributed: set[Path | str] = {root / path for path in folder.store.attributed_paths() if path in known}
    return attributed if folder.store.clear(known) else None


def _clear_document(session: Session, document: TrackedDocument) -> None:
    document.forget()
    if not document.open:
        session.drop(document)
        return
    session.judging.want(document)
    session.showing.regions_changed(document)


def _in(file: Path, target: Path) -> bool:
    return file == target or target in file.parents


def _answer(files: int, message: str) -> dict[str, Any]:
    return {"files": files, "message": message}

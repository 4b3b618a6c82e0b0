"""The commands of `workspace/executeCommand`: plain JSON in, plain JSON out, in any client."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from groundwire.lsp import convert
from groundwire.lsp.analyser import WorkerDied
from groundwire.lsp.edits import applies_edits, text_edits, workspace_edit
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.messages import BadMessage, DidAttribute, range_of, uri_of
from groundwire.model import Position, Range, TextEdit
from groundwire.provenance.location import real
from groundwire.text.document import Document
from groundwire.text.read import read_source

if TYPE_CHECKING:
    from groundwire.lsp.folders import Folder
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState
    from groundwire.model import OriginKind


def mark_generated(session: Session, argument: Any) -> None:
    """`{uri, range?}`: a person says that this text, or the whole file, was generated."""
    _mark(session, argument, "manual")


def mark_mine(session: Session, argument: Any) -> None:
    """`{uri, range?}`: a person says that this text, or the whole file, is theirs."""
    _mark(session, argument, "human")


def _mark(session: Session, argument: Any, kind: OriginKind) -> None:
    document = opened(session, argument)
    place = argument.get("range")
    where = range_of(place) if place is not None else _whole(document, session.encoding)
    message = DidAttribute(document.uri, document.version or 0, (where,), kind, "B", None, None, None, None, None)
    session.attributing.attribute(message)


def unmark(session: Session, argument: Any) -> None:
    """`{uri, range?}`: nobody is known to have written this text, or the whole file."""
    document = opened(session, argument)
    place = argument.get("range")
    where = range_of(place) if place is not None else _whole(document, session.encoding)
    document.unmark(convert.to_range(document.document, where, session.encoding))
    session.judging.want(document)
    session.showing.judged(document)


def mark_reviewed(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{units: […]}`: a person confirms the generated units there as they stand."""
    document = opened(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    states = document.units.between(place.start.line, place.end.line + 1)
    time = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    document.review({state.digest: time for state in states})
    for state in states:
        if document.place is not None:
            document.place.folder.store.record_review(document.place.stored, state.name, state.digest, time)
    session.showing.judged(document)
    return {"units": [state.name for state in states]}


async def write_test_stub(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{uri, range, created, message}`: write the stub of the function there, or say where it is."""
    document = opened(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    state = _testable(document, place)
    if state is None or document.place is None or document.notebook is not None:
        if document.notebook is not None:
            why = "No test can import a notebook, so no test stub was written: move the function into a module first."
        elif document.place is None:
            why = "It lies outside every open folder, so no test stub was written: open the folder it belongs to."
        else:
            why = "No generated function is there, so no test stub was written: mark it as generated first."
        return _refused(session, why)
    if not applies_edits(session.server.client_capabilities):
        target = f"{document.place.path}::{state.name}"
        return _refused(
            session, f"This editor takes no edits from a language server: run `groundwire stub {target}` instead."
        )
    try:
        answer, versions = await _ask_for_stub(session, document, document.place.folder, state.name)
    except WorkerDied as error:
        return _refused(session, f"No test stub was written: {error}. Try again in a moment.")
    if "path" not in answer:
        return _refused(
            session, answer.get("refused") or f"No test stub was written ({answer.get('error')}); see the log."
        )
    folder = document.place.folder
    known = session.by_file.get(real(folder.root / answer["path"]))
    uri = known.uri if known is not None else folder.uri_of(answer["path"])
    if answer["created"]:
        if known is not None and known.version != versions.get(known.uri):
            return _refused(session, f"{answer['path']} was edited meanwhile, so no test stub was written: ask again.")
        refusal = await _apply(session, _edit(session, uri, folder, answer))
        if refusal is not None:
            return _refused(session, f"The editor did not take the test stub ({refusal}): ask again.")
    shown = types.Range(types.Position(answer["line"], 0), types.Position(answer["line"], 0))
    _show(session, uri, shown)
    if not answer["created"]:
        session.server.window_show_message(types.ShowMessageParams(types.MessageType.Info, answer["message"]))
    return {"uri": uri, "range": range_to_json(shown), "created": answer["created"], "message": answer["message"]}


async def _ask_for_stub(
    session: Session, document: TrackedDocument, folder: Folder, name: str
) -> tuple[dict[str, Any], dict[str, int | None]]:
    """The worker's answer, and the versions of the open documents that it rests on, by URI."""
    session.judging.follow(document)
    others = [other for other in session.documents.values() if other.open and other.place is not None]
    request = {
        "do": "stub",
        "uri": document.uri,
        "name": name,
        "expectation": folder.config.stub_expectation,
        "open": {
            other.place.path: other.document.text()
            for other in others
            if other.place is not None and other.place.folder is folder and not other.followed
        },
    }
    versions = {other.uri: other.version for other in others}
    return await session.analyser.ask(request), versions


async def _apply(session: Session, edit: types.WorkspaceEdit) -> str | None:
    """Have the client apply an edit; why it did not. One that asks the person first may answer a no with an error."""
    try:
        applied = await session.server.workspace_apply_edit_async(
            types.ApplyWorkspaceEditParams(edit, label="Write a test stub")
        )
    except JsonRpcException as error:
        return error.message
    return None if applied.applied else applied.failure_reason or "no reason given"


def _edit(session: Session, uri: str, folder: Folder, answer: dict[str, Any]) -> types.WorkspaceEdit:
    """A new file, or edits to the test file as it stands, open or on disk."""
    known = session.documents.get(uri)
    edits = [TextEdit(Range(Position(*start), Position(*end)), text) for start, end, text in answer["edits"]]
    if known is not None:
        there = known.document
    else:
        text = "" if answer["new_file"] else read_source(folder.root / answer["path"])
        there = Document(text if isinstance(text, str) else "")
    made = text_edits(there, edits, session.encoding)
    version = known.version if known is not None else None
    capabilities = session.server.client_capabilities
    return workspace_edit(capabilities, uri, version, made, create=answer["new_file"])


def _show(session: Session, uri: str, place: types.Range) -> None:
    window = session.server.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        session.server.window_show_document(
            types.ShowDocumentParams(uri, take_focus=True, selection=place), lambda _: None
        )


def _refused(session: Session, message: str) -> dict[str, Any]:
    session.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
    return {"uri": None, "range": None, "created": False, "message": message}


def _testable(document: TrackedDocument, place: Range) -> UnitState | None:
    states = document.units.between(place.start.line, place.end.line + 1)
    return next((state for state in states if state.testable), None)


def opened(session: Session, argument: Any) -> TrackedDocument:
    """The open document that `{uri}` names; raises `BadMessage`."""
    document = session.documents.get(uri_of(argument))
    if document is None or document.version is None:
        raise BadMessage(f"{argument['uri']} is not open; open it first")
    return document


def _whole(document: TrackedDocument, encoding: str) -> types.Range:
    last = document.document.line_count - 1
    end = Position(last, len(document.document.line(last)))
    return convert.from_range(document.document, Range(Position(0, 0), end), encoding)

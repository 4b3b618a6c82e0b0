"""The commands of `workspace/executeCommand`: plain JSON in, plain JSON out, in any client."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.analyser import WorkerDied
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.messages import BadMessage, DidAttribute, range_of, uri_of
from groundwire.model import Position, Range

if TYPE_CHECKING:
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState


def mark_generated(session: Session, argument: Any) -> None:
    """`{uri, range?}`: a person says that this text, or the whole file, was generated."""
    document = _document(session, argument)
    place = argument.get("range")
    where = range_of(place) if place is not None else _whole(document, session.encoding)
    message = DidAttribute(document.uri, document.version or 0, (where,), "manual", "B", None, None, None, None, None)
    session.judging.attribute(message)


def unmark(session: Session, argument: Any) -> None:
    """`{uri, range?}`: nobody is known to have written this text, or the whole file."""
    document = _document(session, argument)
    place = argument.get("range")
    where = range_of(place) if place is not None else _whole(document, session.encoding)
    document.unmark(convert.to_range(document.document, where, session.encoding))
    session.judging.want(document)
    session.showing.judged(document)


def mark_reviewed(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{units: […]}`: a person confirms the generated units there as they stand."""
    document = _document(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    states = document.units.between(place.start.line, place.end.line + 1)
    time = datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    for state in states:
        document.reviews[state.digest] = time
        if document.place is not None:
            document.place.folder.store.record_review(document.place.stored, state.name, state.digest, time)
    session.showing.judged(document)
    return {"units": [state.name for state in states]}


async def write_test_stub(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range}` → `{uri, range, created, message}`: write the stub of the function there, or say where it is."""
    document = _document(session, argument)
    place = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    state = _testable(document, place)
    if state is None or document.place is None:
        why = "It lies outside every workspace folder" if document.place is None else "No generated function is there"
        return _refused(session, f"{why}, so no test stub was written.")
    folder = document.place.folder
    request = {"do": "stub", "uri": document.uri, "name": state.name, "expectation": folder.config.stub_expectation}
    try:
        answer = await session.analyser.ask(request)
    except WorkerDied as error:
        return _refused(session, f"No test stub was written: {error}.")
    if "path" not in answer:
        return _refused(session, answer.get("refused") or answer.get("error") or "No test stub was written.")
    file = folder.root / answer["path"]
    uri = file.as_uri()
    created = answer["created"]
    if created:
        applied = await session.server.workspace_apply_edit_async(
            types.ApplyWorkspaceEditParams(_edit(session, uri, answer), label="Write a test stub")
        )
        if not applied.applied:
            return _refused(
                session, f"The editor did not take the test stub: {applied.failure_reason or 'no reason given'}."
            )
    line = answer["line"]
    shown = types.Range(types.Position(line, 0), types.Position(line, 0))
    _show(session, uri, shown)
    if not created:
        session.server.window_show_message(types.ShowMessageParams(types.MessageType.Info, answer["message"]))
    return {"uri": uri, "range": range_to_json(shown), "created": created, "message": answer["message"]}


def _edit(session: Session, uri: str, answer: dict[str, Any]) -> types.WorkspaceEdit:
    """A new file, or edits to the test file as it stands, open or on disk."""
    known = session.documents.get(uri)
    newline = known.document.newline if known is not None else answer.get("newline", "\n")
    edits = [
        types.TextEdit(
            types.Range(types.Position(start_line, start), types.Position(end_line, end)), text.replace("\n", newline)
        )
        for (start_line, start), (end_line, end), text in answer["edits"]
    ]
    identity = types.OptionalVersionedTextDocumentIdentifier(uri, known.version if known is not None else None)
    change = types.TextDocumentEdit(identity, list(edits))
    if answer["new_file"]:
        create = types.CreateFile(uri, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False))
        return types.WorkspaceEdit(document_changes=[create, change])
    return types.WorkspaceEdit(document_changes=[change])


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
    return next((state for state in states if state.unit.testable), None)


def _document(session: Session, argument: Any) -> TrackedDocument:
    document = session.documents.get(uri_of(argument))
    if document is None or document.version is None:
        raise BadMessage(f"{argument['uri']} is not open; open it first")
    return document


def _whole(document: TrackedDocument, encoding: str) -> types.Range:
    last = document.document.line_count - 1
    end = Position(last, len(document.document.line(last)))
    return convert.from_range(document.document, Range(Position(0, 0), end), encoding)

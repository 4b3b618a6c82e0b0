"""The table of handlers: every capability of the server on one screen, and no logic."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from groundwire import __version__
from groundwire.lsp import agents, changed, clearing, commands, messages, opinions, origins, silence
from groundwire.lsp.actions import KINDS, actions, resolve
from groundwire.lsp.edits import resolves_edits
from groundwire.lsp.hover import hover
from groundwire.lsp.lenses import lenses
from groundwire.lsp.messages import BadMessage
from groundwire.lsp.note_actions import note_actions
from groundwire.lsp.protocol import GroundwireProtocol, converter
from groundwire.lsp.regions import files, regions
from groundwire.lsp.session import Session
from groundwire.lsp.stream import serve

if TYPE_CHECKING:
    from collections.abc import Coroutine

log = logging.getLogger(__name__)


NOTEBOOKS: Final = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithNotebook("*", [types.NotebookCellLanguage("python")])], save=True
)
"""Python cells, in notebooks of every type."""


class GroundwireServer(LanguageServer):
    """pygls' server with our session; errors go to the log, never into a pop-up."""

    protocol: GroundwireProtocol

    def __init__(self) -> None:
        super().__init__(
            "groundwire",
            __version__,
            notebook_document_sync=NOTEBOOKS,
            protocol_cls=GroundwireProtocol,
            converter_factory=converter,
        )
        self.session = Session(self)
        self.chores: set[asyncio.Task[None]] = set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong outside any request."""
        log.error("%s: %s", getattr(source, "__name__", source), error)


server = GroundwireServer()


@server.feature(types.INITIALIZE)
async def initialize(ls: GroundwireServer, params: types.InitializeParams) -> None:
    encoding = ls.workspace.position_encoding
    ls.session.configure(params.initialization_options, encoding or types.PositionEncodingKind.Utf16)


@server.feature(types.INITIALIZED)
async def initialized(ls: GroundwireServer, params: types.InitializedParams) -> None:
    session = ls.session
    for chore in (session.judging.begin(), session.save_now_and_then(), session.watch_parent(ls.process_id)):
        _do(ls, chore)
    _do(ls, session.recorded.watch())
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: _do(ls, ls.session.end()))
    for uri in ls.workspace.folders or ([ls.workspace.root_uri] if ls.workspace.root_uri else []):
        ls.session.enter(uri)
    ls.session.unopened.watch()
    ls.session.showing.status_changed()


def _do(ls: GroundwireServer, chore: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(chore)
    ls.chores.add(task)
    task.add_done_callback(ls.chores.discard)


@server.feature(types.SHUTDOWN)
async def shutdown(ls: GroundwireServer, params: None) -> None:
    for chore in ls.chores:
        chore.cancel()
    await ls.session.close()


@server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
async def did_change_workspace_folders(ls: GroundwireServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for folder in params.event.removed:
        ls.session.leave(folder.uri)
    for folder in params.event.added:
        ls.session.enter(folder.uri)


@server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
async def did_change_configuration(ls: GroundwireServer, params: types.DidChangeConfigurationParams) -> None:
    ls.session.settings.changed(params.settings)


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
async def did_change_watched_files(ls: GroundwireServer, params: types.DidChangeWatchedFilesParams) -> None:
    await ls.session.unopened.changed([change.uri for change in params.changes])


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
async def did_save(ls: GroundwireServer, params: types.DidSaveTextDocumentParams) -> None:
    ls.session.editing.saved(params.text_document.uri)


@server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
async def did_save_notebook(ls: GroundwireServer, params: types.DidSaveNotebookDocumentParams) -> None:
    ls.session.notebooks.saved(params.notebook_document.uri)


@server.feature(messages.DID_ATTRIBUTE)
async def did_attribute(ls: GroundwireServer, params: Any) -> None:
    try:
        ls.session.attributing.attribute(messages.DidAttribute.of(params))
    except BadMessage as error:
        log.warning("an attribution is left out: %s", error)


@server.feature(messages.REGIONS)
async def regions_of(ls: GroundwireServer, params: Any) -> Any:
    with _invalid_params():
        uri = messages.uri_of(params.get("textDocument") if isinstance(params, dict) else None)
    document = ls.session.shown(uri)
    return regions(document, ls.session.encoding) if document else {"version": None, "regions": [], "units": []}


@server.feature(messages.GENERATED_FILES)
async def generated_files(ls: GroundwireServer, params: Any) -> Any:
    return files(ls.session)


@server.feature(types.TEXT_DOCUMENT_HOVER)
async def hover_at(ls: GroundwireServer, params: types.HoverParams) -> types.Hover | None:
    document = ls.session.shown(params.text_document.uri)
    if document is None:
        return None
    return hover(document, params.position, ls.session.encoding, ls.client_capabilities, ls.session.hints.at)


@server.feature(types.TEXT_DOCUMENT_CODE_LENS)
async def code_lenses(ls: GroundwireServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    document = ls.session.shown(params.text_document.uri)
    return lenses(document, ls.session.encoding) if document else []


@server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(KINDS, resolve_provider=True))
async def code_actions(ls: GroundwireServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    document = ls.session.shown(params.text_document.uri)
    if document is None:
        return []
    expectation = document.place.folder.config.stub_expectation if document.place else "fail"
    found = actions(document, params, ls.session.encoding, expectation)
    if not resolves_edits(ls.client_capabilities):
        for action in found:
            if action.data is not None:
                action.edit = resolve(document, action.data, ls.session.encoding, ls.client_capabilities)
    return [*found, *note_actions(document, params, ls.session.encoding, ls.client_capabilities)]


@server.feature(types.CODE_ACTION_RESOLVE)
async def code_action_resolve(ls: GroundwireServer, params: types.CodeAction) -> types.CodeAction:
    document = ls.session.documents.get(params.data["uri"]) if isinstance(params.data, dict) else None
    if document is not None and isinstance(params.data, dict):
        params.edit = resolve(document, params.data, ls.session.encoding, ls.client_capabilities)
    return params


@server.command("groundwire.markGenerated")
async def mark_generated(ls: GroundwireServer, argument: Any) -> None:
    with _invalid_params():
        commands.mark_generated(ls.session, argument)


@server.command("groundwire.unmark")
async def unmark(ls: GroundwireServer, argument: Any) -> None:
    with _invalid_params():
        commands.unmark(ls.session, argument)


@server.command("groundwire.markMine")
async def mark_mine(ls: GroundwireServer, argument: Any) -> None:
    with _invalid_params():
        commands.mark_mine(ls.session, argument)


@server.command("groundwire.showOrigin")
async def show_origin(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return await origins.show_origin(ls.session, argument)


@server.command("groundwire.markReviewed")
async def mark_reviewed(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return commands.mark_reviewed(ls.session, argument)


@server.command("groundwire.writeTestStub")
async def write_test_stub(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return await commands.write_test_stub(ls.session, argument)


@server.command("groundwire.markChanged")
async def mark_changed(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return await changed.mark_changed(ls.session, argument)


@server.command("groundwire.connectAgent")
async def connect_agent(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return agents.connect_agent(ls.session, argument)


@server.command("groundwire.clearAttribution")
async def clear_attribution(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return clearing.clear_attribution(ls.session, argument)


@server.command("groundwire.notUseful")
async def not_useful(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return opinions.not_useful(ls.session, argument)


@server.command("groundwire.undoNotUseful")
async def undo_not_useful(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return opinions.undo_not_useful(ls.session, argument)


@server.command("groundwire.whyNothing")
async def why_nothing(ls: GroundwireServer, argument: Any) -> dict[str, Any]:
    with _invalid_params():
        return await silence.why_nothing(ls.session, argument)


@contextlib.contextmanager
def _invalid_params() -> Any:
    """Answer a request that does not say what it must with LSP's own error."""
    try:
        yield
    except BadMessage as error:
        raise JsonRpcInvalidParams(str(error)) from error


def main() -> int:
    """Serve on standard input and output until the client says exit or goes away."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.WARNING)  # at INFO it logs every message, source text and all
    log.info("groundwire %s on Python %s, process %s", __version__, sys.version.split()[0], os.getpid())
    gc.freeze()  # what is loaded stays: going through it again and again holds up the event loop and finds nothing
    try:
        return serve(server, server.protocol)
    finally:
        server.session.keeping.ended()

"""pygls' protocol with our documents in the place of its own, and our own messages left as plain JSON."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    default_converter,
    lsp_method,
)

from groundwire.lsp import incoming
from groundwire.lsp.incoming import RefusedError

if TYPE_CHECKING:
    from collections.abc import Generator

    from cattrs import Converter

    from groundwire.lsp.incoming import Stage

log = logging.getLogger(__name__)


class GroundwireProtocol(LanguageServerProtocol):
    """Hands document changes to the session, in order and at once, and answers every request once, whatever is in it.

    The framework's documents rebuild the whole line list for every edit and split lines where editors do not.
    """

    stage: Stage = "new"

    def receive(self, body: bytes) -> bool:
        """Handle one message, or answer what is wrong with it; False when it was `exit`."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, RefusedError(types.ErrorCodes.ParseError, f"this is not JSON: {error}"))
            return True
        try:
            if incoming.is_exit(incoming.check(message, self.stage)):
                return False
            self._take(message)
        except RefusedError as refused:
            self._refuse(message, refused)
        except Exception:
            log.exception("a message could not be handled")
        return True

    def _refuse(self, message: Any, refused: RefusedError) -> None:
        log.warning("a message is left out: %s", refused)
        if incoming.answerable(message) or not isinstance(message, dict):
            error = {"code": refused.code, "message": str(refused)}
            # as plain JSON: the framework leaves out an id that is null, and clients take what is left for no answer
            self._send_data({"jsonrpc": "2.0", "id": incoming.id_of(message), "error": error})

    def _take(self, message: dict[str, Any]) -> None:
        if incoming.is_answer(message):
            self._take_answer(message)
            return
        structured = self._structured(message)
        if message["method"] == types.INITIALIZE:
            self.stage = "running"
        elif message["method"] == types.SHUTDOWN:
            self.stage = "ended"
            for future in list(self._request_futures.values()):  # the framework fails where one ends while it does this
                future.cancel()
        self.handle_message(structured)

    def _structured(self, message: dict[str, Any]) -> Any:
        """The message as the framework has it; raises `RefusedError`."""
        refused = RefusedError(types.ErrorCodes.InvalidParams, f"these are no parameters of {message['method']}")
        if not incoming.is_without_text(message):
            try:
                return self.structure_message(message)
            except JsonRpcException as error:
                refused.__cause__ = error
        if message["method"] == types.TEXT_DOCUMENT_DID_CHANGE:
            _session(self).editing.lost(_uri_in(message, "textDocument"))
        elif message["method"] == types.NOTEBOOK_DOCUMENT_DID_CHANGE:
            _session(self).notebooks.lost(_uri_in(message, "notebookDocument"))
        raise refused

    def _execute_handler(
        self, msg_id: str | int, handler: Any, callback: Any, args: Any = None, kwargs: Any = None
    ) -> None:
        """Forget a notification's work when it is done; the framework keeps it as long as the process lives."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)

        def done(future: Any) -> None:
            if self._request_futures.get(msg_id) is future:
                del self._request_futures[msg_id]

        if (work := self._request_futures.get(msg_id)) is not None:
            work.add_done_callback(done)

    def _take_answer(self, message: dict[str, Any]) -> None:
        number = incoming.id_of(message)
        if number not in self._result_types:
            log.warning("an answer is left out: nothing with id %r was asked", message.get("id"))
            return
        future = self._request_futures.get(number)
        if future is not None and future.cancelled():  # what waited for it has ended
            del self._request_futures[number], self._result_types[number]
            return
        if "error" in message:
            del self._result_types[number]
        try:
            structured = self.structure_message(message)
        except JsonRpcException as error:
            if self._request_futures.pop(number, None) is not None and future is not None and not future.done():
                future.set_exception(error)
            return
        self.handle_message(structured)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        _session(self).editing.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document was edited."""
        try:
            _session(self).editing.changed(params)
        except Exception:
            _session(self).editing.lost(params.text_document.uri)
            raise

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        _session(self).editing.closed(params.text_document.uri)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """A notebook was opened."""
        _session(self).notebooks.opened(params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Cells of a notebook came, went, moved or were edited."""
        try:
            _session(self).notebooks.changed(params)
        except Exception:
            _session(self).notebooks.lost(params.notebook_document.uri)
            raise

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """A notebook was closed."""
        _session(self).notebooks.closed(params.notebook_document.uri)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Generator[Any, Any, Any]:
        """A command was chosen; the protocol lets its arguments be left out, and ours say what they need of theirs."""
        params.arguments = params.arguments or [None]
        return (yield from super().lsp_workspace__execute_command(params))


def _session(protocol: GroundwireProtocol) -> Any:
    # no property: the framework reads every attribute of a protocol before there is a session
    return protocol._server.session  # type: ignore[attr-defined]


def _uri_in(message: dict[str, Any], what: str) -> str | None:
    """The URI of the document that a message is about, as far as it can be made out."""
    value: Any = message
    for name in ("params", what, "uri"):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


def converter() -> Converter:
    """pygls' converter, but parameters of messages that LSP does not know stay dictionaries."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    for kind in (JsonRPCNotification, JsonRPCRequestMessage):
        made.register_structure_hook(kind, _plain)
    return made


def _plain(value: dict[str, Any], kind: type[Any]) -> Any:
    number = {"id": value["id"]} if "id" in value else {}
    return kind(method=value["method"], jsonrpc=value["jsonrpc"], params=value.get("params"), **number)

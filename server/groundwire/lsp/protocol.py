"""pygls' protocol with our documents in the place of its own, and our own messages left as plain JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    LanguageServerProtocol,
    default_converter,
    lsp_method,
)

if TYPE_CHECKING:
    from cattrs import Converter


class GroundwireProtocol(LanguageServerProtocol):
    """Hands document changes to the session, in order and at once.

    The framework's documents rebuild the whole line list for every edit and split lines where editors do not.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        _session(self).editing.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document was edited."""
        _session(self).editing.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        _session(self).editing.closed(params.text_document.uri)


def _session(protocol: GroundwireProtocol) -> Any:
    # no property: the framework reads every attribute of a protocol before there is a session
    return protocol._server.session  # type: ignore[attr-defined]


def converter() -> Converter:
    """pygls' converter, but parameters of messages that LSP does not know stay dictionaries."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    for kind in (JsonRPCNotification, JsonRPCRequestMessage):
        made.register_structure_hook(kind, lambda value, cls: cls(**value))
    return made

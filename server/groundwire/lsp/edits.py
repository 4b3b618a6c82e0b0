"""Edits as the client takes them: its columns, the document's line endings, its kind of workspace edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from groundwire.lsp import convert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.model import TextEdit
    from groundwire.text.document import Document


def text_edits(document: Document, edits: Iterable[TextEdit], encoding: str) -> list[types.TextEdit]:
    """Edits of a document as the client counts, with its line endings."""
    return [
        types.TextEdit(
            convert.from_range(document, edit.range, encoding), edit.new_text.replace("\n", document.newline)
        )
        for edit in edits
    ]


def workspace_edit(
    capabilities: types.ClientCapabilities,
    uri: str,
    version: int | None,
    edits: list[types.TextEdit],
    *,
    create: bool = False,
) -> types.WorkspaceEdit:
    """Edits of one document, for exactly `version` where the client can tell; `create` makes the file first."""
    workspace = capabilities.workspace
    support = workspace.workspace_edit if workspace else None
    if support is None or not support.document_changes:
        return types.WorkspaceEdit(changes={uri: edits})
    change = types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), list(edits))
    if create and types.ResourceOperationKind.Create in (support.resource_operations or ()):
        made = types.CreateFile(uri, options=types.CreateFileOptions(overwrite=False, ignore_if_exists=False))
        return types.WorkspaceEdit(document_changes=[made, change])
    return types.WorkspaceEdit(document_changes=[change])


def applies_edits(capabilities: types.ClientCapabilities) -> bool:
    """Whether the client applies an edit that the server asks for."""
    return bool(capabilities.workspace and capabilities.workspace.apply_edit)


def resolves_edits(capabilities: types.ClientCapabilities) -> bool:
    """Whether the client asks for the edit of a code action when it is chosen."""
    text = capabilities.text_document
    support = text.code_action.resolve_support if text and text.code_action else None
    return support is not None and "edit" in support.properties

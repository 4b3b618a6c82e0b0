"""Code actions on comments that no unit is asked about: what would put them right, small enough to be made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.actions import QUICK_FIX, asked
from groundwire.lsp.diagnostics import SOURCE
from groundwire.lsp.edits import text_edits, workspace_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.tracked import TrackedDocument


def note_actions(
    document: TrackedDocument,
    params: types.CodeActionParams,
    encoding: str,
    capabilities: types.ClientCapabilities,
) -> Iterator[types.CodeAction]:
    """The actions for a selection."""
    if not asked(params.context, QUICK_FIX):
        return
    place = convert.to_range(document.document, params.range, encoding)
    for note in document.comments.notes:
        if note.range.start > place.end or note.range.end < place.start:
            continue
        shown = convert.from_range(document.document, note.range, encoding)
        marks = params.context.diagnostics
        settled = [mark for mark in marks if (mark.source, mark.code, mark.range) == (SOURCE, note.code, shown)]
        for fix in note.fixes:
            made = text_edits(document.document, fix.edits, encoding)
            edit = workspace_edit(capabilities, document.uri, document.version, made)
            yield types.CodeAction(title=fix.title, kind=QUICK_FIX, diagnostics=settled, is_preferred=True, edit=edit)

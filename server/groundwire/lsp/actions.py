"""Code actions on generated code: listed from what is known, their edits made when one is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.lenses import range_to_json
from groundwire.model import Position, Range, TextEdit
from groundwire.text.comments import line_for_comment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState
    from groundwire.model import Finding

_IGNORES: Final = re.compile(r"#\s*groundwire:\s*ignore\[([^\]]*)\]")

QUICK_FIX: Final = types.CodeActionKind.QuickFix
MARK_SELECTION: Final = "refactor.groundwire.markGenerated"
MARK_FILE: Final = "source.groundwire.markGenerated"
KINDS: Final[list[types.CodeActionKind | str]] = [QUICK_FIX, MARK_SELECTION, MARK_FILE]


def actions(
    document: TrackedDocument, params: types.CodeActionParams, encoding: str, expectation: str
) -> list[types.CodeAction]:
    """The actions for a selection. Edits are left to `resolve`; `data` says all that it needs."""
    place = convert.to_range(document.document, params.range, encoding)
    found: list[types.CodeAction] = []
    if _asked(params.context, QUICK_FIX):
        for state in document.units.between(place.start.line, place.end.line + 1):
            found += _finding_actions(document, state, place, params.context.diagnostics)
            found += _unit_actions(document, state, expectation, encoding)
    if _asked(params.context, MARK_SELECTION) and _by_hand(params.context) and place.start != place.end:
        found.append(_marking(document, "Mark selection as generated", MARK_SELECTION, params.range))
    if _asked(params.context, MARK_FILE, only_named=True):
        found.append(_marking(document, "Mark file as generated", MARK_FILE, None))
    return found


def _asked(context: types.CodeActionContext, kind: str, *, only_named: bool = False) -> bool:
    if context.only is None:
        return not only_named
    return any(kind == asked or kind.startswith(f"{asked}.") or asked == "" for asked in context.only)


def _by_hand(context: types.CodeActionContext) -> bool:
    return context.trigger_kind != types.CodeActionTriggerKind.Automatic


def _finding_actions(
    document: TrackedDocument, state: UnitState, place: Range, marks: Sequence[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    for number, finding in enumerate(document.judged_unit(state).findings):
        if finding.range.start > place.end or finding.range.end < place.start:
            continue
        settled = [mark for mark in marks if mark.code == finding.code]
        data = {"uri": document.uri, "digest": state.digest, "line": state.start, "finding": number}
        for index, fix in enumerate(finding.fixes):
            yield types.CodeAction(
                title=fix.title,
                kind=QUICK_FIX,
                diagnostics=settled,
                is_preferred=index == 0,
                data={**data, "fix": index},
            )
        yield types.CodeAction(
            title=f"Ignore {finding.code} here",
            kind=QUICK_FIX,
            diagnostics=settled,
            data={**data, "ignore": finding.code},
        )


def _unit_actions(
    document: TrackedDocument, state: UnitState, expectation: str, encoding: str
) -> Iterator[types.CodeAction]:
    if not state.share.counts:
        return
    place = range_to_json(convert.from_range(document.document, document.lines(state.start, state.end), encoding))
    argument = [{"uri": document.uri, "range": place}]
    if state.unit.testable:
        kind = "expected failures" if expectation == "xfail" else "red until you state the expectations"
        title = f"Write a test stub for `{state.name}` ({kind})"
        command = types.Command(title, "groundwire.writeTestStub", arguments=argument)
        yield types.CodeAction(title=title, kind=QUICK_FIX, command=command)
    name = f"`{state.name}`" if state.name != "<module>" else "this statement"
    if state.digest not in document.reviews:
        title = f"Mark {name} reviewed"
        command = types.Command(title, "groundwire.markReviewed", arguments=argument)
        yield types.CodeAction(title=title, kind=QUICK_FIX, command=command)


def _marking(document: TrackedDocument, title: str, kind: str, place: types.Range | None) -> types.CodeAction:
    argument: dict[str, Any] = {"uri": document.uri}
    if place is not None:
        argument["range"] = range_to_json(place)
    command = types.Command(title, "groundwire.markGenerated", arguments=[argument])
    return types.CodeAction(title=title, kind=kind, command=command)


def resolve(document: TrackedDocument, data: dict[str, Any], encoding: str) -> types.WorkspaceEdit | None:
    """The edit of an action chosen; None where the text it speaks of is gone."""
    state = document.units.at(data["line"])
    if state is None or state.digest != data["digest"]:
        state = next((other for other in document.units if other.digest == data["digest"]), None)
    if state is None:
        return None
    findings = document.judged_unit(state).findings
    if data["finding"] >= len(findings):
        return None
    finding = findings[data["finding"]]
    if "ignore" in data:
        edits = _ignoring(document, state, finding)
    else:
        edits = [TextEdit(edit.range.shifted(state.start), edit.new_text) for edit in finding.fixes[data["fix"]].edits]
    changes = [
        types.TextEdit(
            convert.from_range(document.document, edit.range, encoding),
            edit.new_text.replace("\n", document.document.newline),
        )
        for edit in edits
    ]
    identity = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identity, list(changes))])


def _ignoring(document: TrackedDocument, state: UnitState, finding: Finding) -> list[TextEdit]:
    """A comment on the finding's first or last line; where neither takes one, nothing."""
    lines = (finding.range.start.line, finding.range.end.line)
    line = line_for_comment(document.document, state.start, lines)
    if line is None:
        return []
    text = document.document.line(line)
    if (present := _IGNORES.search(text)) is not None:
        place = Position(line, present.end(1))
        return [TextEdit(Range(place, place), f", {finding.code}" if present[1].strip() else finding.code)]
    stripped = text.rstrip()
    blank = Range(Position(line, len(stripped)), Position(line, len(text)))
    return [TextEdit(blank, f"  # groundwire: ignore[{finding.code}]")]

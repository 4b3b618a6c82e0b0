"""Code actions on generated code: listed from what is known, their edits made when one is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from groundwire.lsp import convert
from groundwire.lsp.diagnostics import SOURCE
from groundwire.lsp.edits import text_edits, workspace_edit
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.opinions import opinion_of
from groundwire.model import NOTE, Position, Range, TextEdit
from groundwire.text.comments import line_for_comment
from groundwire.wire import range_to_json as range_to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState
    from groundwire.model import Finding

_IGNORES: Final = re.compile(r"#\s*groundwire:\s*ignore\[([^\]]*)\]")

_UNITS: Final = 20
"""Units of a selection whose findings have actions: nobody reads a longer list."""
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
    if asked(params.context, QUICK_FIX):
        states = document.units.between(place.start.line, place.end.line + 1)
        for state in states[:_UNITS]:
            found += _finding_actions(document, state, place, params, encoding)
        if len(states) == 1:  # what is said of one unit, as a review, is said by someone who looks at that one
            found += _unit_actions(document, states[0], expectation, encoding)
    if asked(params.context, MARK_SELECTION) and _by_hand(params.context) and place.start != place.end:
        found.append(_marking(document, "Mark selection as generated", MARK_SELECTION, params.range))
    if asked(params.context, MARK_FILE, only_named=True):
        what = "cell" if document.notebook is not None else "file"
        found.append(_marking(document, f"Mark {what} as generated", MARK_FILE, None))
    return found


def asked(context: types.CodeActionContext, kind: str, *, only_named: bool = False) -> bool:
    """Whether a client wants actions of a kind; `only_named`: whether it says so."""
    if context.only is None:
        return not only_named
    return any(kind == asked or kind.startswith(f"{asked}.") or asked == "" for asked in context.only)


def _by_hand(context: types.CodeActionContext) -> bool:
    return context.trigger_kind != types.CodeActionTriggerKind.Automatic


def _finding_actions(
    document: TrackedDocument, state: UnitState, place: Range, params: types.CodeActionParams, encoding: str
) -> Iterator[types.CodeAction]:
    for finding in document.judged_unit(state).findings:
        where = finding.range.shifted(state.start)
        if where.start > place.end or where.end < place.start:
            continue
        shown = convert.from_range(document.document, where, encoding)
        settled = [
            mark
            for mark in params.context.diagnostics
            if (mark.source, mark.code, mark.range) == (SOURCE, finding.code, shown)
        ]
        data = {
            "uri": document.uri,
            "digest": state.digest,
            "line": state.start,
            "code": finding.code,
            "place": range_to_wire(finding.range),
        }
        for index, fix in enumerate(finding.fixes):
            yield types.CodeAction(
                title=fix.title,
                kind=QUICK_FIX,
                diagnostics=settled,
                is_preferred=index == 0,
                data={**data, "fix": fix.title},
            )
        if finding.code == NOTE:
            continue  # it is about a comment, and is settled by writing that anew
        yield _opinion(document, state, finding, shown, settled)
        if _ignoring(document, state, finding):
            yield types.CodeAction(title=f"Ignore {finding.code} here", kind=QUICK_FIX, diagnostics=settled, data=data)


def _opinion(
    document: TrackedDocument, state: UnitState, finding: Finding, shown: types.Range, settled: list[types.Diagnostic]
) -> types.CodeAction:
    """To take a mark away, or to bring back what was taken away."""
    argument: dict[str, Any] = {"uri": document.uri, "code": finding.code}
    if opinion_of(document, state, finding) is not None:
        title, command = f"Bring back the marks of {finding.code} that were not useful", "groundwire.undoNotUseful"
    else:
        title, command = f"Not useful: take this mark of {finding.code} away", "groundwire.notUseful"
        argument["range"] = range_to_json(shown)
    call = types.Command(title, command, arguments=[argument])
    return types.CodeAction(title=title, kind=QUICK_FIX, diagnostics=settled, command=call)


def _unit_actions(
    document: TrackedDocument, state: UnitState, expectation: str, encoding: str
) -> Iterator[types.CodeAction]:
    if not state.share.counts:
        return
    place = range_to_json(convert.from_range(document.document, document.lines(state.start, state.end), encoding))
    argument = [{"uri": document.uri, "range": place}]
    if state.testable and document.notebook is None:
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


def resolve(
    document: TrackedDocument, data: dict[str, Any], encoding: str, capabilities: types.ClientCapabilities
) -> types.WorkspaceEdit | None:
    """The edit of an action chosen; None where what it speaks of is gone."""
    found = _chosen(document, data)
    if found is None:
        return None
    state, finding = found
    if "fix" not in data:
        edits = _ignoring(document, state, finding)
    else:
        fix = next((fix for fix in finding.fixes if fix.title == data["fix"]), None)
        edits = [TextEdit(edit.range.shifted(state.start), edit.new_text) for edit in fix.edits] if fix else []
    if not edits:
        return None
    made = text_edits(document.document, edits, encoding)
    return workspace_edit(capabilities, document.uri, document.version, made)


def _chosen(document: TrackedDocument, data: dict[str, Any]) -> tuple[UnitState, Finding] | None:
    """The finding that an action was listed for: in a unit of the same text, the nearest to where it stood."""
    same = [state for state in document.units if state.digest == data["digest"]]
    state = min(same, key=lambda state: abs(state.start - data["line"]), default=None)
    if state is None:
        return None
    for finding in document.judged_unit(state).findings:
        if finding.code == data["code"] and range_to_wire(finding.range) == data["place"]:
            return state, finding
    return None


def _ignoring(document: TrackedDocument, state: UnitState, finding: Finding) -> list[TextEdit]:
    """A comment on the finding's first or last line; where neither takes one, nothing."""
    place = finding.range.shifted(state.start)
    lines = (place.start.line, place.end.line)
    line = line_for_comment(document.document, state.start, lines)
    if line is None:
        return []
    text = document.document.line(line)
    if (present := _IGNORES.search(text)) is not None:
        end = Position(line, present.end(1))
        return [TextEdit(Range(end, end), f", {finding.code}" if present[1].strip() else finding.code)]
    stripped = text.rstrip()
    blank = Range(Position(line, len(stripped)), Position(line, len(text)))
    return [TextEdit(blank, f"  # groundwire: ignore[{finding.code}]")]

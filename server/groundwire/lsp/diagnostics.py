"""Which findings become diagnostics, and how they read."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.confidence.verdict import UNREFERENCED, UNRUN
from groundwire.lsp import convert
from groundwire.lsp.opinions import opinion_of
from groundwire.model import NOTE, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.model import Range

SOURCE: Final = "groundwire"
PER_UNIT: Final = 2
PER_FILE: Final = 7


def diagnostics(document: TrackedDocument, encoding: str) -> list[types.Diagnostic]:
    """The marks of a document, in the order of its text."""
    return [_diagnostic(finding, document, encoding) for finding in shown(document)]


def shown(document: TrackedDocument) -> list[Finding]:
    """The few findings that become marks: contradictions first, then what is worth a look, then what is untested."""
    chosen = [
        (_weight(finding), unit.state.start, finding.range, finding)
        for unit in document.judged()
        for finding in _foremost([one for one in unit.findings if opinion_of(document, unit.state, one) is None])
    ]
    chosen += [
        (_weight(note), line, note.range.shifted(-line), note)
        for note in file_notes(document)
        for line in (note.range.start.line,)
    ]
    most = nsmallest(PER_FILE, chosen, key=lambda mark: mark[:3])
    return [replace(finding, range=place.shifted(start)) for _, start, place, finding in sorted(most, key=_by_place)]


def file_notes(document: TrackedDocument) -> list[Finding]:
    """What is to be said of comments that no unit is asked about, where they stand."""
    if document.notebook is not None or not document.wholly_judged():
        return list(document.comments.notes)
    found = {finding.code for state in document.units for finding in state.findings}
    dead = [Finding(NOTE, place, message, "", contradicts=False) for place, message in document.comments.dead(found)]
    return [*document.comments.notes, *dead]


def _foremost(findings: Sequence[Finding]) -> Iterable[Finding]:
    if len(findings) <= PER_UNIT:
        return findings
    return nsmallest(PER_UNIT, findings, key=lambda finding: (_weight(finding), finding.range))


def _weight(finding: Finding) -> int:
    return 0 if finding.contradicts else 2 if finding.code in {UNREFERENCED, UNRUN} else 1


def _by_place(mark: tuple[int, int, Range, Finding]) -> tuple[int, Range]:
    return mark[1:3]


def _diagnostic(finding: Finding, document: TrackedDocument, encoding: str) -> types.Diagnostic:
    severity = types.DiagnosticSeverity.Warning if finding.contradicts else types.DiagnosticSeverity.Information
    return types.Diagnostic(
        range=convert.from_range(document.document, finding.range, encoding),
        message=finding.message,
        severity=severity,
        code=finding.code,
        source=SOURCE,
    )

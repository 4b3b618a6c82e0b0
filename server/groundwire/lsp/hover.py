"""Hover on a generated unit or a mark: who wrote it, the verdict, the deciding facts, what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from groundwire.confidence.recorded_run import CHANGED, NEVER_RUN, NOT_MEASURED, PARTLY_RUN, RUN, run_sentence
from groundwire.confidence.verdict import NO_RUN, NO_TEST, UNRUN
from groundwire.lsp import convert
from groundwire.lsp.diagnostics import shown
from groundwire.lsp.opinions import opinion_of
from groundwire.lsp.wording import hint_sentence, origin_sentence, verdict_sentence
from groundwire.model import Position
from groundwire.provenance.spans import overlapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import JudgedUnit
    from groundwire.model import Finding
    from groundwire.provenance.last_commits import CommitHint

FACTS: Final = 3
"""Deciding facts shown; a hover is read in one glance or not at all."""


_UNTESTED: Final = frozenset({NO_TEST, NO_RUN, NEVER_RUN, NOT_MEASURED})


def hover(
    document: TrackedDocument,
    position: types.Position,
    encoding: str,
    capabilities: types.ClientCapabilities,
    hint_at: Callable[[TrackedDocument, int], CommitHint | None],
) -> types.Hover | None:
    """The hover at a place: on a unit's first code line, or on a finding, shown as a mark or not.

    In plain text for a client that says it shows Markdown as it is written. `hint_at`: what is known at once of the
    commit that last changed a line.
    """
    place = convert.to_position(document.document, position, encoding)
    kind = _kind(capabilities)
    lines = _of_generated(document, place, kind)
    if (lines or _begins_unit(document, place.line)) and _is_unknown(document, place.line):
        hint = hint_at(document, place.line)
        lines += [f"Who wrote this line is unknown. {hint_sentence(hint)}"] if hint is not None else []
    return types.Hover(types.MarkupContent(kind, "\n\n".join(lines))) if lines else None


def _of_generated(document: TrackedDocument, place: Position, kind: types.MarkupKind) -> list[str]:
    state = document.units.at(place.line)
    if state is None:
        return []
    unit = document.judged_unit(state)
    here = [finding for finding in unit.findings if _holds(finding, place.line - state.start, place.column)]
    if not here and (place.line != state.header or not state.share.counts):
        return []
    return _lines(unit, document, here, kind)


def _begins_unit(document: TrackedDocument, line: int) -> bool:
    unit = document.document.units.at(line)
    return unit is not None and unit.header == line


def _is_unknown(document: TrackedDocument, line: int) -> bool:
    """Whether nothing at all is known of who wrote a line."""
    start = document.document.offset(Position(line, 0))
    return not overlapping(document.attribution.spans, start, start + len(document.document.line(line)))


def _kind(capabilities: types.ClientCapabilities) -> types.MarkupKind:
    shown = capabilities.text_document.hover if capabilities.text_document else None
    formats = shown.content_format if shown else None
    if not formats or types.MarkupKind.Markdown in formats:
        return types.MarkupKind.Markdown
    return types.MarkupKind.PlainText


def _holds(finding: Finding, line: int, column: int) -> bool:
    return finding.range.start <= (line, column) <= finding.range.end


def _lines(unit: JudgedUnit, document: TrackedDocument, here: list[Finding], kind: types.MarkupKind) -> list[str]:
    strong, soft = ("**", "*") if kind == types.MarkupKind.Markdown else ("", "")
    name = "this statement" if unit.state.name == "<module>" else f"`{unit.state.name}`"
    others = [finding for finding in unit.findings if finding not in here]
    others.sort(key=lambda finding: not finding.contradicts)
    marks = {(mark.code, mark.range) for mark in shown(document)}  # the client shows their messages itself
    marked = [finding for finding in here if (finding.code, finding.range.shifted(unit.state.start)) in marks]
    facts = [f"- {_fact(finding, marked)}{_no_mark(document, unit, finding)}" for finding in [*here, *others][:FACTS]]
    lines = []
    if unit.state.share.counts:
        verdict = f"{strong}{verdict_sentence(unit.judgement)}{strong}"
        lines.append(f"{verdict} — {name}. {soft}Confidence: {unit.judgement.band}.{soft}")
    else:
        lines.append(f"A small part of {name} was generated.")
    told = any(finding.code == UNRUN for finding in unit.findings)
    if unit.state.facts.run is not None and unit.state.share.counts and not told:
        facts.append(f"- {run_sentence(unit.state.facts.run)}")
    if facts:
        lines.append("\n".join(facts))
    lines.append(origin_sentence(document.origin_of(unit.state), likely=unit.state.share.likely))
    settle = what_settles(unit)
    if settle:
        lines.append(f"{soft}What would settle it:{soft} {settle}")
    return lines


def _fact(finding: Finding, marked: list[Finding]) -> str:
    return f"{finding.code}: {'' if finding in marked else f'{finding.message} '}{finding.explanation}"


def _no_mark(document: TrackedDocument, unit: JudgedUnit, finding: Finding) -> str:
    opinion = opinion_of(document, unit.state, finding)
    if opinion is None:
        return ""
    return " *Judged not useful here.*" if opinion == "not useful" else " *Its rule makes no marks here any more.*"


def what_settles(unit: JudgedUnit) -> str:
    """The next thing to do about a unit, or nothing where it is settled."""
    judgement = unit.judgement
    if judgement.verdict == "supported" or (judgement.verdict == "unverified" and not unit.state.share.counts):
        return ""
    if judgement.verdict == "refuted":
        fixable = any(finding.fixes for finding in unit.findings if finding.contradicts)
        return (
            "the quick fix, or your own correction." if fixable else "correct it, or ignore the rule here if it errs."
        )
    if judgement.reason == RUN:
        return "a test that checks what it does, its expectation stated by a person, or a person's review."
    if judgement.reason == CHANGED:
        return "the tests run under coverage again; then a test that checks what it does."
    if judgement.reason == PARTLY_RUN:
        return "a test that enters the lines never run and states what they are to do."
    if judgement.reason in _UNTESTED and unit.state.testable:
        return "a test whose expectation a person states (quick fix: write a test stub)."
    return "a person's review (quick fix: mark reviewed)."

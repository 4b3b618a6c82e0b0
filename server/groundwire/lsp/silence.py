"""*Why is nothing marked here?*: what holds for one file, the most decisive first."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from groundwire.lsp import convert, reasons
from groundwire.lsp.analyser import WorkerDied
from groundwire.lsp.diagnostics import PER_FILE, PER_UNIT, shown
from groundwire.lsp.lenses import range_to_json
from groundwire.lsp.messages import uri_of
from groundwire.lsp.opinions import opinion_of
from groundwire.model import NotAnalysed
from groundwire.provenance.generated import ENOUGH, is_generated
from groundwire.text.document import Document
from groundwire.text.read import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.folders import Place
    from groundwire.lsp.reasons import Reason
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState

_PATIENCE: Final = 3.0
"""Seconds the analysis process may take to say what it knows: a person waits."""
_EACH: Final = 3
"""Units, or comments, named one by one."""


async def why_nothing(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri}` → `{marks, reasons: [{kind, message, actions: [{title, command, arguments}]}]}`, truthful as of now."""
    uri = uri_of(argument)
    place = session.place(uri)
    document = session.documents.get(uri) or (session.by_file.get(place.file) if place is not None else None)
    name = place.path if place is not None else uri.rpartition("/")[2]
    if document is None and not name.endswith((".py", ".pyi")):
        return _answer(0, [reasons.not_python(name)])
    if document is None and place is None:
        return _answer(0, [reasons.outside(name)])
    if (place is None and document is not None and not session.is_on(document)) or (
        place is not None and not place.folder.config.enable
    ):
        folder = place.folder.root.name if place is not None else "this window"
        return _answer(0, [reasons.off(folder, by_project=place is not None and place.folder.off_for_all)])
    found = [reasons.outside(name)] if place is None else []
    if document is None or not document.attributed:
        found += _unattributed(uri, name, place, document)
        return _answer(0, [*found, *_configuration(place), *_demoted(uri, place)])
    found += _of_units(session, uri, document)
    about = await _about(session, document)
    found += [*_demoted(uri, place), *_hidden(uri, document), *_of_project(document, about)]
    marks = len(shown(document))
    findings = sum(len(unit.findings) for unit in document.judged())
    if findings == 0 and about is not None and not {reason.kind for reason in found} & _OPEN:
        found.append(_nothing_found(session, uri, document, about))
    found += _configuration(place)
    if not session.trusted:
        found.append(reasons.untrusted())
    return _answer(marks, found)


_OPEN: Final = {"silenced", "stopped", "pending", "notAnalysed", "commented"}
"""Kinds of reasons with which nobody can say that there was nothing to find."""


def _answer(marks: int, found: list[Reason]) -> dict[str, Any]:
    return {"marks": marks, "reasons": [reason.to_json() for reason in found]}


def _unattributed(uri: str, name: str, place: Place | None, document: TrackedDocument | None) -> Iterator[Reason]:
    """Why nothing is attributed, of an open file or of one on disk."""
    in_git = place is not None and place.folder.location.in_git
    if document is None and place is not None:
        text = read_source(place.file)
        if isinstance(text, NotAnalysed):
            yield reasons.unreadable(name, text.reason)
            return
        if place.folder.store.load(place.stored, Document(text).text()).spans:
            yield reasons.not_followed(name)
            return
    yield reasons.unattributed(uri, name, opened=document is not None and document.open, in_git=in_git)


def _of_units(session: Session, uri: str, document: TrackedDocument) -> Iterator[Reason]:
    """What keeps the units of an attributed document from being judged or shown."""
    if (line := document.silenced_by()) is not None:
        yield reasons.silenced(line + 1)
    states = list(document.units)
    if not states:
        yield reasons.suspected(uri, uri.rpartition("/")[2])
        return
    if (problem := session.showing.standing_problem) is not None:
        yield reasons.analysis_stopped(problem)
    waiting = [state for state in states if state.not_analysed is None and _waits(state)]
    if waiting and problem is None:
        yield reasons.pending(len(waiting), len(states), indexing=not any(state.due for state in waiting))
    for state in [state for state in states if state.not_analysed is not None][:_EACH]:
        why = state.not_analysed.reason if state.not_analysed is not None else ""
        yield reasons.not_analysed(_called(state), state.start + 1, why)
    if not any(state.share.counts for state in states):
        most = max(states, key=lambda state: state.share.ratio)
        yield reasons.below_threshold(uri, most.share.ratio, _called(most), ENOUGH, opened=document.open)


def _waits(state: UnitState) -> bool:
    return state.due or state.pending or state.answered != state.digest


def _called(state: UnitState) -> str:
    return "the statement" if state.name == "<module>" else f"`{state.name}`"


def _demoted(uri: str, place: Place | None) -> Iterator[Reason]:
    if place is not None:
        opinions = place.folder.opinions
        for code in sorted(opinions.demoted):
            yield reasons.demoted(uri, code, opinions.counts.get(code, 0))


def _hidden(uri: str, document: TrackedDocument) -> Iterator[Reason]:
    """Findings that stand and are no marks, and why."""
    judged = list(document.judged())
    opinions = [
        (finding.code, opinion) for unit in judged for finding in unit.findings
        if (opinion := opinion_of(document, unit.state, finding)) is not None
    ]  # fmt: skip
    demoted = document.place.folder.opinions.demoted if document.place is not None else frozenset()
    for code, count in sorted(Counter(code for code, opinion in opinions if opinion == "not useful").items()):
        if code not in demoted:
            yield reasons.not_useful(uri, code, count)
    comments = {
        (finding.suppression.start.line + 1, finding.code)
        for state in document.units
        for finding in state.found()
        if finding.suppression is not None
        and not is_generated(document.document, document.attribution, finding.suppression)
    }
    silent = document.silent if document.notebook is None else document.notebook.silent
    found = {finding.code for state in document.units for finding in state.findings}
    comments |= {
        (line + 1, code) for code in found & silent.by_person if (line := document.comments.line_of(code)) is not None
    }
    for line, code in sorted(comments)[:_EACH]:
        yield reasons.commented(code, line)
    left = sum(len(unit.findings) for unit in judged) - len(opinions)
    if (marks := len(shown(document))) < left:
        yield reasons.capped(left, marks, PER_UNIT, PER_FILE)


async def _about(session: Session, document: TrackedDocument) -> dict[str, Any] | None:
    """What the analysis knows of the document's folder; None where it does not answer soon."""
    place = document.place
    where = {"root": str(place.folder.root), "path": place.path} if place is not None else {"root": None}
    try:
        answer = await asyncio.wait_for(session.analyser.ask({"do": "about", **where}), _PATIENCE)
    except (asyncio.TimeoutError, WorkerDied):
        return None
    return answer if "rules" in answer else None


def _of_project(document: TrackedDocument, about: dict[str, Any] | None) -> Iterator[Reason]:
    if about is None:
        return
    if about["left_out"]:
        yield reasons.deselected(about["left_out"], about["rules"] + len(about["left_out"]))
    for code, tool in about.get("told", {}).items():
        yield reasons.told_elsewhere(code, tool)
    for code, tool in about.get("in_part", {}).items():
        yield reasons.told_in_part(code, tool)
    if document.place is not None and about["environment"] is None:
        yield reasons.no_environment(document.place.folder.config.environment)


def _configuration(place: Place | None) -> Iterator[Reason]:
    """What of the folder's settings cannot be used: it may be why something is not as expected."""
    if place is not None:
        for problem in place.folder.problems:
            yield reasons.configuration(str(problem))


def _nothing_found(session: Session, uri: str, document: TrackedDocument, about: dict[str, Any]) -> Reason:
    testable = next((state for state in document.units if state.testable and state.share.counts), None)
    where = None
    if document.notebook is not None:
        testable = None
    if testable is not None and document.open and document.place is not None:
        lines = document.lines(testable.start, testable.end)
        where = range_to_json(convert.from_range(document.document, lines, session.encoding))
    return reasons.nothing_found(uri, about["rules"], len(document.units), where)

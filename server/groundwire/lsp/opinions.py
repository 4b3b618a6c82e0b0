"""*Not useful*: a person's opinion of a mark takes the mark away, and after a few of them the rule's marks here.

An opinion moves marks, never verdicts: what speaks against a unit stays in its lens, its hover and its evidence.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from groundwire.lsp import convert
from groundwire.lsp.messages import BadMessage, code_of, range_of, uri_of
from groundwire.provenance.store import Mark
from groundwire.wire import range_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.folders import Folder
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState
    from groundwire.model import Finding, Range
    from groundwire.provenance.store import Opinions

BUSY = "Another process holds the attribution store, so nothing was changed; try again in a moment."


def opinion_of(
    document: TrackedDocument, state: UnitState, finding: Finding
) -> Literal["not useful", "demoted"] | None:
    """Why a finding is no mark though it stands; None where nobody minds it."""
    if document.place is None:
        return None
    opinions = document.place.folder.opinions
    if (finding.code, state.digest, place_text(finding.range)) in opinions.marks:
        return "not useful"
    return "demoted" if finding.code in opinions.demoted else None


def place_text(place: Range) -> str:
    """A range inside a unit, as the store keeps it."""
    return json.dumps(range_to_json(place), separators=(",", ":"))


def not_useful(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, range, code}` → `{code, count, demoted, message}`: the mark there is of no use to this person."""
    document, code = session.documents.get(uri_of(argument)), code_of(argument)
    if document is None:
        raise BadMessage(f"nothing is known of {argument['uri']}; open it first")
    if document.place is None:
        return _answer(None, code, "The file lies outside every workspace folder: open its folder to count an opinion.")
    where = convert.to_range(document.document, range_of(argument.get("range")), session.encoding)
    chosen = _meant(document, code, where)
    if chosen is None:
        return _answer(
            document.place.folder.opinions, code, f"No mark of {code} stands there any more, so nothing was counted."
        )
    state, finding = chosen
    folder = document.place.folder
    mark = Mark(code, document.place.stored, state.name, state.digest, place_text(finding.range))
    before = folder.opinions
    after = folder.store.record_not_useful(mark, _marks(session, folder, code))
    if after is None:
        return _answer(before, code, BUSY)
    _take_over(session, folder, after)
    return _answer(after, code, _said(code, after, newly=code not in before.demoted, contradicts=finding.contradicts))


def undo_not_useful(session: Session, argument: Any) -> dict[str, Any]:
    """`{uri, code}` → `{code, count, demoted, message}`: the rule and its marks come back in the file's workspace."""
    uri, code = uri_of(argument), code_of(argument)
    folder = session.folder_of(uri)
    if folder is None:
        return _answer(None, code, "The file lies outside every workspace folder: there are no opinions to take back.")
    before = folder.opinions
    after = folder.store.take_back_not_useful(code)
    if after is None:
        return _answer(before, code, BUSY)
    _take_over(session, folder, after)
    if code not in before.counts:
        return _answer(after, code, f"Nothing of {code} was judged not useful here, so nothing has changed.")
    return _answer(after, code, f"{code} makes marks here again, those judged not useful included.")


def _meant(document: TrackedDocument, code: str, where: Range) -> tuple[UnitState, Finding] | None:
    """The finding of that code nearest to where the client saw the mark."""
    found = [
        (state, finding)
        for state in document.units.between(where.start.line, where.end.line + 1)
        for finding in document.judged_unit(state).findings
        if finding.code == code
    ]
    touching = [
        (state, finding)
        for state, finding in found
        if (place := finding.range.shifted(state.start)).start <= where.end and where.start <= place.end
    ]
    return min(touching, key=lambda one: one[1].range.shifted(one[0].start) != where, default=None)


def _marks(session: Session, folder: Folder, code: str) -> int:
    """How many findings of a rule there are in what shares the folder's store, whatever is thought of them."""
    return sum(
        finding.code == code
        for document in _documents(session, folder)
        for unit in document.judged()
        for finding in unit.findings
    )


def _documents(session: Session, folder: Folder) -> Iterator[TrackedDocument]:
    for document in session.documents.values():
        if document.place is not None and document.place.folder.location.store == folder.location.store:
            yield document


def _take_over(session: Session, folder: Folder, opinions: Opinions) -> None:
    for other in session.folders.values():
        if other.location.store == folder.location.store:
            other.opinions = opinions
    for document in list(_documents(session, folder)):
        document.say_anew()
        session.showing.judged(document)


def _answer(opinions: Opinions | None, code: str, message: str) -> dict[str, Any]:
    count = opinions.counts.get(code, 0) if opinions is not None else 0
    demoted = opinions is not None and code in opinions.demoted
    return {"code": code, "count": count, "demoted": demoted, "message": message}


def _said(code: str, opinions: Opinions, *, newly: bool, contradicts: bool) -> str:
    if code in opinions.demoted and newly:
        head = (
            f"{opinions.counts[code]} marks of {code} were not useful here, so it makes none in this workspace any "
            "more: what it finds stays in hover and lens."
        )
    else:
        head = f"This {code} mark is gone; the hover still says what was found."
    if contradicts:
        head += f" The verdict stays refuted: correct the code, or ignore {code} there by a comment if it errs."
    return f"{head} Why Is Nothing Marked Here? lists what was taken away and brings it back."

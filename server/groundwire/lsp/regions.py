"""`groundwire/regions` and `groundwire/generatedFiles`: where generated text stands, and what is said of its units."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from groundwire.lsp import convert
from groundwire.lsp.lenses import range_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import JudgedUnit
    from groundwire.model import Evidence, Range

_LISTED: Final = ("name", "range", "state", "verdict", "reason")
"""What a list of many files says of each unit."""


def regions(document: TrackedDocument, encoding: str) -> dict[str, Any]:
    """The answer to the request, ranges as the client counts them; units are those that count as generated."""
    spans: dict[str, list[Any]] = {}
    for span in document.attribution.spans:
        place = document.document.range(span.start, span.end)
        spans.setdefault(span.origin, []).append(_place(document, place, encoding))
    retained = document.attribution.retained()
    return {
        "version": document.version,
        "regions": [
            {
                "id": origin,
                "spans": places,
                "origin": asdict(document.attribution.origins[origin]),
                "retained": retained.get(origin, 1.0),
            }
            for origin, places in spans.items()
        ],
        "units": list(_units(document, encoding)),
    }


def files(session: Session) -> dict[str, Any]:
    """Every followed file with generated units, open or not, sorted by path.

    `{files: [{uri, path, units: [{name, range, state, verdict, reason}]}]}`
    """
    found = []
    for document in session.documents.values():
        if not document.attributed or not session.is_on(document):
            continue
        units = [{name: unit[name] for name in _LISTED} for unit in _units(document, session.encoding)]
        path = document.place.path if document.place is not None else document.file_uri
        if document.notebook is not None:
            path = f"{path}:code cell {document.notebook.number_of(document)}"
        if units:
            found.append({"uri": document.uri, "path": path, "units": units})
    return {"files": sorted(found, key=lambda file: _by_path(file["path"]))}


def _by_path(path: str) -> tuple[str, int]:
    """Cells come in their order."""
    name, _, number = path.rpartition(":code cell ")
    return (name, int(number)) if number.isdigit() else (path, 0)


def _units(document: TrackedDocument, encoding: str) -> Iterator[dict[str, Any]]:
    for judged in document.judged():
        if judged.state.share.counts:
            yield _unit(document, judged, encoding)


def _unit(document: TrackedDocument, judged: JudgedUnit, encoding: str) -> dict[str, Any]:
    said, where = judged.judgement, judged.state
    return {
        "name": where.name,
        "range": _place(document, document.lines(where.start, where.end), encoding),
        "state": where.share.state,
        "generated": round(where.share.ratio, 3),
        "verdict": said.verdict,
        "reason": said.reason,
        "band": said.band,
        "confidence": said.confidence,
        "evidence": [_evidence(document, item, where.start, encoding) for item in said.evidence],
    }


def _evidence(document: TrackedDocument, item: Evidence, start: int, encoding: str) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": item.kind, "weight": item.weight, "message": item.message}
    if item.range is not None:
        found["range"] = _place(document, item.range.shifted(start), encoding)
    if item.code is not None:
        found["code"] = item.code
    return found


def _place(document: TrackedDocument, place: Range, encoding: str) -> dict[str, Any]:
    return range_to_json(convert.from_range(document.document, place, encoding))

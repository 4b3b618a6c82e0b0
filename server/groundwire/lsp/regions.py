"""`groundwire/regions`: where generated text stands, who wrote it, and what is said of its units."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from groundwire.lsp import convert
from groundwire.lsp.lenses import range_to_json

if TYPE_CHECKING:
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import JudgedUnit
    from groundwire.model import Evidence, Range


def regions(document: TrackedDocument, encoding: str) -> dict[str, Any]:
    """The answer to the request, ranges as the client counts them; units are those that count as generated."""

    def place(value: Range) -> dict[str, Any]:
        return range_to_json(convert.from_range(document.document, value, encoding))

    def evidence(item: Evidence, start: int) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": item.kind, "weight": item.weight, "message": item.message}
        if item.range is not None:
            found["range"] = place(item.range.shifted(start))
        if item.code is not None:
            found["code"] = item.code
        return found

    def unit(judged: JudgedUnit) -> dict[str, Any]:
        said, where = judged.judgement, judged.state
        return {
            "name": judged.state.name,
            "range": place(document.lines(where.start, where.end)),
            "verdict": said.verdict,
            "reason": said.reason,
            "band": said.band,
            "confidence": said.confidence,
            "evidence": [evidence(item, where.start) for item in said.evidence],
        }

    spans: dict[str, list[Any]] = {}
    for span in document.attribution.spans:
        spans.setdefault(span.origin, []).append(place(document.document.range(span.start, span.end)))
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
        "units": [unit(judged) for judged in document.judged() if judged.state.share.counts],
    }

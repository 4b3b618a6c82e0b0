"""Code lenses: the verdict over each generated function or method, and the stub where no test refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from groundwire.confidence.recorded_run import NEVER_RUN
from groundwire.confidence.verdict import NO_TEST
from groundwire.lsp import convert
from groundwire.lsp.wording import short_verdict
from groundwire.model import Position, Range

if TYPE_CHECKING:
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import JudgedUnit


def lenses(document: TrackedDocument, encoding: str) -> list[types.CodeLens]:
    """All lenses of a document, from what is known already: nothing is parsed for them."""
    found: list[types.CodeLens] = []
    for unit in document.judged():
        if unit.state.testable and unit.state.share.counts:
            place = _place(unit, document, encoding)
            found.append(types.CodeLens(place, types.Command(short_verdict(unit.judgement), "")))
            if unit.judgement.reason in {NO_TEST, NEVER_RUN}:
                arguments = [{"uri": document.uri, "range": range_to_json(place)}]
                stub = types.Command("write a test stub", "groundwire.writeTestStub", arguments=arguments)
                found.append(types.CodeLens(place, stub))
    return found


def _place(unit: JudgedUnit, document: TrackedDocument, encoding: str) -> types.Range:
    header = unit.state.header
    end = len(document.document.line(header))
    place = Range(Position(header, unit.state.unit.indent), Position(header, end))
    return convert.from_range(document.document, place, encoding)


def range_to_json(place: types.Range) -> dict[str, dict[str, int]]:
    """A range as a plain command argument."""
    return {
        "start": {"line": place.start.line, "character": place.start.character},
        "end": {"line": place.end.line, "character": place.end.character},
    }

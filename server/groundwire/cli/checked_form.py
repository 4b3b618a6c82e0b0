"""What was said of a file as JSON and back; its path is not in it, for that is shown as seen from where one stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from groundwire.model import Evidence, Judgement, Origin
from groundwire.report.checked import CheckedFile, CheckedFinding, CheckedUnit, FileError
from groundwire.wire import finding_from_json, finding_to_json, range_from_json, range_to_json

if TYPE_CHECKING:
    from groundwire.wire import Json


def result_to_json(result: CheckedFile | FileError) -> Json:
    """Plain lists and dictionaries."""
    if isinstance(result, FileError):
        return {"error": result.message}
    return {
        "lines": result.lines,
        "attributed": result.attributed_lines,
        "units": list(map(_unit_to_json, result.units)),
        "findings": [[finding_to_json(checked.finding), checked.unit, checked.cell] for checked in result.findings],
        "notes": [[finding_to_json(note.finding), note.unit, note.cell] for note in result.notes],
        "faults": result.faults,
        "errors": [[error.message, error.cell] for error in result.errors],
    }


def result_from_json(value: Json, path: str) -> CheckedFile | FileError:
    """What `result_to_json` wrote; `KeyError`, `TypeError` or `ValueError` where it did not."""
    if "error" in value:
        return FileError(path, value["error"])
    return CheckedFile(
        path,
        value["lines"],
        value["attributed"],
        tuple(map(_unit_from_json, value["units"])),
        tuple(CheckedFinding(finding_from_json(finding), unit, cell) for finding, unit, cell in value["findings"]),
        tuple(CheckedFinding(finding_from_json(note), unit, cell) for note, unit, cell in value["notes"]),
        tuple(value["faults"]),
        tuple(FileError(path, message, cell) for message, cell in value["errors"]),
    )


def _unit_to_json(unit: CheckedUnit) -> Json:
    judgement = unit.judgement
    return {
        "name": unit.name,
        "cell": unit.cell,
        "range": range_to_json(unit.range),
        "origin": unit.origin and asdict(unit.origin),
        "state": unit.state,
        "generated": unit.generated,
        "retained": unit.retained,
        "judgement": [judgement.verdict, judgement.reason, judgement.band, judgement.confidence],
        "evidence": [
            [said.kind, said.weight, said.message, said.code, said.range and range_to_json(said.range)]
            for said in judgement.evidence
        ],
    }


def _unit_from_json(value: Json) -> CheckedUnit:
    evidence = tuple(
        Evidence(kind, weight, message, code, place and range_from_json(place))
        for kind, weight, message, code, place in value["evidence"]
    )
    verdict, reason, band, confidence = value["judgement"]
    return CheckedUnit(
        value["name"],
        range_from_json(value["range"]),
        value["origin"] and Origin(**value["origin"]),
        value["state"],
        value["generated"],
        value["retained"],
        Judgement(verdict, reason, band, confidence, evidence),
        value["cell"],
    )

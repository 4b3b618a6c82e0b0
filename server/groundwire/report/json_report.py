"""The JSON of `check`: a stable interface, version 1. Lines and columns count from one, ends are exclusive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from groundwire import __version__

if TYPE_CHECKING:
    from groundwire.model import Evidence, Position, Range
    from groundwire.report.checked import Check, CheckedFinding, CheckedUnit

VERSION: Final = 1


def json_report(check: Check) -> str:
    """The report as JSON text in ASCII, ending in a line break."""
    report = {
        "version": VERSION,
        "tool": {"name": "groundwire", "version": __version__},
        "scope": {
            "kind": check.kind,
            "files": len(check.files),
            "lines": sum(file.lines for file in check.files),
            "attributed_lines": sum(file.attributed_lines for file in check.files),
        },
        "units": [_unit(file.path, unit) for file in check.files for unit in file.units],
        "findings": [_finding(file.path, finding) for file in check.files for finding in file.findings],
        "notes": [_note(file.path, note) for file in check.files for note in file.notes],
        "errors": [{"path": error.path, **_cell(error.cell), "message": error.message} for error in check.errors],
    }
    return json.dumps(report, indent=2) + "\n"


def _unit(path: str, unit: CheckedUnit) -> dict[str, Any]:
    judgement, origin = unit.judgement, unit.origin
    return {
        "path": path,
        **_cell(unit.cell),
        "name": unit.name,
        "range": _range(unit.range),
        "origin": origin and {"kind": origin.kind, "tool": origin.tool, "model": origin.model, "grade": origin.grade},
        "state": unit.state,
        "generated": round(unit.generated, 3),
        "retained": None if unit.retained is None else round(unit.retained, 3),
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "confidence": judgement.confidence,
        "band": judgement.band,
        "evidence": [_evidence(evidence) for evidence in judgement.evidence],
    }


def _cell(number: int | None) -> dict[str, int]:
    """The cell of a notebook that lines are of; of other files nothing is said."""
    return {} if number is None else {"cell": number}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": evidence.kind, "weight": evidence.weight, "message": evidence.message}
    if evidence.code is not None:
        said["code"] = evidence.code
    if evidence.range is not None:
        said["range"] = _range(evidence.range)
    return said


def _finding(path: str, checked: CheckedFinding) -> dict[str, Any]:
    finding = checked.finding
    return {
        "path": path,
        **_cell(checked.cell),
        "code": finding.code,
        "severity": severity(contradicts=finding.contradicts),
        "message": finding.message,
        "explanation": finding.explanation,
        "range": _range(finding.range),
        "unit": checked.unit,
    }


def _note(path: str, checked: CheckedFinding) -> dict[str, Any]:
    return {
        "path": path,
        **_cell(checked.cell),
        "message": checked.finding.message,
        "range": _range(checked.finding.range),
    }


def severity(*, contradicts: bool) -> str:
    """How a finding is called: a warning where something concrete contradicts the code."""
    return "warning" if contradicts else "information"


def _range(place: Range) -> dict[str, Any]:
    return {"start": _position(place.start), "end": _position(place.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line + 1, "column": position.column + 1}

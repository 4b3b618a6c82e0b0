"""Findings and recorded runs as JSON and back: what the worker says to the server."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from groundwire.model import Finding, Fix, MissedLines, Position, Range, RecordedRun, TextEdit

Json = Any
"""A decoded JSON value."""


def range_to_json(value: Range) -> Json:
    """`[[line, column], [line, column]]`."""
    return [list(value.start), list(value.end)]


def range_from_json(value: Json) -> Range:
    """The range that `range_to_json` wrote."""
    (start_line, start_column), (end_line, end_column) = value
    return Range(Position(start_line, start_column), Position(end_line, end_column))


def finding_to_json(finding: Finding) -> Json:
    """A finding as plain lists and dictionaries."""
    return {
        "code": finding.code,
        "range": range_to_json(finding.range),
        "message": finding.message,
        "explanation": finding.explanation,
        "contradicts": finding.contradicts,
        "fixes": [
            {"title": fix.title, "edits": [[range_to_json(edit.range), edit.new_text] for edit in fix.edits]}
            for fix in finding.fixes
        ],
        "suppression": finding.suppression and range_to_json(finding.suppression),
        "overlaps": list(finding.overlaps),
        "generated_only": finding.generated_only,
    }


def finding_from_json(value: Json) -> Finding:
    """The finding that `finding_to_json` wrote."""
    return Finding(
        code=value["code"],
        range=range_from_json(value["range"]),
        message=value["message"],
        explanation=value["explanation"],
        contradicts=value["contradicts"],
        fixes=tuple(
            Fix(fix["title"], tuple(TextEdit(range_from_json(place), text) for place, text in fix["edits"]))
            for fix in value["fixes"]
        ),
        suppression=value["suppression"] and range_from_json(value["suppression"]),
        overlaps=tuple(value["overlaps"]),
        generated_only=value["generated_only"],
    )


def run_to_json(run: RecordedRun) -> Json:
    """A recorded run as plain lists and dictionaries."""
    return asdict(run)


def run_from_json(value: Json) -> RecordedRun:
    """The run that `run_to_json` wrote."""
    return RecordedRun(**{**value, "missed": tuple(MissedLines(**block) for block in value["missed"])})

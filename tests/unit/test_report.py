"""What a check found, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from groundwire.confidence.verdict import judge
from groundwire.model import Finding, Origin, Position, Range
from groundwire.report.checked import Check, CheckedFile, CheckedFinding, CheckedUnit, FileError
from groundwire.report.json_report import json_report
from groundwire.report.text import summary, text_report

FINDING = Finding(
    "GW208", Range(Position(4, 11), Position(4, 40)), "It is always true.", "With DEBUG=0\nit is true.", True
)
ORIGIN = Origin("o1", "agent_edit", "A", "hook:x", tool="tool")
UNIT = CheckedUnit("debug", Range(Position(3, 0), Position(5, 0)), ORIGIN, "ai", 1.0, 0.5, judge([FINDING]))
FILE = CheckedFile("pkg/a.py", 80, 60, (UNIT,), (CheckedFinding(FINDING, "debug"),))
CHECK = Check("attributed", (FILE,), (FileError("b.py", "line 1: invalid syntax"),))


def test_text() -> None:
    assert text_report(CHECK, colour=False) == (
        "pkg/a.py:5:12: GW208 It is always true.\n"
        "    With DEBUG=0\n"
        "    it is true.\n"
        "b.py: not checked: line 1: invalid syntax\n"
    )


def test_likely_origin_is_said() -> None:
    likely = replace(CHECK, files=(replace(FILE, units=(replace(UNIT, state="likely-ai"),)),))
    assert "It is always true. (likely generated)\n" in text_report(likely, colour=False)


def test_colour_changes_nothing_but_colour() -> None:
    painted = text_report(CHECK, colour=True)
    assert "\x1b[31mGW208\x1b[0m" in painted
    for style in ("0m", "1m", "2m", "31m", "33m"):
        painted = painted.replace(f"\x1b[{style}", "")
    assert painted == text_report(CHECK, colour=False)


def test_the_summary_counts_and_never_says_that_all_is_well() -> None:
    assert summary(CHECK) == (
        "1 finding in 80 generated lines of 1 file; 1 generated unit: 1 refuted, 0 unverified, 0 supported; "
        "1 file not checked."
    )
    assert summary(Check("all", (), ())) == "0 findings in 0 lines of 0 files."
    faulty = Check("base", (replace(FILE, faults=("GW1", "GW2")),), ())
    assert summary(faulty).endswith("; failed on some units and left out there: GW1, GW2.")


def test_json() -> None:
    assert json.loads(json_report(CHECK)) == {
        "version": 1,
        "tool": {"name": "groundwire", "version": "0.1.0"},
        "scope": {"kind": "attributed", "files": 1, "lines": 80, "attributed_lines": 60},
        "units": [
            {
                "path": "pkg/a.py",
                "name": "debug",
                "range": {"start": {"line": 4, "column": 1}, "end": {"line": 6, "column": 1}},
                "origin": {"kind": "agent_edit", "tool": "tool", "model": None, "grade": "A"},
                "state": "ai",
                "generated": 1.0,
                "retained": 0.5,
                "verdict": "refuted",
                "reason": "GW208",
                "confidence": None,
                "band": "low",
                "evidence": [
                    {
                        "kind": "finding",
                        "weight": -1.0,
                        "message": "It is always true.",
                        "code": "GW208",
                        "range": {"start": {"line": 5, "column": 12}, "end": {"line": 5, "column": 41}},
                    }
                ],
            }
        ],
        "findings": [
            {
                "path": "pkg/a.py",
                "code": "GW208",
                "severity": "warning",
                "message": "It is always true.",
                "explanation": "With DEBUG=0\nit is true.",
                "range": {"start": {"line": 5, "column": 12}, "end": {"line": 5, "column": 41}},
                "unit": "debug",
            }
        ],
        "notes": [],
        "errors": [{"path": "b.py", "message": "line 1: invalid syntax"}],
    }


def test_json_survives_names_that_are_no_text() -> None:
    odd = Check("all", (), (FileError("caf\udce9.py", "?"),))
    assert json_report(odd).isascii()
    assert json.loads(json_report(odd))["errors"][0]["path"] == "caf\udce9.py"

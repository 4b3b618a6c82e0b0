"""How the lines of a file read: their states, their authors, and the report."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from groundwire.model import Grade, Origin, OriginKind, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.line_states import LineState, line_states
from groundwire.report.blame import Blamed, blame_json, blame_text, summary

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def origin(name: str, grade: Grade = "A", kind: OriginKind = "agent_edit", time: str | None = None) -> Origin:
    return Origin(name, kind, grade, "hook:claude", "claude-code", None, None, None, time)


def states(text: str, *owned: tuple[str, Origin]) -> list[tuple[str, str | None]]:
    spans, origins = [], {}
    for piece, owner in owned:
        start = text.index(piece)
        spans.append(Span(start, start + len(piece), owner.id))
        origins[owner.id] = owner
    found = line_states(text, Attribution(tuple(sorted(spans)), origins, {}))
    return [(line.state, line.origin and line.origin.id) for line in found]


AI = origin("ai")


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("a = 1\nb = 2\n", "b = 2\n", [("unknown", None), ("ai", "ai")]),
        ("total = price * 2\n", "price * 2", [("ai-modified", "ai")]),
        ("total = compute(price)\n", "t", [("unknown", None)]),
        ("x = 1\n\ny = 2\n", "x = 1\n\ny = 2", [("ai", "ai")] * 3),
        ("    x = 1\n", "    ", [("unknown", None)]),
        ("x = 1", "x = 1", [("ai", "ai")]),
        ("", "", []),
    ],
)
def test_a_line_is_its_code_characters(text: str, piece: str, expected: list[tuple[str, str | None]]) -> None:
    assert states(text, (piece, AI)) == expected


def test_weak_signs_are_called_likely_and_a_guess_stays_unknown() -> None:
    weak, guess = origin("weak", "C"), origin("guess", "D", "suspected")
    assert states("a = 1\nb = 2\n", ("a = 1", weak), ("b = 2", guess)) == [("likely-ai", "weak"), ("unknown", "guess")]


def test_only_what_a_person_called_theirs_is_human() -> None:
    mine = origin("mine", "B", "human")
    assert states("a = 1\nb = 2\n", ("a = 1", mine)) == [("human", "mine"), ("unknown", None)]
    assert states("total = price * 2\n", ("total = ", mine), ("price * 2", AI)) == [("ai-modified", "ai")]


def test_the_report_has_a_column_for_each_thing_known() -> None:
    text = "a = 1\nb = 2\n"
    lines = [LineState("ai", origin("o", time="2026-03-01T09:00:00Z")), LineState("unknown", None)]
    assert blame_text([Blamed(None, text, lines)], NOW).splitlines() == [
        "ai       claude-code  -  3h  A  1) a = 1",
        "unknown  -            -  -   -  2) b = 2",
    ]
    assert summary(lines) == "1 line ai, 1 line unknown"
    assert json.loads(blame_json("a.py", [Blamed(None, text, lines)])) == {
        "version": 1,
        "path": "a.py",
        "lines": [
            {
                "line": 1,
                "state": "ai",
                "tool": "claude-code",
                "model": None,
                "grade": "A",
                "time": "2026-03-01T09:00:00Z",
            },
            {"line": 2, "state": "unknown", "tool": None, "model": None, "grade": None, "time": None},
        ],
    }


@pytest.mark.parametrize(
    ("time", "age"),
    [
        ("2026-03-01T11:59:59Z", "1s"),
        ("2026-03-01T11:01:00+00:00", "59min"),
        ("2026-02-27T12:00:00", "2d"),
        ("2025-12-01T00:00:00.5Z", "3mo"),
        ("2024-01-01T00:00:00Z", "2y"),
        ("2027-01-01T00:00:00Z", "0s"),
        ("yesterday", "-"),
        (None, "-"),
    ],
)
def test_ages_are_short_and_never_fail(time: str | None, age: str) -> None:
    text = blame_text([Blamed(None, "a = 1\n", [LineState("ai", origin("o", time=time))])], NOW)
    assert text.split()[3] == age

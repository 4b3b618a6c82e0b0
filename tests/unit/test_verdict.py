"""What a recorded run and complexity do to a verdict: words, never its band."""

from __future__ import annotations

import pytest

from groundwire.confidence.verdict import OutsideFacts, judge
from groundwire.model import Evidence, Finding, MissedLines, NotAnalysed, Position, Range, RecordedRun

UNREFERENCED = Finding("GW408", Range(Position(0, 4), Position(0, 9)), "No test refers to it.", "", False)
WRONG = Finding("GW208", Range(Position(1, 4), Position(1, 9)), "It is wrong.", "", True)
TIME = "2026-11-25T04:02Z"
UNSAID = "whether anything was checked, it does not say."
DATA = ".coverage, 2026-11-25 04:02 UTC"


def known(statements: int, *missed: int) -> RecordedRun:
    blocks = tuple(MissedLines(3 * n, count) for n, count in enumerate(missed))
    return RecordedRun("known", ".coverage", TIME, statements=statements, missed=blocks)


@pytest.mark.parametrize(
    ("run", "reason", "sentence"),
    [
        (known(5, 5), "never run", f"The recorded test run ({DATA}) never ran any of its 5 statements."),
        (known(1, 1), "never run", f"The recorded test run ({DATA}) never ran its one statement."),
        (known(5, 1, 2), "partly run", f"The recorded test run ({DATA}) ran 2 of its 5 statements."),
        (
            known(5),
            "run, not known to be checked",
            f"The recorded test run ({DATA}) ran all of its 5 statements; {UNSAID}",
        ),
        (
            known(0),
            "none of its lines measured",
            f"The recorded test run ({DATA}) tells nothing of it: none of its lines is measured by itself.",
        ),
        (
            RecordedRun("changed", ".coverage", TIME),
            "no test run of this text recorded",
            f"Coverage data is there ({DATA}), but this text or its file changed since: age unknown.",
        ),
        (
            RecordedRun("not measured", ".coverage", TIME),
            "not measured by the recorded test run",
            f"The recorded test run ({DATA}) did not measure this file.",
        ),
        (
            RecordedRun("unreadable", ".coverage", reason="it is being written"),
            "no test run that can be read",
            "Coverage data is there (.coverage) and cannot be used: it is being written.",
        ),
    ],
)
def test_a_recorded_run_gives_the_reason_its_words_and_moves_nothing(
    run: RecordedRun, reason: str, sentence: str
) -> None:
    judgement = judge((), facts=OutsideFacts(run))
    assert (judgement.verdict, judgement.reason, judgement.band) == ("unverified", reason, "unknown")
    assert judgement.evidence == (Evidence("tests", 0.0, sentence),)


def test_without_data_the_reason_is_that_no_run_is_recorded() -> None:
    assert judge(()).reason == "no test run recorded"
    assert judge((UNREFERENCED,)).reason == "no test refers to it"


def test_a_run_that_is_known_says_more_than_a_reading_of_the_tests_and_that_more_than_an_old_run() -> None:
    assert judge((UNREFERENCED,), facts=OutsideFacts(known(5, 5))).reason == "never run"
    for kind in ("changed", "not measured", "unreadable"):
        assert (
            judge((UNREFERENCED,), facts=OutsideFacts(RecordedRun(kind, ".coverage"))).reason == "no test refers to it"
        )


def test_what_contradicts_a_review_and_what_is_not_analysed_come_first() -> None:
    facts = OutsideFacts(known(5))
    assert judge((WRONG,), facts=facts).verdict == "refuted"
    assert judge((), reviewed="2026-11-25T04:02:00Z", facts=facts).reason == "reviewed"
    assert judge((), pending=True, facts=facts).reason == "not analysed yet"
    assert judge((), not_analysed=NotAnalysed("too deep"), facts=facts).reason == "not analysed: too deep"


def test_complexity_is_evidence_without_weight() -> None:
    judgement = judge((), facts=OutsideFacts(complexity=40))
    assert judgement == judge((), facts=OutsideFacts(complexity=40))
    assert judgement.evidence == (Evidence("complexity", 0.0, "Its cyclomatic complexity is 40."),)
    assert (judgement.verdict, judgement.band, judgement.reason) == ("unverified", "unknown", "no test run recorded")

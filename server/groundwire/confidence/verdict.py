"""Weigh what is known of one unit: verdict, reason and band.

No weight is calibrated yet, so each says its direction alone (-1, 0, +1), `confidence` is None, and the band is *low*
where something contradicts the unit and *unknown* elsewhere. That lines ran does not say that they are right, so a
recorded run gives the reason its words and moves nothing. Neither does complexity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.confidence.recorded_run import run_reason, run_sentence
from groundwire.model import Evidence, Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.model import Finding, NotAnalysed, RecordedRun

UNREFERENCED: Final = "GW408"
UNRUN: Final = "GW401"
NOT_ANALYSED: Final = "not analysed"
PENDING: Final = "not analysed yet"
NO_TEST: Final = "no test refers to it"
NO_RUN: Final = "no test run recorded"
REVIEWED: Final = "reviewed"


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """What is known of a unit beside its text."""

    run: RecordedRun | None = None
    """None where no test run is recorded."""
    complexity: int | None = None
    """Cyclomatic; None where it was not counted."""


NOTHING_KNOWN: Final = OutsideFacts()


def judge(
    findings: Sequence[Finding],
    *,
    reviewed: str | None = None,
    not_analysed: NotAnalysed | None = None,
    pending: bool = False,
    testable: bool = True,
    facts: OutsideFacts = NOTHING_KNOWN,
) -> Judgement:
    """The judgement of a unit.

    `findings` are those in force (suppressed ones left out); `reviewed` is the RFC 3339 time a person confirmed exactly
    this text; `pending` says that some rules have not answered yet; `testable` that a test can name the unit.
    """
    found = sorted(map(_from_finding, findings), key=lambda item: item.weight)
    evidence = (*found, *_from_outside(facts))
    refuting = next((finding for finding in findings if finding.contradicts), None)
    if refuting is not None:
        return Judgement("refuted", refuting.code, "low", None, evidence)
    if reviewed is not None:
        review = Evidence("review", 1.0, f"A person reviewed exactly this text on {reviewed[:10]}.")
        return Judgement("supported", REVIEWED, "unknown", None, (review, *evidence))
    if not_analysed is not None:
        reason = f"{NOT_ANALYSED}: {not_analysed.reason}"
    elif pending:
        reason = PENDING
    else:
        reason = _why_unverified(findings, facts.run, testable)
    return Judgement("unverified", reason, "unknown", None, evidence)


def _why_unverified(findings: Sequence[Finding], run: RecordedRun | None, testable: bool) -> str:
    """What is missing: a run that is known says more than a reading of the tests, and that more than no run."""
    if run is not None and run.kind == "known" and run.statements:
        return run_reason(run)
    if testable and any(finding.code == UNREFERENCED for finding in findings):
        return NO_TEST
    return NO_RUN if run is None else run_reason(run)


def _from_finding(finding: Finding) -> Evidence:
    weight = -1.0 if finding.contradicts else 0.0
    return Evidence("finding", weight, finding.message, finding.code, finding.range)


def _from_outside(facts: OutsideFacts) -> Iterator[Evidence]:
    if facts.run is not None:
        yield Evidence("tests", 0.0, run_sentence(facts.run))
    if facts.complexity is not None:
        yield Evidence("complexity", 0.0, f"Its cyclomatic complexity is {facts.complexity}.")

"""Weigh what is known of one unit: verdict, reason and band.

No weight is calibrated yet, so each says its direction alone (-1, 0, +1), `confidence` is None, and the band is *low*
where something contradicts the unit and *unknown* elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.model import Evidence, Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.model import Finding, NotAnalysed

UNREFERENCED: Final = "GW408"
NOT_ANALYSED: Final = "not analysed"
PENDING: Final = "not analysed yet"
NO_TEST: Final = "no test refers to it"
NO_RUN: Final = "no test run recorded"
REVIEWED: Final = "reviewed"


def judge(
    findings: Sequence[Finding],
    *,
    reviewed: str | None = None,
    not_analysed: NotAnalysed | None = None,
    pending: bool = False,
    testable: bool = True,
) -> Judgement:
    """The judgement of a unit.

    `findings` are those in force (suppressed ones left out); `reviewed` is the RFC 3339 time a person confirmed exactly
    this text; `pending` says that some rules have not answered yet; `testable` that a test can name the unit.
    """
    evidence = tuple(sorted(map(_from_finding, findings), key=lambda item: item.weight))
    refuting = next((finding for finding in findings if finding.contradicts), None)
    if refuting is not None:
        return Judgement("refuted", refuting.code, "low", None, evidence)
    if reviewed is not None:
        review = Evidence("review", 1.0, f"A person reviewed exactly this text on {reviewed[:10]}.")
        return Judgement("supported", REVIEWED, "unknown", None, (review, *evidence))
    return Judgement("unverified", _why(findings, not_analysed, pending, testable), "unknown", None, evidence)


def _why(findings: Sequence[Finding], not_analysed: NotAnalysed | None, pending: bool, testable: bool) -> str:
    if not_analysed is not None:
        return f"{NOT_ANALYSED}: {not_analysed.reason}"
    if pending:
        return PENDING
    if testable and any(finding.code == UNREFERENCED for finding in findings):
        return NO_TEST
    return NO_RUN


def _from_finding(finding: Finding) -> Evidence:
    weight = -1.0 if finding.contradicts else 0.0
    return Evidence("finding", weight, finding.message, finding.code, finding.range)

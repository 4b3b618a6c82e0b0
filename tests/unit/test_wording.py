"""What is shown reads well aloud: words first, no bare codes, no symbols, and what to do next."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from groundwire.confidence.verdict import judge
from groundwire.lsp import reasons
from groundwire.lsp.wording import short_verdict, verdict_sentence
from groundwire.model import Finding, NotAnalysed, Position, Range

FOUND = Finding(
    code="GW208",
    range=Range(Position(0, 0), Position(0, 1)),
    message="`bool(x)` is true for every non-empty value.",
    explanation="It is.",
    contradicts=True,
)


def test_a_refuted_units_lens_says_what_was_found() -> None:
    judgement = judge([FOUND])
    assert judgement.reason == "GW208", "programs read the code"
    assert short_verdict(judgement) == "refuted: `bool(x)` is true for every non-empty value"
    assert verdict_sentence(judgement) == "Refuted: something concrete contradicts it"


def test_a_long_finding_is_cut_between_words() -> None:
    title = short_verdict(judge([replace(FOUND, message="The value " + "of some name " * 20 + "is wrong.")]))
    assert len(title) <= len("refuted: ") + 90
    assert re.fullmatch(r"refuted: The value (of|some|name| )+ …", title)


@pytest.mark.parametrize(
    "judgement",
    [judge([]), judge([], pending=True), judge([], reviewed="2026-01-01"), judge([], not_analysed=NotAnalysed("x"))],
)
def test_a_lens_begins_with_the_verdict_and_is_words(judgement: object) -> None:
    assert re.fullmatch(r"(unverified|supported): [a-z][\w :]+", short_verdict(judgement))  # type: ignore[arg-type]


URI = "file:///a.py"
EVERY = [
    reasons.not_python("a.txt"),
    reasons.not_python("a.ipynb"),
    reasons.outside("a.py"),
    reasons.off("shop", by_project=True),
    reasons.off("shop", by_project=False),
    reasons.unreadable("a.py", "it is gone"),
    reasons.unattributed(URI, "a.py", opened=True, in_git=True),
    reasons.unattributed(URI, "a.py", opened=False, in_git=False),
    reasons.suspected(URI, "a.py"),
    reasons.not_followed("a.py"),
    reasons.silenced(3),
    reasons.analysis_stopped("Nothing can be analysed: it is gone. See the log."),
    reasons.pending(1, 2, indexing=True),
    reasons.not_analysed("`f`", 3, "its brackets nest 300 deep"),
    reasons.below_threshold(URI, 0.004, "`f`", 0.2, opened=True),
    reasons.demoted(URI, "GW201", 3),
    reasons.not_useful(URI, "GW201", 1),
    reasons.commented("GW201", 3),
    reasons.deselected(["GW201"], 9),
    reasons.no_environment(None),
    reasons.no_environment("/no/python"),
    reasons.capped(9, 7, 2, 7),
    reasons.nothing_found(URI, 9, 1, None),
    reasons.nothing_found(URI, 9, 2, {}),
    reasons.untrusted(),
]


@pytest.mark.parametrize("reason", EVERY, ids=lambda reason: reason.kind)
def test_a_reason_is_a_sentence_with_what_to_do(reason: reasons.Reason) -> None:
    assert re.fullmatch(r"[`A-Za-z0-9].*\.", reason.message)
    assert "  " not in reason.message
    for action in reason.actions:
        assert re.fullmatch(r"[A-Z][\w ]+", action.title)
        assert re.fullmatch(r"(groundwire|workbench)\.[\w.]+", action.command)


def test_a_share_is_never_rounded_up_to_the_threshold() -> None:
    reason = reasons.below_threshold(URI, 0.1999, "`f`", 0.2, opened=False)
    assert "19% of `f`" in reason.message
    assert "from 20%" in reason.message
    assert "under 1%" in reasons.below_threshold(URI, 0.004, "`f`", 0.2, opened=False).message

"""What a recorded test run says of a unit, in words: a reason for the lens, a sentence for the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from groundwire.model import RecordedRun

NEVER_RUN: Final = "never run"
PARTLY_RUN: Final = "partly run"
RUN: Final = "run, not known to be checked"
CHANGED: Final = "no test run of this text recorded"
NOT_MEASURED: Final = "not measured by the recorded test run"
UNREADABLE: Final = "no test run that can be read"
NOT_COUNTED: Final = "none of its lines measured"


def run_reason(run: RecordedRun) -> str:
    """Why a unit is unverified, as far as the recorded run goes."""
    if run.kind == "changed":
        return CHANGED
    if run.kind == "not measured":
        return NOT_MEASURED
    if run.kind == "unreadable":
        return UNREADABLE
    if not run.statements:
        return NOT_COUNTED
    return RUN if not run.missed else PARTLY_RUN if run.ran else NEVER_RUN


def run_sentence(run: RecordedRun) -> str:
    """What the recorded run says, and of which data; that lines ran is never more than that."""
    if run.kind == "unreadable":
        return f"Coverage data is there ({run.data}) and cannot be used: {run.reason}."
    data = f"{run.data}, {run.time[:10]} {run.time[11:16]} UTC"
    if run.kind == "changed":
        return f"Coverage data is there ({data}), but this text or its file changed since: age unknown."
    if run.kind == "not measured":
        return f"The recorded test run ({data}) did not measure this file."
    if not run.statements:
        return f"The recorded test run ({data}) tells nothing of it: none of its lines is measured by itself."
    head = f"The recorded test run ({data})"
    count = "its one statement" if run.statements == 1 else f"all of its {run.statements} statements"
    if not run.missed:
        return f"{head} ran {count}; whether anything was checked, it does not say."
    if not run.ran:
        return f"{head} never ran {count.replace('all', 'any')}."
    return f"{head} ran {run.ran} of its {run.statements} statements."

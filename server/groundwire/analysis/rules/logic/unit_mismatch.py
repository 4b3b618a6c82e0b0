"""GW207: a number in one unit where another is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.logic import unit_mismatch_examples as examples
from groundwire.analysis.rules.logic.units.combined import combined
from groundwire.analysis.rules.logic.units.expression import Reader
from groundwire.analysis.rules.logic.units.kept import kept
from groundwire.analysis.rules.logic.units.passed import passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.logic.units.mismatch import Mismatch
    from groundwire.model import Finding

_WORDS: Final = (
    *("ms", "msec", "msecs", "millis", "usec", "usecs", "nsec", "nsecs", "sec", "secs", "seconds", "minutes", "hours"),
    *("milliseconds", "microseconds", "nanoseconds", "kb", "mb", "gb", "kib", "mib", "gib", "pct", "percent"),
    *("deg", "degs", "rad", "rads"),
)
"""Units as the whole of a name or the last part of one."""


class UnitMismatch(Rule):
    """A number in one unit where another is meant.

    The unit of a number is read from names (`delay_ms`, `elapsed_seconds`, `limit_kb`, `heading_deg`), from functions
    (`time.time()`, `total_seconds()`, `math.radians()`), from a comment beside it, and from parameters whose unit is
    documented: `time.sleep` and timeouts take seconds, `math.sin` radians, `cv2.waitKey` milliseconds. Factors turn one
    unit into another: `delay_ms / 1000` is in seconds.

    Why it bites
    ------------
    A number carries no unit, so nothing fails: the program waits for eight minutes in place of half a second, a timeout
    of five seconds never comes, an angle is somewhere on the circle. One library counts in seconds what the next counts
    in milliseconds, and code that was put together from both reads the same.

    How to settle it
    ----------------
    Look the parameter up, convert where the number passes from one to the other, and let the name say the unit.

    When to ignore it
    -----------------
    Where the name is what is wrong. A bare number of seconds is mentioned only where it is one that people write for
    milliseconds (`time.sleep(500)`, a connection's `timeout=5000`), outside tests, and as a thing to look at.

    Fix safety
    ----------
    Multiplies or divides by the factor between two units of time, or turns degrees into radians. Kilobytes may be 1000
    or 1024 bytes: no fix is offered for sizes.
    """

    code = "GW207"
    name = "unit-mismatch"
    summary = "A number in one unit where another is meant."
    triggers = re.compile(
        "|".join(rf"{word}\b(?<![^\W_]{word})" for word in _WORDS)
        + r"|(?i:_(?:ms|us|ns|s|kb|mb|gb|bytes|days|degrees|radians|seconds"
        r"|fraction|millis|minutes|hours|secs?))\b|[a-z](?:Ms|Sec|Secs|Seconds|Millis)\b"
        r"|\d\s?(?:ms|s|secs?|seconds?|minutes?|milliseconds?)\b|\burlopen\(|\bimplicitly_wait\(|\bClientTimeout\(|\bgetenv\("
        r"|\bsleep\(\s*\d{3}|imeout\w*(?:\s*=\s*|\()\(?\d{4}|_ns\(|fromtimestamp\(\s*\d{12}|\b(?:degrees|radians)\b"
    )
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        reader = Reader(unit, module)
        found: dict[int, Mismatch] = {}
        misnamed = list(kept(unit, reader))
        held = {name for mismatch in misnamed if (name := _holder(mismatch, unit))}
        for mismatch in (*passed(unit, module, reader), *combined(unit, module, reader)):
            if held.isdisjoint(re.findall(r"[\w.]+", unit.source(mismatch.node))):
                found.setdefault(id(mismatch.node), mismatch)
        for mismatch in misnamed:
            found.setdefault(id(mismatch.node), mismatch)
        for mismatch in sorted(found.values(), key=lambda mismatch: unit.range(mismatch.node)):
            yield self.finding(
                unit,
                mismatch.node,
                mismatch.message,
                mismatch.explanation,
                contradicts=mismatch.contradicts,
                fixes=mismatch.fixes,
            )


def _holder(mismatch: Mismatch, unit: ParsedUnit) -> str:
    """The name that a value of another unit is kept under: what is done with the name then goes wrong, or is right."""
    assign = unit.parent(mismatch.node)
    return unit.source(assign.targets[0].target) if isinstance(assign, cst.Assign) else ""

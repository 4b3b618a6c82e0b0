"""GW504: the wall clock where something else is meant: a stopwatch, a deadline, a fresh default, a zone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted
from groundwire.analysis.names import resolve
from groundwire.analysis.rule import Rule
from groundwire.analysis.rules.determinism import wall_clock_misuse_examples as examples
from groundwire.analysis.rules.determinism.clocks import DATES, SECONDS, Clocks, why
from groundwire.analysis.rules.determinism.elapsed import measured
from groundwire.analysis.rules.determinism.import_time import OVERLAPS, frozen_defaults
from groundwire.analysis.rules.determinism.zones import Zones
from groundwire.analysis.started_by_hand import runs_alone
from groundwire.analysis.test_files import is_test_file
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.project import ProjectContext
    from groundwire.analysis.rules.determinism.elapsed import Measured
    from groundwire.analysis.rules.determinism.import_time import Frozen
    from groundwire.analysis.rules.determinism.zones import Mixed
    from groundwire.model import Finding

SHIFTED: Final = ("ruff:DTZ003", "ruff:DTZ004")
"""Who marks `utcnow` and `utcfromtimestamp`."""


class WallClockMisuse(Rule):
    """The wall clock stands where something else is meant.

    An elapsed time or a deadline within one process that is taken from `time.time()` or a naive `datetime.now()`; a
    default that is read once, when the module is imported; a date with a time zone beside one without.

    Why it bites
    ------------
    The wall clock is set while programs run: by NTP, by a person, by a virtual machine that wakes up, and local time by
    summer time. A wait that it bounds ends at once or an hour late, a duration comes out negative. No test shows it, as
    no test sets the clock. A default of `datetime.now()` is the time of the import for as long as the process lives:
    the test, which imports and calls in the same second, passes.

    How to settle it
    ----------------
    Measure with `time.monotonic()`, or `time.perf_counter()` for short spans. For a default, pass the function itself
    (`default_factory=datetime.now`, `default=datetime.now`), or take None and read the clock in the body. Give every
    date a zone: `datetime.now(timezone.utc)`.

    When to ignore it
    -----------------
    Where both readings are dates that also go elsewhere: into a file, a record, a message to another process. Such
    names are left alone, as are comparisons with what a file, a token or another machine says, durations that are only
    printed, those that stand in a report (`elapsed=…`) and decide nothing, unless local time takes them, what tells
    that it is time to tidy up, to log or to refresh, and tests. In a program that lives for seconds, as a script or a
    migration, a default from the import does no harm, and is not reported. Where the project's ruff has B008 and RUF009
    on, the defaults that they mark are left to them, and to DTZ003 and DTZ004 a UTC date that is turned into a
    timestamp on the spot; durations, deadlines and dates of two kinds are this rule's alone.

    References
    ----------
    Python documentation, *time.monotonic*: it is not affected by system clock updates. PEP 418.
    """

    code = "GW504"
    name = "wall-clock-misuse"
    summary = "The wall clock as a stopwatch, a deadline or a default, or beside a date of another kind."
    triggers = re.compile(r"\btime(?:_ns)?\(|\bnow\(|utcnow|\btoday\(|strptime|tzinfo|fromtimestamp")
    overlaps_in_part = (*OVERLAPS, *SHIFTED)
    invalid = examples.INVALID
    valid = examples.VALID

    def check(self, unit: ParsedUnit, module: ModuleContext, project: ProjectContext) -> Iterator[Finding]:
        """Findings of this rule."""
        if is_test_file(module.path()):
            return
        path = module.path()
        frozen = () if runs_alone(path) else frozen_defaults(unit, module, SECONDS | DATES)
        found = [self._frozen(default, unit) for default in frozen]
        clocks = Clocks(unit, module)
        spans = list(measured(clocks))
        fixes = _monotonic(spans, clocks)
        found += [self._measured(span, unit, fixes) for span in spans]
        zones = Zones(unit, module)
        found += [self._mixed(pair, unit) for pair in zones.mixed()]
        found += [self._shifted(call, unit) for call in zones.shifted()]
        yield from sorted(found, key=lambda finding: finding.range)

    def _frozen(self, default: Frozen, unit: ParsedUnit) -> Finding:
        code = quoted(unit.source(default.call))
        message = f"{code} as the default of {default.where} is read once, not at each use."
        moment = "when the column is declared" if default.where == "the column" else "when the module is imported"
        explanation = f"A default is worked out {moment}: a process that runs for days gives the time of its start."
        fixes: tuple[Fix, ...] = ()
        if default.deferred:
            after = Range(unit.range(default.call.func).end, unit.range(default.call).end)
            fixes = (Fix("Pass the function itself", (TextEdit(after, ""),)),)
        return self.finding(
            unit, default.call, message, explanation, contradicts=True, fixes=fixes, overlaps=default.overlaps
        )

    def _measured(self, span: Measured, unit: ParsedUnit, fixes: tuple[Fix, ...]) -> Finding:
        message = f"{quoted(unit.source(span.node))} {span.how} by the wall clock."
        explanation = f"`{span.clock}` is {why(span.clock)}; `time.monotonic()` only goes forward."
        return self.finding(unit, span.node, message, explanation, fixes=fixes)

    def _mixed(self, pair: Mixed, unit: ParsedUnit) -> Finding:
        done = "subtracts" if pair.subtracted else "compares"
        message = f"{quoted(unit.source(pair.node))} {done} a date with a time zone and one without."
        verb = "subtract" if pair.subtracted else "compare"
        naive = quoted(unit.source(pair.naive))
        error = f"`TypeError: can't {verb} offset-naive and offset-aware datetimes`"
        explanation = f"{naive} has no zone, the other date has one: {error}."
        return self.finding(unit, pair.node, message, explanation, contradicts=True)

    def _shifted(self, call: cst.Call, unit: ParsedUnit) -> Finding:
        message = f"{quoted(unit.source(call))} takes a UTC date for local time."
        explanation = (
            "A date without a zone counts as local time in `timestamp()`: east or west of UTC it is hours off."
        )
        made = call.func.value if isinstance(call.func, cst.Attribute) else None
        overlaps: tuple[str, ...] = ()
        if isinstance(made, cst.Call):  # where it stands elsewhere, only that place is marked
            overlaps = SHIFTED[1:] if "fromtimestamp" in unit.source(made.func) else SHIFTED[:1]
        return self.finding(unit, call, message, explanation, contradicts=True, overlaps=overlaps)


def _monotonic(spans: list[Measured], clocks: Clocks) -> tuple[Fix, ...]:
    """Read `time.monotonic` throughout the unit, where nothing in it reads the wall clock for another reason."""
    sides = [side for span in spans for side in span.sides]
    measuring = {id(call) for side in sides for call in clocks.calls(side)}
    unit, module = clocks.unit, clocks.module
    edits = []
    for call in unit.nodes(cst.Call):
        path = resolve(call.func, unit, module)
        if path not in SECONDS:
            continue
        if id(call) not in measuring or not isinstance(call.func, cst.Attribute):
            return ()
        edits.append(TextEdit(unit.range(call.func.attr), path.replace("time.time", "monotonic")))
    if not edits or any(isinstance(side, cst.Attribute) or not any(clocks.calls(side)) for side in sides):
        return ()
    return (Fix("Measure with `time.monotonic()`", tuple(edits)),)

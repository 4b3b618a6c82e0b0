"""The generated units of one document, moved with its edits and judged by what the worker found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from groundwire.confidence.verdict import NOTHING_KNOWN, judge
from groundwire.model import Unit
from groundwire.provenance.generated import generated_share
from groundwire.text.digest import unit_digest
from groundwire.text.moving import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.confidence.verdict import OutsideFacts
    from groundwire.model import Change, Finding, Judgement, NotAnalysed, Range, TextEdit
    from groundwire.provenance.attribution import Attribution
    from groundwire.provenance.generated import GeneratedShare
    from groundwire.text.document import Document


@dataclass(slots=True)
class UnitState:
    """One unit that holds generated text."""

    _unit: Unit
    digest: str
    share: GeneratedShare
    moved: int = 0
    """Lines the unit moved since it was found."""
    findings: tuple[Finding, ...] = ()
    """The last good ones, moved with the text; suppressed ones included."""
    answered: str | None = None
    """Digest of the text the worker last judged."""
    not_analysed: NotAnalysed | None = None
    facts: OutsideFacts = NOTHING_KNOWN
    """What was known beside the text when the worker last judged it."""
    pending: bool = True
    """Some rules have not judged this text yet."""
    due: bool = True
    """The worker is to be asked about it."""
    judged: JudgedUnit | None = field(default=None, repr=False)
    """What is to be said of it; None until asked for, and again when that may have changed."""

    @property
    def start(self) -> int:
        """First line."""
        return self._unit.start + self.moved

    @property
    def end(self) -> int:
        """Line after the last."""
        return self._unit.end + self.moved

    @property
    def unit(self) -> Unit:
        """The unit where it stands now."""
        unit, by = self._unit, self.moved
        return Unit(unit.kind, unit.name, unit.start + by, unit.end + by, unit.header + by, unit.indent)

    @property
    def header(self) -> int:
        """Line of `def` or `class`; of a statement, its first."""
        return self._unit.header + self.moved

    @property
    def testable(self) -> bool:
        """Whether a test can name the unit."""
        return self._unit.testable

    @property
    def name(self) -> str:
        """Qualified name inside the module."""
        return self._unit.name

    def answer(
        self,
        findings: tuple[Finding, ...] | None,
        not_analysed: NotAnalysed | None,
        *,
        pending: bool,
        facts: OutsideFacts = NOTHING_KNOWN,
    ) -> bool:
        """Take over what was found in the text as it is; whether it is news. None leaves the last good findings."""
        findings = self.findings if findings is None else findings
        now = self.digest, findings, not_analysed, pending, facts
        if now == (self.answered, self.findings, self.not_analysed, self.pending, self.facts):
            return False
        self.answered, self.findings, self.not_analysed, self.pending, self.facts = now
        self.judged = None
        return True

    def judge(self, findings: tuple[Finding, ...], reviewed: str | None) -> JudgedUnit:
        """Weigh the findings in force; `reviewed` is when a person confirmed exactly this text."""
        judgement = judge(
            findings,
            reviewed=reviewed,
            not_analysed=self.not_analysed,
            pending=self.pending or self.answered != self.digest,
            testable=self.testable,
            facts=self.facts,
        )
        self.judged = JudgedUnit(self, findings, judgement)
        return self.judged

    def found(self) -> Iterator[Finding]:
        """The findings where they stand now."""
        for finding in self.findings:
            suppression = finding.suppression and finding.suppression.shifted(self.start)
            yield replace(finding, range=finding.range.shifted(self.start), suppression=suppression)


class JudgedUnit(NamedTuple):
    """A generated unit and what is to be said of it; lines count from the unit's first."""

    state: UnitState
    findings: tuple[Finding, ...]
    """Those in force."""
    judgement: Judgement


class GeneratedUnits:
    """The states of one document, in the order of their lines."""

    def __init__(self) -> None:
        self._states: list[UnitState] = []
        self._swept: dict[str, UnitState] = {}
        """States that a long edit took out, by digest: units whose text stands again are found later."""

    def __iter__(self) -> Iterator[UnitState]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)

    def at(self, line: int) -> UnitState | None:
        """The state whose unit holds the line."""
        index = bisect_right(self._states, line, key=lambda state: state.start) - 1
        return self._states[index] if index >= 0 and self._states[index].end > line else None

    def between(self, start: int, end: int) -> list[UnitState]:
        """States whose units touch lines [start, end)."""
        low = bisect_right(self._states, start, key=lambda state: state.end)
        return self._states[low : bisect_left(self._states, end, low, key=lambda state: state.start)]

    def edited(self, edit: TextEdit, change: Change, document: Document, attribution: Attribution) -> None:
        """Move with one edit, and look again at the units it touched."""
        first, last = change.first_line, change.first_line + change.removed_lines
        by = change.inserted_lines - change.removed_lines
        touched = self._move(change)
        top = min([first, *(state.start for state in touched)])
        bottom = max([last + 1, *(state.end for state in touched)]) + by
        if (rebuilt := document.units.take_rebuilt()) is not None:
            top, bottom = min(top, rebuilt[0]), max(bottom, rebuilt[1])
        self.refresh(top, bottom, document, attribution, touched, edit)

    def sweep(self, change: Change) -> None:
        """Move with one edit, a long one: the units that it touched are found again by `refresh`, part by part."""
        self._swept |= {state.digest: state for state in self._move(change)}

    def all_found(self) -> None:
        """Every part was found again."""
        self._swept.clear()

    def _move(self, change: Change) -> list[UnitState]:
        """Take out the states that an edit touches, and move those below."""
        first, last = change.first_line, change.first_line + change.removed_lines
        low = bisect_right(self._states, first, key=lambda state: state.end)
        high = bisect_left(self._states, last + 1, low, key=lambda state: state.start)
        touched, after = self._states[low:high], self._states[high:]
        del self._states[low:high]
        for state in after:
            state.moved += change.inserted_lines - change.removed_lines
        return touched

    def refresh(
        self,
        low: int,
        high: int,
        document: Document,
        attribution: Attribution,
        gone: list[UnitState] | None = None,
        edit: TextEdit | None = None,
    ) -> None:
        """Find the generated units of lines [low, high) anew; findings stay where the unit is the same.

        `gone` are states that an edit took out before, with their lines as they were before `edit`.
        """
        if attribution.spans:  # else no unit is generated, and none has to be found
            low, high = self._whole(low, high, document)
        index = bisect_right(self._states, low, key=lambda state: state.end)
        standing = self.between(low, high)
        known = [_Known(state, edit) for state in gone or ()] + [_Known(state, None) for state in standing]
        fresh = []
        for unit in document.units.between(low, high) if attribution.spans else ():
            share = generated_share(document, attribution, unit)
            if share is not None:
                text = document.lines_text(unit.start, unit.end)
                digest = unit_digest(unit, text)
                swept = self._swept.get(digest)
                before = known if swept is None else [*known, _Known(swept, None)]
                fresh.append(_carried(UnitState(unit, digest, share), before))
        self._states[index : index + len(standing)] = fresh

    def _whole(self, low: int, high: int, document: Document) -> tuple[int, int]:
        """Lines [low, high) widened to whole units, old and new, until neither reaches over the border."""
        while True:
            units, states = document.units.between(low, high), self.between(low, high)
            wider = (
                min([low, *(unit.start for unit in units), *(state.start for state in states)]),
                max([high, *(unit.end for unit in units), *(state.end for state in states)]),
            )
            if wider == (low, high):
                return wider
            low, high = wider


class _Known(NamedTuple):
    """A state from before, and the edit that has since changed the lines it counts in."""

    state: UnitState
    edit: TextEdit | None

    def findings(self, start: int) -> Iterator[Finding]:
        """The findings that the edit did not touch, counted from the line `start` of today."""
        for finding in self.state.found():
            place, comment = self._moved(finding.range), self._moved(finding.suppression)
            if place is not None:
                yield replace(finding, range=place.shifted(-start), suppression=comment and comment.shifted(-start))

    def _moved(self, place: Range | None) -> Range | None:
        return place if place is None or self.edit is None else moved(place, self.edit)


def _carried(state: UnitState, known: list[_Known]) -> UnitState:
    """A unit found anew, with what was known of it before."""
    same = next((old.state for old in known if old.state.digest == state.digest), None)
    if same is not None:
        state.findings, state.answered, state.facts = same.findings, same.answered, same.facts
        state.not_analysed, state.pending, state.due = same.not_analysed, same.pending, same.due
        return state
    for old in known:
        if old.state.name == state.name != "<module>" and old.state.unit.kind == state.unit.kind:
            state.findings = tuple(old.findings(state.start))
            break
    return state

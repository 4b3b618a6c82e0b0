"""Check one module: its units in the scope, judged by the same engine as the editor's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.analysis.file_comments import file_comments
from groundwire.analysis.rules import RULES
from groundwire.confidence.verdict import OutsideFacts, judge
from groundwire.evidence.complexity import complexity
from groundwire.model import Position, Range
from groundwire.provenance.generated import generated_lines, generated_share, in_force, is_silenced, silent_codes
from groundwire.report.checked import CheckedFile, CheckedFinding, CheckedUnit
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from groundwire.analysis.engine import Engine, UnitResult
    from groundwire.analysis.index import ProjectIndex
    from groundwire.analysis.open_module import OpenModule
    from groundwire.cli.scope import Target
    from groundwire.model import Finding, Unit
    from groundwire.provenance.generated import GeneratedShare


class ModuleCheck:
    """One file, or one `cell` of a notebook, going through the engine."""

    def __init__(
        self,
        engine: Engine,
        index: ProjectIndex,
        target: Target,
        module: OpenModule,
        *,
        cell: int | None = None,
    ) -> None:
        self._engine = engine
        self._index = index
        self._target = target
        self._document = module.document
        self._module = module
        self.view = engine.view(module.facts)
        self._cell = cell
        self._comments = file_comments(self._document, RULES, reasons=engine.reasons)
        self.silenced = is_silenced(self._document, target.commented)
        """Whether a comment silences all of the file; of a notebook, that of any cell."""
        self.silent = silent_codes(self._document, target.commented, self._comments.silent)
        """What comments silence in all of the file; of a notebook, those of all cells."""
        self.found: set[str] = set()
        """Codes of what was found, silenced or not."""
        self.complete = True
        """Every rule had its say on every unit."""
        self._retained = self._target.attribution.retained()

    def checked(self) -> CheckedFile:
        """What is to be said of the file."""
        units: list[CheckedUnit] = []
        findings: list[CheckedFinding] = []
        notes: list[CheckedFinding] = []
        faults: set[str] = set()
        lines = self.lines_judged()
        for unit in self._document.units:
            if not any(line in lines for line in range(unit.start, unit.end)):
                self.complete = False
                continue
            text = self._document.python(unit.start, unit.end)
            share = generated_share(self._document, self._target.attribution, unit)
            counts, seen, codes = share is not None and share.counts, self._module.shows(unit), self._target.codes
            result = self._engine.analyse(
                unit, text, self.view, generated=counts, shown=seen, only=codes, told=self._target.told
            )
            self.found.update(finding.code for finding in result.findings)
            self.complete = self.complete and result.not_analysed is None and not result.faults
            shown = [] if self.silenced else list(self._shown(unit, result.findings, share, lines))
            findings += (CheckedFinding(finding, unit.name, self._cell) for finding in shown)
            if not self.silenced:
                notes += self._noted(unit.name, (_placed(note, unit.start) for note in result.notes), lines)
            faults.update(result.faults)
            if self._is_listed(share, shown, result):
                units.append(self._unit(unit, text, share, shown, result))
        notes += self._noted("<module>", self._comments.notes, lines)
        findings.sort(key=lambda found: (found.finding.range, found.finding.code))
        generated = self._generated_lines() & lines
        return CheckedFile(
            self._target.shown,
            len(lines),
            len(generated),
            tuple(units),
            tuple(findings),
            tuple(sorted(notes, key=lambda found: found.finding.range)),
            tuple(sorted(faults)),
        )

    def dead(self, found: Set[str]) -> list[CheckedFinding]:
        """What is to be said of comments for all of the file, where these are the codes of all that was found in it."""
        ran = {rule.code for rule in self._engine.rules if rule.code in self._target.codes and not rule.generated_only}
        return list(self._noted("<module>", self._comments.dead(ran, found), self.lines_judged()))

    def _noted(self, unit: str, notes: Iterable[Finding], lines: Set[int]) -> Iterator[CheckedFinding]:
        """Notes on comments of the scope: of a file on record, all of them, for they are about what is generated."""
        for note in notes:
            if self._target.kind == "attributed" or note.range.start.line in lines:
                yield CheckedFinding(note, unit, self._cell)

    def _shown(
        self, unit: Unit, findings: Iterable[Finding], share: GeneratedShare | None, lines: Set[int]
    ) -> Iterator[Finding]:
        """Findings in force that touch the scope, with the file's lines."""
        counts = self._target.kind != "attributed" or (share is not None and share.counts)
        placed = (_placed(finding, unit.start) for finding in findings)
        commented = self._target.commented
        for finding in in_force(self._document, commented, placed, counts=counts, silent=self.silent):
            touched = range(finding.range.start.line, finding.range.end.line + 1)
            if self._target.kind != "base" or any(line in lines for line in touched):
                yield finding

    def _is_listed(self, share: GeneratedShare | None, shown: Sequence[Finding], result: UnitResult) -> bool:
        """Of all lines of a project only units that something is said of are listed."""
        if self._target.kind == "attributed":
            return share is not None and share.counts
        return self._target.kind == "base" or bool(shown) or result.not_analysed is not None

    def _unit(
        self, unit: Unit, text: str, share: GeneratedShare | None, shown: Sequence[Finding], result: UnitResult
    ) -> CheckedUnit:
        digest = unit_digest(unit, self._document.lines_text(unit.start, unit.end))
        judgement = judge(
            shown,
            reviewed=self._target.reviews.get(digest),
            not_analysed=result.not_analysed,
            testable=unit.testable,
            facts=OutsideFacts(self._index.run_of(self._target.path, digest), complexity(unit, text)),
        )
        place = Range(Position(unit.start, 0), Position(unit.end, 0))
        origin = self._target.attribution.origins[share.origin] if share is not None else None
        if share is None:
            return CheckedUnit(unit.name, place, origin, "unknown", 0.0, None, judgement, self._cell)
        retained = self._retained.get(share.origin)
        return CheckedUnit(unit.name, place, origin, share.state, share.ratio, retained, judgement, self._cell)

    def lines_judged(self) -> Set[int]:
        """The lines in the scope."""
        last = self._document.line_count - 1
        count = last + 1 if self._document.line(last) else last
        if self._target.kind == "attributed":
            return self._generated_lines()
        if self._target.lines is None:
            return set(range(count))
        return {line for start, end in self._target.lines for line in range(start, min(end, count))}

    def _generated_lines(self) -> Set[int]:
        return generated_lines(self._document, self._target.attribution)


def _placed(finding: Finding, line: int) -> Finding:
    """A finding with the file's lines, given the first of its unit's."""
    suppression = finding.suppression and finding.suppression.shifted(line)
    return replace(finding, range=finding.range.shifted(line), suppression=suppression)

"""Run the rules over units, each once per text and context; editor and command line call the same engine."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cache.answers import read_again
from groundwire.analysis.cache.units import Answer, added
from groundwire.analysis.needed_text import taken_apart
from groundwire.analysis.parsed import ParsedUnit
from groundwire.analysis.rules import RULES
from groundwire.analysis.selection import matching
from groundwire.analysis.suppression import notes, with_suppressions
from groundwire.analysis.syntax import too_long
from groundwire.analysis.view import View
from groundwire.model import NotAnalysed
from groundwire.stops import heed_stop
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from groundwire.analysis.cache.units import UnitFindings
    from groundwire.analysis.module import ModuleFacts
    from groundwire.analysis.project import Inference, ProjectFacts
    from groundwire.analysis.recorded import Reads
    from groundwire.analysis.rule import Rule
    from groundwire.model import Finding, Unit

log = logging.getLogger(__name__)

_MEMO_LIMIT: Final = 50_000
_TRIGGERS: Final = {rule.code: taken_apart(rule.triggers) for rule in RULES}
KNOWN: Final = frozenset(rule.code for rule in RULES)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What the rules say of one unit."""

    findings: tuple[Finding, ...] = ()
    not_analysed: NotAnalysed | None = None
    pending: bool = False
    """Rules that ask the project have not run yet: its index is still being built."""
    notes: tuple[Finding, ...] = ()
    """What is to be said of comments that silence rules."""
    faults: tuple[str, ...] = ()
    """Codes of rules that failed on this unit; each is in the log with its cause."""


class _Fault(Exception):
    """A rule failed; its cause is logged."""


class Engine:
    """The rules of one project: those of `select` (all where it is empty) without those of `ignore`.

    `facts` may be set later, when the index is built; without a `project` there will never be any, and rules that ask
    the project have nothing to say.
    """

    def __init__(
        self,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
        facts: ProjectFacts | None = None,
        *,
        project: bool = True,
        disk: UnitFindings | None = None,
        reasons: bool = False,
    ) -> None:
        chosen, left_out = matching(RULES, select)[0], matching(RULES, ignore)[0]
        self.rules: tuple[Rule, ...] = tuple(
            rule
            for rule in RULES
            if (not select or rule.code in chosen) and rule.code not in left_out and (project or not rule.needs_project)
        )
        self.facts = facts
        self.inference: Inference | None = None
        """What tells the classes of objects; without it, only modules and classes themselves are looked at."""
        self.reasons = reasons
        """Whether a comment that silences a rule must say why."""
        self.disk = disk
        """Findings of other processes; they are kept there too once it is flushed."""
        self._memo: OrderedDict[tuple[str, str], list[Answer]] = OrderedDict()

    def view(self, module: ModuleFacts) -> View:
        """A module as rules see it now."""
        return View(module, self.facts, self.inference)

    def analyse(
        self,
        unit: Unit,
        text: str,
        view: View,
        *,
        generated: bool,
        shown: bool = False,
        only: Collection[str] | None = None,
        told: Collection[tuple[str, str]] = (),
    ) -> UnitResult:
        """Findings of one unit, from `text`, its whole lines, by the rules whose codes are in `only`; None: by all.

        `generated` says that the unit counts as generated: rules, and findings, that speak of generated code alone are
        for those.
        `shown` says that a notebook shows what its last expression comes to. `told` are rules with those of other tools
        that mark some of the same: such findings are left out.
        """
        if (refused := too_long(text)) is not None:  # looking for the rules' triggers takes seconds there
            return UnitResult(not_analysed=refused)
        allowed = [
            rule
            for rule in self.rules
            if (generated or not rule.generated_only) and (only is None or rule.code in only)
        ]
        small = text.lower()
        rules = [rule for rule in allowed if _TRIGGERS[rule.code].found(text, small)]
        if not rules and "groundwire" not in small:
            return UnitResult()
        run = _Run(self, unit, text, view, shown=shown)
        findings: list[Finding] = []
        faults: list[str] = []
        pending = False
        for rule in rules:
            if rule.needs_project and self.facts is None:
                pending = True
                continue
            try:
                findings += run.answer(rule)
            except _NotParsed as unparsed:
                return UnitResult(not_analysed=unparsed.reason, pending=pending)
            except _Fault:
                faults.append(rule.code)
        run.keep()
        findings.sort(key=lambda finding: (finding.range, finding.code))
        silenced, comments = with_suppressions(findings, text, rules=RULES, reasons=self.reasons)
        said: Iterable[Finding] = ()
        if comments and not pending:
            ran = {rule.code for rule in allowed} - set(faults)
            said = notes(comments, silenced, text, ran=ran, reasons=self.reasons)
        heard = (
            one
            for one in silenced
            if (generated or not one.generated_only) and not any((one.code, each) in told for each in one.overlaps)
        )
        return UnitResult(tuple(heard), None, pending, tuple(said), tuple(faults))

    def remembered(self, key: tuple[str, str], view: View) -> tuple[Finding, ...] | None:
        """Findings of a rule on a text whose every question has the same answer today."""
        if (answers := self._memo.get(key)) is None:
            return None
        self._memo.move_to_end(key)
        for answer in answers:
            if all(view.read(read.question).answer == read.answer for read in answer.reads):
                return answer.findings
        return None

    def remember(self, key: tuple[str, str], answer: Answer) -> None:
        """Keep a rule's answer with the questions it rests on."""
        self._memo[key] = added(self._memo.get(key, []), answer)
        while len(self._memo) > _MEMO_LIMIT:
            self._memo.popitem(last=False)


class _NotParsed(Exception):
    def __init__(self, reason: NotAnalysed) -> None:
        super().__init__(reason.reason)
        self.reason = reason


class _Run:
    """One unit going through the rules: digested once, parsed at most once."""

    def __init__(self, engine: Engine, unit: Unit, text: str, view: View, *, shown: bool) -> None:
        self.engine = engine
        self.unit = unit
        self.text = text
        self.view = view
        self.shown = shown
        self.digest = unit_digest(unit, text)
        self._parsed: ParsedUnit | NotAnalysed | None = None
        self._stored: dict[str, list[Answer]] | None = None
        self._new = False

    def answer(self, rule: Rule) -> tuple[Finding, ...]:
        """The rule's findings, remembered or found now."""
        key = f"{rule.code}:{rule.version}{':shown' if self.shown else ''}", self.digest
        known = self.engine.remembered(key, self.view)
        if known is not None:
            return known
        if (stored := self._on_disk(key)) is not None:
            return stored
        reads: Reads = {}
        try:
            findings = tuple(rule.check(self.parsed(), *self.view.contexts(reads)))
        except _NotParsed:
            raise
        except Exception as error:
            heed_stop(error)
            log.exception("rule %s failed on %s of %s", rule.code, self.unit.name, self.view.path)
            raise _Fault from error
        answer = Answer(tuple(reads.values()), findings)
        self.engine.remember(key, answer)
        if self._stored is not None:
            self._stored[key[0]] = added(self._stored.get(key[0], []), answer)
            self._new = True
        return findings

    def keep(self) -> None:
        """Have what was found now kept for other processes."""
        if self._new and self.engine.disk is not None and self._stored is not None:
            self.engine.disk.keep((self.view.path, self.unit.name, self.unit.start), self.digest, self._stored)

    def _on_disk(self, key: tuple[str, str]) -> tuple[Finding, ...] | None:
        """What another process found where every question has the same answer here; remembered from now on."""
        if self.engine.disk is None:
            return None
        if self._stored is None:
            self._stored = self.engine.disk.of(self.digest)
        for stored in self._stored.get(key[0], ()):
            if (reads := read_again(stored.reads, self.view)) is not None:
                self.engine.remember(key, Answer(tuple(reads), stored.findings))
                return stored.findings
        return None

    def parsed(self) -> ParsedUnit:
        """The unit's tree; raises `_NotParsed`."""
        if self._parsed is None:
            self._parsed = ParsedUnit.of(self.unit, self.text, shown=self.shown)
        if isinstance(self._parsed, NotAnalysed):
            raise _NotParsed(self._parsed)
        return self._parsed

"""Check one file: its units in the scope, judged by the same engine as the editor's."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cache.units import UnitFindings
from groundwire.analysis.engine import Engine
from groundwire.analysis.open_module import OpenModule
from groundwire.analysis.syntax import file_error
from groundwire.confidence.verdict import OutsideFacts, judge
from groundwire.evidence.complexity import complexity
from groundwire.evidence.coverage import Coverage
from groundwire.model import NotAnalysed, Position, Range
from groundwire.names.asking import AskNow, Where, standing
from groundwire.names.installed.asking import AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.provenance.generated import generated_lines, generated_share, in_force, is_silenced
from groundwire.report.checked import CheckedFile, CheckedFinding, CheckedUnit, FileError
from groundwire.text.digest import unit_digest
from groundwire.text.document import Document
from groundwire.text.read import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

    from groundwire.analysis.engine import UnitResult
    from groundwire.analysis.index import ProjectIndex
    from groundwire.analysis.recorded import Reads
    from groundwire.cli.known_files import KnownFiles
    from groundwire.cli.scope import Target
    from groundwire.model import Finding, Unit
    from groundwire.provenance.generated import GeneratedShare

_FILES_PER_WRITE: Final = 20
"""Files after which what was found is written, so that a scan that is stopped is not for nothing."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What checking any file needs; travels to another process once."""

    index: ProjectIndex
    known: KnownFiles | None = None
    """Where results of files and units are kept, and looked up."""
    names: bool = False
    """Whether the classes of objects are inferred, in a process of its own for each of those that check."""


class FileCheck:
    """Checks files of one project, one after another."""

    def __init__(self, setup: Setup) -> None:
        self._index = setup.index
        self._index.runs = Coverage(setup.index.root)
        self._index.look_at_runs()
        self._known = setup.known
        self._disk = UnitFindings(setup.known.cache, setup.known.code) if setup.known is not None else None
        self._engine = Engine(facts=setup.index, disk=self._disk)
        self._done = 0
        self._module: OpenModule | None = None
        self._children = (
            Children(AskInstalledNow, setup.known.cache, setup.known.code)
            if setup.known is not None
            else Children(AskInstalledNow)
        )
        self._index.ask(self._children.of)  # a person typed the command, and so trusts the project
        self._names = NamesProcess(Surroundings.of(setup.index)) if setup.names else None
        if self._names is not None:
            self._engine.inference = AskNow(self._names, self._find)

    def close(self) -> None:
        """End what was started, and write down what was found."""
        if self._disk is not None:
            self._disk.flush()
        self._children.close()
        if self._names is not None:
            self._names.close()

    def _find(self, path: str, name: str, digest: str) -> Where | None:
        module = self._module
        if module is None or module.path != path:
            return None
        return standing(module.document, str(self._index.root / path), name, digest)

    def __call__(self, target: Target) -> CheckedFile | FileError:
        """What is to be said of a file, or why it could not be checked: it is no valid Python, or cannot be read."""
        content = read_bytes(target.file)
        if isinstance(content, NotAnalysed):
            return FileError(target.shown, content.reason)
        whole = self._whole(target)
        if whole is not None and (known := whole.of(target, content, self._index)) is not None:
            return known
        reads: Reads = {}
        self._engine.asked = reads
        result = self._checked(target, content)
        if whole is not None and not (isinstance(result, CheckedFile) and result.faults):
            whole.keep(target, content, self._index.layout.module_name(target.path), reads, result)
        self._flush_sometimes()
        return result

    def _whole(self, target: Target) -> KnownFiles | None:
        """Where results of whole files are, for one that the result depends on nothing but text and project.

        What a test run recorded speaks of lines and times, and what inference says of no questions at all.
        """
        measured = self._index.run_of(target.path, "") is not None
        return None if target.kind != "all" or measured or self._names is not None else self._known

    def _flush_sometimes(self) -> None:
        self._done += 1
        if self._disk is not None and self._done % _FILES_PER_WRITE == 0:
            self._disk.flush()

    def _checked(self, target: Target, content: bytes) -> CheckedFile | FileError:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the compiler's opinion of the code is not ours to print
            error = file_error(content, str(target.file))
        text = decode(content)
        if error is not None:
            return FileError(target.shown, error)
        if isinstance(text, NotAnalysed):
            return FileError(target.shown, text.reason)
        name = self._index.layout.module_name(target.path)
        self._module = OpenModule(Document(text), target.path, name)
        return _Run(self._engine, self._index, target, self._module).checked()


class _Run:
    """One file going through the engine."""

    def __init__(self, engine: Engine, index: ProjectIndex, target: Target, module: OpenModule) -> None:
        self._engine = engine
        self._index = index
        self._target = target
        self._document = module.document
        self._facts = module.facts
        self._silenced = is_silenced(self._document, self._target.attribution)
        self._retained = self._target.attribution.retained()

    def checked(self) -> CheckedFile:
        """What is to be said of the file."""
        units: list[CheckedUnit] = []
        findings: list[CheckedFinding] = []
        faults: set[str] = set()
        lines = self._lines_judged()
        for unit in self._document.units:
            if not any(line in lines for line in range(unit.start, unit.end)):
                continue
            text = self._document.lines_text(unit.start, unit.end)
            share = generated_share(self._document, self._target.attribution, unit)
            counts = share is not None and share.counts
            result = self._engine.analyse(unit, text, self._facts, generated=counts, only=self._target.codes)
            shown = [] if self._silenced else list(self._shown(unit, result.findings, share, lines))
            findings += (CheckedFinding(finding, unit.name) for finding in shown)
            faults.update(result.faults)
            if self._is_listed(share, shown, result):
                units.append(self._unit(unit, text, share, shown, result))
        findings.sort(key=lambda found: (found.finding.range, found.finding.code))
        generated = self._generated_lines() & lines
        return CheckedFile(
            self._target.shown, len(lines), len(generated), tuple(units), tuple(findings), tuple(sorted(faults))
        )

    def _shown(
        self, unit: Unit, findings: Iterable[Finding], share: GeneratedShare | None, lines: Set[int]
    ) -> Iterator[Finding]:
        """Findings in force that touch the scope, with the file's lines."""
        counts = self._target.kind != "attributed" or (share is not None and share.counts)
        placed = (_placed(finding, unit.start) for finding in findings)
        for finding in in_force(self._document, self._target.attribution, placed, counts=counts):
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
        digest = unit_digest(unit, text)
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
            return CheckedUnit(unit.name, place, origin, "unknown", 0.0, None, judgement)
        retained = self._retained.get(share.origin)
        return CheckedUnit(unit.name, place, origin, share.state, share.ratio, retained, judgement)

    def _lines_judged(self) -> Set[int]:
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

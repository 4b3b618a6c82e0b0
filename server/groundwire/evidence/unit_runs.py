"""From the recorded lines of a file to what is known of each of its units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.model import MissedLines
from groundwire.text.digest import unit_digest
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.evidence.coverage_data import FileLines
    from groundwire.evidence.statements import Statements
    from groundwire.model import RecordedRun, Unit


def unit_runs(text: str, counted: Statements, lines: FileLines, known: RecordedRun) -> Mapping[str, RecordedRun]:
    """What was recorded of each unit of a text that is known to have run, by the unit's digest.

    `known` is the answer without its statements. A unit that stands there twice was run as nobody can tell which: it is
    left out where the two differ.
    """
    document = Document(text)
    ran = {counted.first_line(line) for line in lines.ran}
    tests = {counted.first_line(line): test for line, test in sorted(lines.tests.items(), reverse=True)}
    runs: dict[str, RecordedRun] = {}
    doubtful: set[str] = set()
    for unit in document.units:
        starts = _starts(unit, counted)
        missed = tuple(_missed(starts, ran, tests, unit.start))
        run = replace(known, statements=len(starts), missed=missed)
        digest = unit_digest(unit, document.lines_text(unit.start, unit.end))
        if runs.setdefault(digest, run) != run:
            doubtful.add(digest)
    return {digest: run for digest, run in runs.items() if digest not in doubtful}


def tells_of(text: str, counted: Statements, lines: FileLines) -> bool:
    """Whether recorded lines may be this text's: none lies behind its end, or where no code is."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in lines.ran - {1}:  # where an empty module begins
        if line > len(rows):
            return False
        row = rows[line - 1].strip()
        if (not row or row.startswith("#")) and counted.first_line(line) == line:
            return False
    return True


def _starts(unit: Unit, counted: Statements) -> list[int]:
    """The unit's measured statements; what an import runs of a function, its decorators and `def`, is none of them."""
    first, last = unit.start + 1, unit.end
    if unit.testable:
        header = unit.header + 1
        first = max(counted.bodies.get(header, last + 1), header + 1)
    return sorted(line for line in counted.starts if first <= line <= last)


def _missed(starts: list[int], ran: set[int], tests: Mapping[int, str], unit_start: int) -> list[MissedLines]:
    """The statements that were not run, those in a row together."""
    blocks: list[list[int]] = []
    beside: list[int | None] = []
    before: int | None = None
    for line in starts:
        if line in ran:
            before = line
            continue
        if blocks and beside[-1] == before:
            blocks[-1].append(line)
        else:
            blocks.append([line])
            beside.append(before)
    return [
        MissedLines(block[0] - 1 - unit_start, len(block), tests.get(near or 0))
        for block, near in zip(blocks, beside, strict=True)
    ]

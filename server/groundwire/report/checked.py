"""What a check found, as data for every format. Lines and columns are zero-based, as everywhere inside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.model import Finding, Judgement, Origin, Range, State

ScopeKind = Literal["attributed", "base", "all"]


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A unit under judgement."""

    name: str
    range: Range
    origin: Origin | None
    """Who wrote most of it; None where nobody knows."""
    state: State
    generated: float
    """How much of its code is generated text that still stands, 0 to 1."""
    retained: float | None
    """How much of what its origin wrote in the file still stands, 0 to 1."""
    judgement: Judgement
    cell: int | None = None
    """In a notebook, the number of its cell among all cells, from one; its lines are the cell's."""


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding where it stands in its file."""

    finding: Finding
    """With the file's lines."""
    unit: str
    cell: int | None = None
    """In a notebook, the number of its cell; its lines are the cell's."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file of the scope."""

    path: str
    """As a person would write it here, with slashes."""
    lines: int
    """Lines under judgement."""
    attributed_lines: int
    """Those among them that hold generated text."""
    units: tuple[CheckedUnit, ...] = ()
    findings: tuple[CheckedFinding, ...] = ()
    notes: tuple[CheckedFinding, ...] = ()
    """What is to be said of comments that silence rules."""
    faults: tuple[str, ...] = ()
    """Codes of rules that failed on it."""
    errors: tuple[FileError, ...] = ()
    """Cells of a notebook that could not be checked."""

    def with_notes(self, notes: Iterable[CheckedFinding]) -> CheckedFile:
        """The file with more to be said of its comments."""
        both = sorted((*self.notes, *notes), key=lambda note: (note.cell or 0, note.finding.range))
        return replace(self, notes=tuple(both))

    def with_cell(self, cell: CheckedFile) -> CheckedFile:
        """A notebook with what is said of one more cell."""
        return replace(
            self,
            lines=self.lines + cell.lines,
            attributed_lines=self.attributed_lines + cell.attributed_lines,
            units=self.units + cell.units,
            findings=self.findings + cell.findings,
            notes=self.notes + cell.notes,
            faults=tuple(sorted({*self.faults, *cell.faults})),
        )


@dataclass(frozen=True, slots=True)
class FileError:
    """A file that could not be checked."""

    path: str
    message: str
    cell: int | None = None
    """In a notebook, the number of the one cell that could not."""


@dataclass(frozen=True, slots=True)
class Check:
    """A whole run, sorted by path."""

    kind: ScopeKind
    files: tuple[CheckedFile, ...]
    errors: tuple[FileError, ...]

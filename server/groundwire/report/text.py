"""The report of `check` for a terminal."""

from __future__ import annotations

from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.report.checked import Check, CheckedFile, CheckedFinding, FileError, ScopeKind

_BOLD: Final = "\x1b[1m"
_RED: Final = "\x1b[31m"
_YELLOW: Final = "\x1b[33m"
_DIM: Final = "\x1b[2m"
_RESET: Final = "\x1b[0m"

_JUDGED: Final[dict[ScopeKind, str]] = {
    "attributed": "generated",
    "base": "changed",
    "all": "",
}


def text_report(check: Check, *, colour: bool) -> str:
    """Each finding as `path:line:column: code message` with its explanation below, then what could not be checked."""
    files = "".join(file_lines(file, colour=colour) for file in check.files)
    return files + "".join(error_line(error, colour=colour) for error in check.errors)


def file_lines(file: CheckedFile, *, colour: bool) -> str:
    """The findings of one file, and what is to be noted of its comments."""
    lines = [line for finding in file.findings for line in _finding(file, finding, colour)]
    lines += [_note(file, note, colour) for note in file.notes]
    return "".join(f"{line}\n" for line in lines)


def error_line(error: FileError, *, colour: bool) -> str:
    """A file that could not be checked, and why."""
    return f"{_painted(where(error.path, error.cell), _BOLD, colour)}: not checked: {error.message}\n"


def _finding(file: CheckedFile, checked: CheckedFinding, colour: bool) -> Iterator[str]:
    finding = checked.finding
    line, column = finding.range.start
    code = _painted(finding.code, _RED if finding.contradicts else _YELLOW, colour)
    likely = any(
        unit.state == "likely-ai" and (unit.name, unit.cell) == (checked.unit, checked.cell) for unit in file.units
    )
    yield (
        f"{_painted(where(file.path, checked.cell), _BOLD, colour)}:{line + 1}:{column + 1}: {code} {finding.message}"
        + (" (likely generated)" if likely else "")
    )
    if finding.explanation:
        yield _painted(indent(finding.explanation, "    "), _DIM, colour)


def where(path: str, cell: int | None) -> str:
    """A file, or one cell of a notebook, as ruff names it."""
    return path if cell is None else f"{path}:cell {cell}"


def _note(file: CheckedFile, note: CheckedFinding, colour: bool) -> str:
    line, column = note.finding.range.start
    return (
        f"{_painted(where(file.path, note.cell), _BOLD, colour)}:{line + 1}:{column + 1}: note: {note.finding.message}"
    )


def summary(check: Check) -> str:
    """One sentence about the run; it never says that all is well."""
    findings = sum(len(file.findings) for file in check.files)
    verdicts = Counter(unit.judgement.verdict for file in check.files for unit in file.units)
    lines = sum(file.lines for file in check.files)
    judged = f"{_JUDGED[check.kind]} ".lstrip()
    said = [f"{count(findings, 'finding')} in {count(lines, f'{judged}line')} of {count(len(check.files), 'file')}"]
    if check.kind != "all":
        told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in ("refuted", "unverified", "supported"))
        said.append(f"{count(sum(verdicts.values()), f'{judged}unit')}: {told}")
    if check.errors:
        cells = sum(error.cell is not None for error in check.errors)
        parts = [(len(check.errors) - cells, "file"), (cells, "cell")]
        said.append(f"{' and '.join(count(number, noun) for number, noun in parts if number)} not checked")
    if faults := sorted({code for file in check.files for code in file.faults}):
        said.append(f"failed on some units and left out there: {', '.join(faults)}")
    return "; ".join(said) + "."


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural but for one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _painted(text: str, style: str, colour: bool) -> str:
    return f"{style}{text}{_RESET}" if colour else text

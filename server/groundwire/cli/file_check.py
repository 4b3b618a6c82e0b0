"""Check one file or notebook, or say why it cannot be checked."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cache.units import UnitFindings
from groundwire.analysis.engine import Engine
from groundwire.analysis.open_module import OpenModule, OpenNotebook
from groundwire.analysis.syntax import file_error
from groundwire.cli.module_check import ModuleCheck
from groundwire.evidence.coverage import Coverage
from groundwire.model import NotAnalysed
from groundwire.names.asking import AskNow, Where, standing
from groundwire.names.installed.asking import AskInstalledNow
from groundwire.names.installed.children import Children
from groundwire.names.process import NamesProcess, Surroundings
from groundwire.provenance.cells import taken_apart
from groundwire.provenance.generated import NOT_SILENT
from groundwire.report.checked import CheckedFile, FileError
from groundwire.text.document import Document
from groundwire.text.magics import python_of, unindented
from groundwire.text.notebook import MAX_BYTES, is_notebook, pieces, read_cells, script
from groundwire.text.read import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.analysis.index import ProjectIndex
    from groundwire.analysis.recorded import Read
    from groundwire.cli.known_files import KnownFiles
    from groundwire.cli.scope import Target
    from groundwire.text.notebook import Cell

_FILES_PER_WRITE: Final = 20
"""Files after which what was found is written, so that a scan that is stopped is not for nothing."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What checking any file needs; travels to another process once."""

    index: ProjectIndex
    reasons: bool = False
    """Whether a comment that silences a rule must say why."""
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
        known = setup.known
        self._disk = UnitFindings(known.cache, known.code, once=True) if known is not None else None
        self._engine = Engine(facts=setup.index, disk=self._disk, reasons=setup.reasons)
        self._done = 0
        self._module: OpenModule | None = None
        self._children = (
            Children(AskInstalledNow, setup.known.cache, setup.known.code)
            if setup.known is not None
            else Children(AskInstalledNow)
        )
        self._index.ask(self._children.of)  # a person typed the command, and so trusts the project
        self._names = NamesProcess(Surroundings.of(setup.index, trusted=True)) if setup.names else None
        if self._names is not None:
            self._engine.inference = AskNow(self._names, self._find)

    def close(self) -> None:
        """End what was started, and write down what was found."""
        self._children.close()  # first: it has answers to write
        if self._disk is not None:
            self._disk.flush()
        if self._names is not None:
            self._names.close()

    def _find(self, path: str, name: str, digest: str) -> Where | None:
        module = self._module
        if module is None or module.path != path:
            return None
        return standing(module, str(self._index.root / path), name, digest)

    def __call__(self, target: Target) -> CheckedFile | FileError:
        """What is to be said of a file, or why it could not be checked: it is no valid Python, or cannot be read."""
        if is_notebook(target.file.name):
            return self._notebook(target)
        content = read_bytes(target.file)
        if isinstance(content, NotAnalysed):
            return FileError(target.shown, content.reason)
        whole = self._whole(target)
        if whole is not None and (known := whole.of(target, content, self._index)) is not None:
            return known
        result, asked = self._checked(target, content)
        if whole is not None and not (isinstance(result, CheckedFile) and result.faults):
            whole.keep(target, content, self._index.layout.module_name(target.path), asked, result)
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

    def _checked(self, target: Target, content: bytes) -> tuple[CheckedFile | FileError, list[Read]]:
        """What is to be said of a module, and what the project was asked for it."""
        error = _compiled(content, str(target.file))
        text = decode(content)
        if error is not None:
            return FileError(target.shown, error), []
        if isinstance(text, NotAnalysed):
            return FileError(target.shown, text.reason), []
        name = self._index.layout.module_name(target.path)
        self._module = OpenModule(Document(text), target.path, name)
        check = ModuleCheck(self._engine, self._index, target, self._module)
        checked = check.checked()
        if check.complete:
            checked = checked.with_notes(check.dead(check.found))
        return checked, check.view.asked_of_project()

    def _notebook(self, target: Target) -> CheckedFile | FileError:
        """What is to be said of a notebook: its cells are one module, and one that is broken leaves the others."""
        content = read_bytes(target.file, MAX_BYTES)
        cells = content if isinstance(content, NotAnalysed) else read_cells(content)
        if isinstance(cells, NotAnalysed):
            return FileError(target.shown, cells.reason)
        targets = _by_cell(target, cells)
        modules = [OpenModule(Document(cell.source, cell=True), target.path, None) for cell in cells]
        notebook = OpenNotebook(target.path, modules)
        checks = [
            ModuleCheck(self._engine, self._index, part, module, cell=cell.number)
            for cell, part, module in zip(cells, targets, notebook.cells, strict=True)
        ]
        silenced, silent = (
            any(check.silenced for check in checks),
            reduce(or_, (check.silent for check in checks), NOT_SILENT),
        )
        checked = CheckedFile(target.shown, 0, 0)
        for cell, check, module in zip(cells, checks, notebook.cells, strict=True):
            self._module = module
            check.silenced, check.silent = silenced, silent
            if not check.lines_judged():
                check.complete = False
            elif (error := _cell_error(cell, str(target.file))) is not None:
                check.complete = False
                broken = FileError(target.shown, error, cell.number)
                checked = replace(checked, errors=(*checked.errors, broken))
            else:
                checked = checked.with_cell(check.checked())
        if all(check.complete for check in checks):
            found = set().union(*(check.found for check in checks))
            checked = checked.with_notes(note for check in checks for note in check.dead(found))
        return checked


def _by_cell(target: Target, cells: Sequence[Cell]) -> list[Target]:
    """The parts of a notebook's target, with the lines of each cell."""
    text = script(cell[:2] for cell in cells)
    parts = []
    written, commented = taken_apart(text, target.attribution), taken_apart(text, target.commented)
    for owned, silencing, piece in zip(written, commented, pieces(text), strict=True):
        first, count = text.count("\n", 0, piece.start), owned.text.count("\n") + 1
        lines = target.lines and tuple(
            (max(start - first, 0), min(end - first, count))
            for start, end in target.lines
            if start < first + count and end > first
        )
        parts.append(replace(target, attribution=owned.attribution, commented=silencing.attribution, lines=lines))
    return parts


def _cell_error(cell: Cell, path: str) -> str | None:
    """What is wrong with a cell as IPython runs it: without what indents all of it, its own lines left out."""
    python = python_of(unindented(cell.source), whole=True)
    try:
        source = python.encode()
    except UnicodeEncodeError as error:
        line = python.count("\n", 0, error.start) + 1
        return f"line {line}: it holds half of a character (a lone surrogate)"
    return _compiled(source, path, cell=True)


def _compiled(source: bytes, path: str, *, cell: bool = False) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the compiler's opinion of the code is not ours to print
        return file_error(source, path, cell=cell)

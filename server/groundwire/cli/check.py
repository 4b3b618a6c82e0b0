"""`groundwire check`: report what speaks against generated code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import FAILED, FOUND, NOTHING
from groundwire.cli.progress import Progress
from groundwire.cli.project import open_project, shown, unlooked
from groundwire.cli.scope import Chosen, NoRecordError, attributed, changed, everything
from groundwire.cli.stopping import status_of
from groundwire.cli.streams import write_out
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.location import real
from groundwire.report.checked import Check, CheckedFile, FileError
from groundwire.report.json_report import json_report
from groundwire.report.text import count, error_line, file_lines, summary
from groundwire.text.written_paths import is_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from groundwire.cli.project import Project
    from groundwire.cli.scope import Target
    from groundwire.report.checked import ScopeKind

_SWITCHED_OFF: Final = (
    "nothing was checked, for `enable = false` in its pyproject.toml switches Groundwire off; remove that to check it"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", type=Path, help="files and folders; the project without any"
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--all", action="store_true", help="check every line, whoever wrote it")
    scope.add_argument("--base", metavar="REV", help="check the lines changed since a git revision")
    parser.add_argument("--environment", metavar="PYTHON", help="the project's Python, or its virtual environment")
    parser.add_argument("--select", metavar="CODES", type=_codes, help="rules to run, separated by commas")
    parser.add_argument("--ignore", metavar="CODES", type=_codes, help="rules to leave out, separated by commas")
    parser.add_argument(
        "--extend-select", metavar="CODES", type=_codes, help="rules to run beside those selected, separated by commas"
    )
    parser.add_argument(
        "--names", action="store_true", help="look at attributes of objects too: slower, for their classes are inferred"
    )
    parser.add_argument(
        "--no-cache", dest="cache", action="store_false", help="neither use nor keep what was found before"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the report is written")


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def run(arguments: argparse.Namespace) -> int:
    """Check, print the report, and return the exit status."""
    paths, unreadable = _named(arguments.paths)
    flags = {name: getattr(arguments, name) for name in ("environment", "select", "ignore", "extend_select")}
    project = open_project(paths, flags, cached=arguments.cache)
    if isinstance(project, str):
        return _failed(project)
    progress = Progress(sys.stderr)
    off = not project.config.enable
    if off:
        print(f"groundwire: {shown(project.root)}: {_SWITCHED_OFF}", file=sys.stderr)
    try:
        targets = [] if off or (unreadable and not paths) else _targets(arguments, Chosen(tuple(paths), project))
    except NotARepositoryError as error:
        return _failed(f"{error}; check every line with --all")
    except (NoRecordError, GitError) as error:
        return _failed(str(error))
    if targets and (unchecked := unlooked(project)) is not None:
        print(f"groundwire: {unchecked}", file=sys.stderr)
    report = _Report(arguments, unreadable)
    try:
        for result in _scanned(project, targets, progress, names=arguments.names):
            report.add(result, progress)
    except KeyboardInterrupt as stop:
        progress.clear()
        report.interrupted(len(targets))
        return status_of(stop)
    finally:
        if project.cache is not None:
            project.cache.close()
    check = report.end()
    return _status(check, {shown(path) for path in paths} | {error.path for error in unreadable})


def _scanned(
    project: Project, targets: Sequence[Target], progress: Progress, *, names: bool
) -> Iterator[CheckedFile | FileError]:
    if not targets:
        return
    from groundwire.cli.scan import scan  # noqa: PLC0415 - where nothing was generated nothing of it is needed

    yield from scan(project, targets, progress, names=names)


class _Report:
    """Writes text while files are checked, in their order, and JSON when all are."""

    def __init__(self, arguments: argparse.Namespace, unreadable: Sequence[FileError]) -> None:
        self._json = arguments.format == "json"
        self._kind: ScopeKind = "all" if arguments.all else "attributed" if arguments.base is None else "base"
        self._colour = _in_colour()
        self._files: list[CheckedFile] = []
        self._errors = list(unreadable)

    def add(self, result: CheckedFile | FileError, progress: Progress) -> None:
        """Take the next file."""
        if isinstance(result, FileError):
            self._errors.append(result)
            return
        self._files.append(result)
        self._errors += result.errors
        if not self._json and (result.findings or result.notes):
            progress.clear()
            write_out(file_lines(result, colour=self._colour))
            sys.stdout.flush()

    def end(self) -> Check:
        """Write the rest, and return the whole."""
        files = sorted(self._files, key=lambda file: file.path)
        errors = sorted(self._errors, key=lambda error: (error.path, error.cell or 0))
        check = Check(self._kind, tuple(files), tuple(errors))
        if self._json:
            write_out(json_report(check))
            return check
        for error in check.errors:
            write_out(error_line(error, colour=self._colour))
        sys.stdout.flush()
        print(summary(check), file=sys.stderr)
        return check

    def interrupted(self, total: int) -> None:
        """Say how far it came."""
        done = f"interrupted when {len(self._files) + len(self._errors):,} of {count(total, 'file')} "
        done += "was checked" if total == 1 else "were checked"
        if self._json:
            print(f"groundwire: {done}; nothing is printed, for a part would look like the whole", file=sys.stderr)
        else:
            print(f"groundwire: {done}; what was found in them is printed", file=sys.stderr)


def _named(paths: Sequence[Path]) -> tuple[list[Path], list[FileError]]:
    """The paths given, whole, and those that are not there or cannot be entered; a link is named, not what it names."""
    whole: list[Path] = []
    unreadable: list[FileError] = []
    for path in paths:
        place = real(path.absolute().parent) / path.name if path.name not in {"", ".."} else real(path)
        if not os.path.lexists(place):
            unreadable.append(FileError(path.as_posix(), "it does not exist"))
        elif is_folder(place) and not os.access(place, os.R_OK | os.X_OK):
            unreadable.append(FileError(path.as_posix(), "it cannot be read: permission denied"))
        else:
            whole.append(place)
    return whole, unreadable


def _targets(arguments: argparse.Namespace, chosen: Chosen) -> list[Target]:
    if arguments.all:
        return everything(chosen)
    return attributed(chosen) if arguments.base is None else changed(chosen, arguments.base)


def _status(check: Check, named: set[str]) -> int:
    """Findings come before failures, unless a path that a person named could not be read."""
    if any(error.path in named for error in check.errors):
        return FAILED
    if any(file.findings for file in check.files):
        return FOUND
    return FAILED if check.errors or any(file.faults for file in check.files) else NOTHING


def _in_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED

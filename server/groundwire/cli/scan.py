"""Check many files, in several processes where that is quicker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from groundwire.cli.file_check import FileCheck, Setup
from groundwire.cli.processes import Lost, spread
from groundwire.report.checked import CheckedFile, FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.cli.progress import Progress
    from groundwire.cli.scope import Target

_ALONE: Final = 400_000
"""Bytes of source that one process is through with before others would have started."""


def scan(setup: Setup, targets: Sequence[Target], progress: Progress) -> tuple[list[CheckedFile], list[FileError]]:
    """Files checked, and files that could not be, each sorted by path."""
    results = progress.following(_results(setup, targets), "checking file", len(targets))
    files: list[CheckedFile] = []
    errors: list[FileError] = []
    for result in results:
        if isinstance(result, CheckedFile):
            files.append(result)
        else:
            errors.append(result)
    return sorted(files, key=lambda file: file.path), sorted(errors, key=lambda error: error.path)


def _results(setup: Setup, targets: Sequence[Target]) -> Iterator[CheckedFile | FileError]:
    sizes = {target: _size(target) for target in targets}
    if sum(sizes.values()) <= _ALONE:
        check = FileCheck(setup)
        try:
            yield from map(check, targets)
        finally:
            check.close()
        return
    largest_first = sorted(targets, key=lambda target: (-sizes[target], target.shown))
    for target, result in spread(FileCheck, setup, largest_first, min(_processors(), len(targets))):
        yield FileError(target.shown, str(result)) if isinstance(result, Lost) else result


def _size(target: Target) -> int:
    try:
        return target.file.stat().st_size
    except OSError:
        return 0


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""Check many files, in several processes where that is quicker; what is known already is not checked again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from groundwire.cli.known_files import KnownFiles, KnownRun
from groundwire.evidence.coverage import Coverage
from groundwire.report.checked import CheckedFile, FileError
from groundwire.stops import heed_stop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from groundwire.cli.file_check import FileCheck, Setup
    from groundwire.cli.known_files import Result
    from groundwire.cli.progress import Progress
    from groundwire.cli.project import Project
    from groundwire.cli.scope import Target

_ALONE: Final = 400_000
"""Bytes of source that one process is through with before others would have started."""
_LARGE: Final = 100_000
"""Bytes from which a file is begun before its turn, so that nobody waits for the last one alone."""


def scan(project: Project, targets: Sequence[Target], progress: Progress, *, names: bool) -> Iterator[Result]:
    """What is to be said of each file, in the order of `targets`, each as soon as those before it are there."""
    known = _known(project, names=names)
    whole = known is not None and _all(targets) and not _measured(project)
    run = KnownRun(known, project, targets) if known is not None and whole else None
    if run is not None and (results := run.results()) is not None:
        yield from results
        return
    found: list[Result] = []
    for result in _checked(project, targets, progress, known, names=names):
        found.append(result)
        yield result
    if run is not None and not any(_lost(result) for result in found):
        run.keep(found)
    if project.cache is not None:
        project.cache.flush()


def _checked(
    project: Project, targets: Sequence[Target], progress: Progress, known: KnownFiles | None, *, names: bool
) -> Iterator[Result]:
    from groundwire.cli.file_check import Setup  # noqa: PLC0415 - loads every rule
    from groundwire.cli.processes import can_copy  # noqa: PLC0415 - as above
    from groundwire.cli.project_index import read_index  # noqa: PLC0415 - a known scan needs none

    sizes = {target: _size(target) for target in targets}
    alone = sum(sizes.values()) <= _ALONE
    index = read_index(project, progress, known, ahead=not alone and can_copy())
    setup = Setup(index, project.config.require_suppression_reason, known, names)
    waiting: dict[Target, Result] = {}
    order = iter(targets)
    following = next(order, None)
    results = _alone(setup, targets) if alone else _spread(setup, sizes)
    for target, result in progress.following(results, "checking file", len(targets)):
        waiting[target] = result
        while following is not None and following in waiting:
            yield waiting.pop(following)
            following = next(order, None)


def _known(project: Project, *, names: bool) -> KnownFiles | None:
    """Where results are kept, unless they rest on what a cache knows nothing of."""
    if project.cache is None or names:
        return None
    return KnownFiles(project.cache, project.code, f"reasons={project.config.require_suppression_reason}")


def _all(targets: Sequence[Target]) -> bool:
    return bool(targets) and all(target.kind == "all" for target in targets)


def _measured(project: Project) -> bool:
    """Whether a test run is recorded: what is said of it rests on times, too."""
    runs = Coverage(project.root)
    runs.refresh(())
    return runs.run_of("", "") is not None


def _lost(result: Result) -> bool:
    """Whether a result is one of this run alone."""
    return isinstance(result, _LostFile) or (isinstance(result, CheckedFile) and bool(result.faults))


class _LostFile(FileError):
    """A file whose check ended the process or took too long: it may go well the next time."""


def _alone(setup: Setup, targets: Sequence[Target]) -> Iterator[tuple[Target, Result]]:
    from groundwire.cli.file_check import FileCheck  # noqa: PLC0415 - as above

    check = FileCheck(setup)
    try:
        for target in targets:
            yield target, _attempt(check, target)
    finally:
        check.close()


def _spread(setup: Setup, sizes: Mapping[Target, int]) -> Iterator[tuple[Target, Result]]:
    from groundwire.cli.file_check import FileCheck  # noqa: PLC0415 - as above
    from groundwire.cli.processes import Lost, spread  # noqa: PLC0415 - as above

    if setup.known is not None:
        setup.known.cache.close()  # each process opens it for itself
    large_first = sorted(sizes, key=lambda target: -sizes[target] if sizes[target] >= _LARGE else 0)
    for target, result in spread(FileCheck, setup, large_first, min(_processors(), len(sizes))):
        yield target, _LostFile(target.shown, str(result)) if isinstance(result, Lost) else result


def _attempt(check: FileCheck, target: Target) -> Result:
    """What a check says of a file; one that fails leaves the others, as one that ends another process does."""
    try:
        return check(target)
    except Exception as error:  # whatever it is, the files behind it are to be checked
        heed_stop(error)
        return _LostFile(target.shown, f"its analysis failed: {type(error).__name__}: {error}")


def _size(target: Target) -> int:
    try:
        return target.file.stat().st_size
    except OSError:
        return 0


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

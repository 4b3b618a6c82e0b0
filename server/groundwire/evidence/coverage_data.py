"""A coverage data file, read and left as it is."""

from __future__ import annotations

import shutil
import stat
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from coverage import CoverageData

MAX_BYTES: Final = 128 * 1024 * 1024
"""A larger file takes longer to read than a person waits for a mark."""
_MAGIC: Final = b"SQLite format 3\0"
_PHASES: Final = ("|run", "|setup", "|teardown")
"""What pytest-cov adds to a test's name."""


class Unreadable(Exception):
    """Why there is data that says nothing: a clause, such as `it is not coverage data`."""


@dataclass(frozen=True, slots=True)
class FileLines:
    """What was recorded of one source file; lines count from one."""

    ran: frozenset[int]
    tests: Mapping[int, str]
    """For lines of which it was recorded, a test that ran them."""


def measured_files(file: Path) -> frozenset[str]:
    """The paths of the sources that a data file speaks of, as they were recorded. Raises `Unreadable`."""
    with _opened(file) as data:
        if not (paths := data.measured_files()):
            raise Unreadable("it holds no measured file")
        return frozenset(paths)


def file_lines(file: Path, path: str) -> FileLines | None:
    """What a data file holds of one source, by its recorded path. Raises `Unreadable`.

    None where a plugin of coverage recorded it: its lines are then not those of a Python source.
    """
    with _opened(file) as data:
        if data.file_tracer(path):
            return None
        ran = frozenset(line for line in data.lines(path) or () if line > 0)
        tests = {}
        if data.measured_contexts() - {""}:
            for line, contexts in data.contexts_by_lineno(path).items():
                if named := sorted(filter(None, map(_test, contexts))):
                    tests[line] = named[0]
        return FileLines(ran, tests)


@contextmanager
def _opened(file: Path) -> Iterator[CoverageData]:
    """A copy of the data; every fault is `Unreadable`.

    A database that is opened may be written to: journals are rolled back, an empty file is filled.
    """
    try:
        status = file.stat()
        _refuse(file, status)
        with tempfile.TemporaryDirectory(prefix="groundwire-") as folder:
            copy = Path(folder) / "coverage"
            shutil.copyfile(file, copy)
            now = file.stat()
            if (now.st_mtime_ns, now.st_size) != (status.st_mtime_ns, status.st_size):
                raise Unreadable("it is being written")
            if not _is_database(copy):
                raise Unreadable("it is not coverage data that this version can read")
            with _read(copy) as data:
                yield data
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror or error}") from error


def _refuse(file: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("it is not a regular file")
    if status.st_size > MAX_BYTES:
        raise Unreadable(f"it has {status.st_size:,} bytes, and over {MAX_BYTES:,} are not read")
    if any(_is_filled(file.with_name(f"{file.name}{suffix}")) for suffix in ("-journal", "-wal")):
        raise Unreadable("it is being written")


def _is_database(copy: Path) -> bool:
    with copy.open("rb") as data:
        return data.read(len(_MAGIC)) == _MAGIC


def _is_filled(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


@contextmanager
def _read(copy: Path) -> Iterator[CoverageData]:
    # Imported here, for most projects have no data, and the import costs more than all else at the worker's start.
    from coverage import CoverageData  # noqa: PLC0415

    data = CoverageData(str(copy))
    try:
        data.read()
        yield data
    except Unreadable:
        raise
    except Exception as error:  # a file may be broken in ways that the library does not name
        raise Unreadable(f"it cannot be read: {_without(str(error), copy)}") from error
    finally:
        data.close()


def _without(message: str, copy: Path) -> str:
    """A message about the copy, told of the file that a person knows."""
    first = message.split("\n", 1)[0].rstrip(".")
    return first.replace(f"{str(copy)!r} ", "").replace(f"{str(copy)!r}", "").replace(str(copy), "")


def _test(context: str) -> str:
    """The test that a recorded context names; empty where it names none."""
    for phase in _PHASES:
        context = context.removesuffix(phase)
    return context if "test" in context.lower() else ""

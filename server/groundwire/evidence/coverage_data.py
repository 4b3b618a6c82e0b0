"""A coverage data file, read whole and left as it is."""

from __future__ import annotations

import logging
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coverage import CoverageData

log = logging.getLogger(__name__)

MAX_BYTES: Final = 128 * 1024 * 1024
"""A larger file takes longer to read than a person waits for a mark."""
_MAGIC: Final = b"SQLite format 3\0"
_PHASES: Final = ("|run", "|setup", "|teardown")
"""What pytest-cov adds to a test's name."""


class Unreadable(str):
    """Why there is data that says nothing: a clause, such as `it is not coverage data`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FileLines:
    """What was recorded of one source file; lines count from one."""

    ran: frozenset[int]
    tests: Mapping[int, str]
    """For lines of which it was recorded, a test that ran them."""


def read_data(file: Path) -> Mapping[str, FileLines] | Unreadable:
    """What a data file holds, by the path of each source as it was recorded.

    A copy is read, for a database that is opened may be written to: journals are rolled back, an empty file is filled.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return Unreadable("it is not a regular file")
        if status.st_size > MAX_BYTES:
            return Unreadable(f"it has {status.st_size:,} bytes, and over {MAX_BYTES:,} are not read")
        if any(_is_filled(file.with_name(f"{file.name}{suffix}")) for suffix in ("-journal", "-wal")):
            return Unreadable("it is being written")
        with file.open("rb") as data:
            if data.read(len(_MAGIC)) != _MAGIC:
                return Unreadable("it is not coverage data that this version can read")
        with tempfile.TemporaryDirectory(prefix="groundwire-") as folder:
            copy = Path(folder) / "coverage"
            shutil.copyfile(file, copy)
            if _stamp(file.stat()) != _stamp(status):
                return Unreadable("it is being written")
            return _read(copy)
    except OSError as error:
        return Unreadable(f"it cannot be read: {error.strerror or error}")


def _stamp(status: object) -> tuple[int, int]:
    return getattr(status, "st_mtime_ns", 0), getattr(status, "st_size", 0)


def _is_filled(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _read(copy: Path) -> Mapping[str, FileLines] | Unreadable:
    # Imported here, for most projects have no data, and the import costs more than all else at the worker's start.
    from coverage import CoverageData  # noqa: PLC0415

    data = CoverageData(str(copy))
    try:
        data.read()
        if not data.measured_files():
            return Unreadable("it holds no measured file")
        return {path: _lines(data, path) for path in data.measured_files() if not data.file_tracer(path)}
    except Exception as error:  # a file may be broken in ways that the library does not name
        log.info("%s cannot be read", copy, exc_info=error)
        return Unreadable(f"it cannot be read: {_without(str(error), copy)}")
    finally:
        data.close()


def _without(message: str, copy: Path) -> str:
    """A message about the copy, told of the file that a person knows."""
    first = message.split("\n", 1)[0].rstrip(".")
    return first.replace(f"{str(copy)!r} ", "").replace(f"{str(copy)!r}", "").replace(str(copy), "")


def _lines(data: CoverageData, path: str) -> FileLines:
    ran = frozenset(line for line in data.lines(path) or () if line > 0)
    tests = {}
    if data.measured_contexts() - {""}:
        for line, contexts in data.contexts_by_lineno(path).items():
            named = min((name for context in contexts if (name := _test(context))), default=None)
            if named is not None:
                tests[line] = named
    return FileLines(ran, tests)


def _test(context: str) -> str:
    """The test that a recorded context names; empty where it names none."""
    for phase in _PHASES:
        context = context.removesuffix(phase)
    return context if "test" in context.lower() else ""

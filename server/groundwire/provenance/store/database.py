"""Open the store's SQLite file: create it, migrate it, or fall back to memory and say why."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.filesystem import is_network_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME: Final = "store.sqlite3"
MEANWHILE: Final = ". Until then what was generated is remembered only while the editor runs."
"""Ends the notice of a store that is in memory alone; true of one that a server opened."""
BUSY_SECONDS: Final = 2.0
WAL_ATTEMPTS: Final = 10
STEPS: Final = ("schema.sql", "opinions.sql", "records.sql")
"""Step n brings a store from version n to n + 1; a released step never changes."""


class Opened(NamedTuple):
    """A usable connection, on disk or in memory, and what a person should be told about it."""

    connection: sqlite3.Connection
    on_disk: bool
    notice: str | None


class NewerStoreError(Exception):
    """The file was written by a later version of Groundwire."""


def open_database(folder: Path) -> Opened:
    """Open or create the store in `folder`; never raises for what the disk does.

    A damaged file is set aside and a new one begun; where nothing can be written, the store is in memory.
    """
    if is_network_folder(folder):
        return in_memory(
            f"{folder} is on a network file system, where a shared database is not safe; use a local disk to keep it"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return Opened(_open(folder / FILE_NAME), on_disk=True, notice=None)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            aside = set_aside(folder / FILE_NAME)
            return Opened(_open(folder / FILE_NAME), on_disk=True, notice=damaged_notice(aside))
    except NewerStoreError:
        return in_memory(f"{folder / FILE_NAME} was written by a newer version of Groundwire; update this one")
    except (OSError, sqlite3.Error) as error:
        return in_memory(unwritable(folder / FILE_NAME, error), copy_of=folder / FILE_NAME)


def open_for_reading(folder: Path) -> sqlite3.Connection | None:
    """The store of a folder without creating or changing anything; None where there is none that can be read."""
    file = folder / FILE_NAME
    try:
        return _copy_of(file) if file.is_file() else None
    except (sqlite3.Error, NewerStoreError):
        return None


def in_memory(why: str, copy_of: Path | None = None) -> Opened:
    """A store that lasts as long as this process, begun with what can still be read of a file."""
    connection: sqlite3.Connection | None = None
    if copy_of is not None and copy_of.is_file():
        with contextlib.suppress(sqlite3.Error, NewerStoreError):
            connection = _copy_of(copy_of)
    if connection is None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        _migrate(connection, file=None)
    return Opened(connection, False, f"{why}{MEANWHILE}")


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, or no database at all."""
    return type(error) is sqlite3.DatabaseError


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process held the file for longer than we wait."""
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))


def set_aside(file: Path) -> Path:
    """Rename a damaged file, with its journals, and return its new place."""
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%f")
    aside = file.with_name(f"{file.name}.damaged-{stamp}")
    for suffix in ("-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            file.with_name(file.name + suffix).replace(aside.with_name(aside.name + suffix))
    return aside


def damaged_notice(aside: Path) -> str:
    """What a person is told when a damaged store was set aside."""
    return (
        f"The attribution store was damaged; it is kept as {aside}, and a new one was begun. What it held is unknown "
        "now: mark it again where it matters, or treat what changed since a revision as generated."
    )


def unwritable(file: Path, error: Exception) -> str:
    """Why a store is in memory alone."""
    return f"{file} cannot be written ({error}); make room, or allow it, and restart"


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool = True) -> Iterator[None]:
    """All or nothing: of what is written, nobody else writing meanwhile; of what is read, from one moment."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _use_wal(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, file)
        _refuse_read_only(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_read_only(connection: sqlite3.Connection) -> None:
    """A file that can only be read fails now, not at the first save; one that another process writes can be written."""
    try:
        with transaction(connection):
            pass
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait when two processes create the file at once, so we do."""
    for attempt in range(WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:  # noqa: PERF203 (it is the loop's purpose)
            if not is_busy(error) or attempt == WAL_ATTEMPTS - 1:
                raise
            time.sleep(0.05)
        else:
            return


def _copy_of(file: Path) -> sqlite3.Connection:
    """The file's content in memory, in the present version; the file stays as it is."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        try:
            _back_up_from(f"{file.resolve().as_uri()}?mode=ro", copy)
        except sqlite3.OperationalError:  # a journal that cannot be opened beside it: read the file alone
            _back_up_from(f"{file.resolve().as_uri()}?mode=ro&immutable=1", copy)
        _refuse_damage(copy)
        _migrate(copy, file=None)
    except BaseException:
        copy.close()
        raise
    return copy


def _refuse_damage(connection: sqlite3.Connection) -> None:
    if (said := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise sqlite3.DatabaseError(said)


def _back_up_from(address: str, copy: sqlite3.Connection) -> None:
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as source:
        source.backup(copy)


def _migrate(connection: sqlite3.Connection, file: Path | None) -> None:
    """Bring a store to the present version in one transaction, with a copy of the old file beside it."""
    version = _version(connection)
    if version > len(STEPS):
        raise NewerStoreError
    if version == len(STEPS):
        return
    if version > 0 and file is not None:
        _back_up(connection, file.with_name(f"{file.name}.v{version}"))
    with transaction(connection):
        for step in range(_version(connection), len(STEPS)):  # another process may have been quicker
            for statement in _statements((Path(__file__).parent / STEPS[step]).read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step + 1}")


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy through SQLite, so that what is still in the journal is in the copy; complete or not there."""
    unfinished = target.with_name(target.name + ".tmp")
    unfinished.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    shutil.move(unfinished, target)


def _version(connection: sqlite3.Connection) -> int:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return int(version)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; `executescript` would commit before the first of them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""

"""The file that answers are kept in: many processes write to it, and none of its failures reaches who asks."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
import zlib
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

FORM: Final = 1
"""Counts up when the tables change; part of the file's name, so that no version meets another's."""
MOST_BYTES: Final = 256 * 1024 * 1024
_LEFT: Final = 0.75
"""Share of `MOST_BYTES` that stays when what was not used for longest is dropped."""
_WAIT: Final = 2.0
"""Seconds to wait for another process that writes."""
_PACKED: Final = 512
"""Bytes from which a value is worth compressing."""
_FRESH: Final = 6 * 3600
"""Seconds for which an entry counts as just used: noting every use would make each reader a writer."""
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON entry (used);
"""
_CHECK: Final = 8
"""Bytes of digest before each value: SQLite does not notice a changed byte."""


class Cache:
    """Values by kind and key. Where the file cannot be used, nothing is found and nothing is kept."""

    def __init__(self, file: Path, most_bytes: int = MOST_BYTES) -> None:
        self._file = file
        self._most = most_bytes
        self._connection: sqlite3.Connection | None = None
        self._broken = False
        self._new: dict[tuple[str, bytes], bytes] = {}
        self._used: set[tuple[str, bytes]] = set()

    def __getstate__(self) -> tuple[Path, int]:
        """In another process it opens the file anew."""
        return self._file, self._most

    def __setstate__(self, state: tuple[Path, int]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The value kept, or None."""
        if (new := self._new.get((kind, key))) is not None:
            return new
        if (connection := self._open()) is None:
            return None
        try:
            row = connection.execute("SELECT value, used FROM entry WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        if row is None:
            return None
        value, used = row
        if not isinstance(used, int):  # SQLite keeps what it is given, whatever a column is declared to hold
            return None
        if used < time.time() - _FRESH:
            self._used.add((kind, key))
        return _unpacked(value)

    def holds_any(self, kind: str) -> bool:
        """Whether anything of a kind is kept by now; where nothing is, nothing need be looked for."""
        if (connection := self._open()) is None:
            return False
        try:
            return connection.execute("SELECT 1 FROM entry WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None
        except sqlite3.Error as error:
            self._give_up(error)
            return False

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep a value; others see it after `flush`."""
        self._new[kind, key] = value

    def flush(self) -> None:
        """Write what is new, and drop what was not used for longest where the file grew too large."""
        if not (self._new or self._used) or (connection := self._open()) is None:
            self._new.clear()
            return
        now = int(time.time())
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)",
                    ((kind, key, _packed(value), now) for (kind, key), value in self._new.items()),
                )
                connection.executemany(
                    "UPDATE entry SET used = ? WHERE kind = ? AND key = ?", ((now, *place) for place in self._used)
                )
            self._shrink(connection)
        except sqlite3.Error as error:
            self._give_up(error)
        self._new.clear()
        self._used.clear()

    def close(self) -> None:
        """Write what is new and let go of the file."""
        self.flush()
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None and not self._broken:
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._connection = _connected(self._file)
            except (sqlite3.Error, OSError, ValueError) as error:
                self._give_up(error)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """Do without for the rest of the run; a file that is no database any more makes room for a new one."""
        log.info("the cache %s is not used: %s", self._file, error)
        connection, self._connection, self._broken = self._connection, None, True
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    os.unlink(f"{self._file}{end}")  # noqa: PTH108 - a path of ours, with an ending

    def _shrink(self, connection: sqlite3.Connection) -> None:
        if _bytes_held(connection) <= self._most:
            return
        (entries,) = connection.execute("SELECT count(*) FROM entry").fetchone()
        dropped = max(1, int(entries * (1 - _LEFT * self._most / _bytes_held(connection))))
        with connection:
            connection.execute(
                "DELETE FROM entry WHERE (kind, key) IN (SELECT kind, key FROM entry ORDER BY used LIMIT ?)", (dropped,)
            )
        connection.execute("PRAGMA incremental_vacuum").fetchall()


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        # What a power cut takes is found again, and what it damages is noticed.
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _bytes_held(connection: sqlite3.Connection) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * size)


def _packed(value: bytes) -> bytes:
    body = b"z" + zlib.compress(value, 1) if len(value) >= _PACKED else b"=" + value
    return blake2b(body, digest_size=_CHECK).digest() + body


def _unpacked(packed: object) -> bytes | None:
    """The value, or None where it is not what was written."""
    if not isinstance(packed, bytes) or blake2b(packed[_CHECK:], digest_size=_CHECK).digest() != packed[:_CHECK]:
        return None
    body = packed[_CHECK:]
    return zlib.decompress(body[1:]) if body[:1] == b"z" else body[1:]

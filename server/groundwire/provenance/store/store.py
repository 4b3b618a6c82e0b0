"""Which origin wrote which span of which text, and which units a person reviewed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.store import clearing, database, loading, opinions, saving
from groundwire.provenance.store.capacity import SIZE_LIMIT
from groundwire.provenance.store.loading import Unexplained
from groundwire.provenance.store.saving import Packed
from groundwire.provenance.transfer import has_conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from groundwire.provenance.records.edit import Edit
    from groundwire.provenance.spans import Spans
    from groundwire.provenance.store.opinions import Mark, Opinions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Review:
    """A person looked at a unit and took responsibility for exactly that text."""

    unit: str
    digest: str
    time: str


class Store:
    """One connection, used by one thread; each call is one short transaction.

    The disk never makes a call fail: a damaged file is set aside, a full or read-only disk leaves the store in memory,
    and `notice` says so. Paths are relative to the work tree, with slashes.
    """

    def __init__(self, folder: Path, opened: database.Opened, size_limit: int) -> None:
        self._folder = folder
        self._connection, self._on_disk, self.notice = opened
        """`notice`: what a person should be told once, or None; any call may set it."""
        self._size_limit = size_limit

    @classmethod
    def open(cls, folder: Path, size_limit: int = SIZE_LIMIT) -> Store:
        """Open or create the store of a folder; `size_limit` in bytes."""
        return cls(folder, database.open_database(folder), size_limit)

    @classmethod
    def read(cls, folder: Path) -> Store | None:
        """A snapshot of a folder's store that changes nothing on disk, or None where there is none."""
        connection = database.open_for_reading(folder)
        return None if connection is None else cls(folder, database.Opened(connection, False, None), SIZE_LIMIT)

    @classmethod
    def in_memory(cls, folder: Path) -> Store:
        """An empty store that never touches the folder."""
        return cls(folder, database.in_memory("nothing is on disk"), SIZE_LIMIT)

    @property
    def on_disk(self) -> bool:
        """Whether what is saved outlives this process."""
        return self._on_disk

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def save(self, path: str, text: str | Packed, newline: str, attribution: Attribution) -> bool:
        """Keep a document's attribution; `text` is LF-normalised, `newline` its real line ending.

        Texts with conflict markers are left out, so that what stands when they are gone is compared with the text from
        before the merge. False where another process kept the store busy: try again later.
        """
        if has_conflict(text.text if isinstance(text, Packed) else text):
            return True
        row = path, text, newline, attribution
        return self._run(lambda connection: saving.save(connection, *row, self._size_limit), write=True) is not None

    def load(self, path: str, text: str) -> Attribution:
        """What is known of a text, LF-normalised: exactly as saved where this text was seen, else what is carried over.

        Looked up by digest, for the path first, then for any path (a renamed file) where all that hold it agree; else
        transferred from the latest text of the path.
        """
        return self._run(lambda connection: loading.load(connection, path, text)) or Attribution()

    def look_up(self, path: str, text: str) -> Attribution | Unexplained:
        """What is known of a text, LF-normalised, where it was seen; else what there is to explain it by."""
        return self._run(lambda connection: loading.look_up(connection, path, text)) or Unexplained(text, [])

    def explained(self, path: str, unexplained: Unexplained, spans: Spans) -> Attribution:
        """What is known of a text that was not seen, given its spans as they were found."""
        found = self._run(lambda connection: loading.explained(connection, path, unexplained, spans))
        return found or Attribution()

    def exact(self, path: str, text: str) -> Attribution | None:
        """What is known of exactly this text of a path, LF-normalised; None where it was not seen."""
        return self._run(lambda connection: loading.load_exact(connection, path, text))

    def record(self, edit: Edit) -> bool | None:
        """Keep what an edit that was told makes of its text; False where it was told before, None where busy."""
        return self._run(lambda connection: saving.record(connection, edit, self._size_limit), write=True)

    def version(self) -> int:
        """A number that changes whenever another process changes the file."""
        return self._run(lambda connection: int(connection.execute("PRAGMA data_version").fetchone()[0])) or 0

    def latest(self) -> int:
        """The number of the text that was saved last; 0 where there is none."""
        query = "SELECT ifnull(max(seq), 0) FROM text"
        return self._run(lambda connection: int(connection.execute(query).fetchone()[0])) or 0

    def saved_since(self, number: int) -> list[str]:
        """Paths of which a text was saved after that number, in the order of their latest."""
        query = "SELECT path FROM text WHERE seq > ? GROUP BY path ORDER BY max(seq)"
        return [path for (path,) in self._run(lambda connection: connection.execute(query, (number,)).fetchall()) or ()]

    def latest_text(self, path: str, other_than: Callable[[], str] | None = None) -> tuple[str, Attribution] | None:
        """The text of a path that was saved last, with what is known of it; None where there is none, or the other."""
        return self._run(lambda connection: loading.latest_text(connection, path, other_than))

    def attributed_paths(self) -> list[str]:
        """Paths whose latest text has spans, sorted."""
        query = """SELECT path FROM text AS latest WHERE spans <> '[]'
                   AND seq = (SELECT max(seq) FROM text WHERE path = latest.path) ORDER BY path"""
        return [path for (path,) in self._run(lambda connection: connection.execute(query).fetchall()) or ()]

    def record_review(self, path: str, unit: str, digest: str, time: str) -> bool:
        """Note that a person reviewed a unit as it stands; False where the store was busy."""
        row = (path, unit, digest, time)
        statement = "INSERT OR REPLACE INTO review (path, unit, digest, time) VALUES (?, ?, ?, ?)"
        return self._run(lambda connection: connection.execute(statement, row).rowcount, write=True) is not None

    def reviews(self, path: str) -> list[Review]:
        """Reviews of a path's units, the oldest first."""
        query = "SELECT unit, digest, time FROM review WHERE path = ? ORDER BY time, unit"
        rows = self._run(lambda connection: connection.execute(query, (path,)).fetchall())
        return [Review(*row) for row in rows or ()]

    def opinions(self) -> Opinions:
        """What a person said of marks."""
        return self._run(opinions.read) or opinions.Opinions()

    def record_not_useful(self, mark: Mark, seen: int) -> Opinions | None:
        """Note that a mark was not useful, one of `seen` of its rule; all opinions then, None where busy."""
        return self._run(lambda connection: opinions.record(connection, mark, seen, saving.now()), write=True)

    def take_back_not_useful(self, code: str) -> Opinions | None:
        """Drop every opinion of a rule; all opinions then, None where busy."""
        return self._run(lambda connection: opinions.take_back(connection, code), write=True)

    def known_paths(self) -> list[str]:
        """Paths of which anything is stored, sorted."""
        query = "SELECT path FROM text UNION SELECT path FROM review ORDER BY path"
        return [path for (path,) in self._run(lambda connection: connection.execute(query).fetchall()) or ()]

    def clear(self, paths: Mapping[str, Iterable[str]]) -> bool:
        """Forget all attribution and reviews of some paths; False where busy, with nothing changed.

        Path → origins that a document holds and the store may not: no process can save them for that path again.
        """
        return self._run(lambda connection: clearing.clear(connection, paths), write=True) is not None

    def cleared(self) -> int:
        """How many origins were cleared, of whichever path; it only grows."""
        query = "SELECT count(*) FROM cleared"
        return self._run(lambda connection: int(connection.execute(query).fetchone()[0])) or 0

    def without_cleared(self, path: str, attribution: Attribution) -> Attribution:
        """What is left of a path's attribution after all that was cleared; the same object where that is all of it."""
        left = self._run(lambda connection: clearing.without_cleared(connection, path, attribution))
        return attribution if left is None else left

    def _run(self, action: Callable[[sqlite3.Connection], T], *, write: bool = False) -> T | None:
        """Do something in one transaction; reopen once when the file fails us, then go on in memory. None: busy."""
        for attempt in range(3):
            try:
                with database.transaction(self._connection, write=write):
                    return action(self._connection)
            except sqlite3.DatabaseError as error:  # noqa: PERF203 (it is the loop's purpose)
                if database.is_busy(error):
                    return None
                if attempt == 2 or not self._on_disk:
                    raise
                self._recover(error, last=attempt == 1)
        return None

    def _recover(self, error: sqlite3.DatabaseError, *, last: bool) -> None:
        self._connection.close()
        file = self._folder / database.FILE_NAME
        aside = database.set_aside(file) if database.is_damage(error) else None
        if last:
            opened = database.in_memory(database.unwritable(file, error), copy_of=file)
        else:
            opened = database.open_database(self._folder)
        self._connection, self._on_disk, notice = opened
        self.notice = notice or (database.damaged_notice(aside) if aside else self.notice)

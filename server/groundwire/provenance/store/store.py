"""Which origin wrote which span of which text, and which units a person reviewed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from dataclasses import astuple, dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final, TypeVar

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.store import clearing, database, opinions, recording
from groundwire.provenance.store.capacity import SIZE_LIMIT, bound, thin_out
from groundwire.provenance.transfer import has_conflict, transfer_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from groundwire.provenance.records.edit import Edit
    from groundwire.provenance.store.opinions import Mark, Opinions

T = TypeVar("T")

RENAME_LINES: Final = 3
"""A text of no more significant lines than this may well stand in two files by chance."""


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

    def save(self, path: str, text: str, newline: str, attribution: Attribution) -> bool:
        """Keep a document's attribution; `text` is LF-normalised, `newline` its real line ending.

        Texts with conflict markers are left out, so that what stands when they are gone is compared with the text from
        before the merge. False where another process kept the store busy: try again later.
        """
        if has_conflict(text):
            return True
        row = path, text, newline, attribution
        return self._run(lambda connection: _save(connection, *row, self._size_limit), write=True) is not None

    def load(self, path: str, text: str) -> Attribution:
        """What is known of a text, LF-normalised: exactly as saved where this text was seen, else what is carried over.

        Looked up by digest, for the path first, then for any path (a renamed file) where all that hold it agree; else
        transferred from the latest text of the path.
        """
        return self._run(lambda connection: _load_kept(connection, path, text)) or Attribution()

    def record(self, edit: Edit) -> bool | None:
        """Keep what an edit that was told makes of its text; False where it was told before, None where busy."""
        return self._run(lambda connection: _record(connection, edit, self._size_limit), write=True)

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

    def latest_text(self, path: str) -> tuple[str, Attribution] | None:
        """The text of a path that was saved last, with what is known of it; None where there is none."""
        return self._run(lambda connection: _latest_text(connection, path))

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
        return self._run(lambda connection: opinions.record(connection, mark, seen, _now()), write=True)

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


def _save(
    connection: sqlite3.Connection, path: str, text: str, newline: str, attribution: Attribution, size_limit: int
) -> bool:
    digest = _digest(text)
    attribution = clearing.without_cleared(connection, path, attribution)
    attribution = _with_others(connection, path, digest, attribution)
    spans, written = _json(attribution.spans), _json(dict(attribution.written))
    latest = connection.execute(
        "SELECT digest, spans, written, newline FROM text WHERE path = ? ORDER BY seq DESC LIMIT 1", (path,)
    ).fetchone()
    if latest == (digest, spans, written, newline) or (latest is None and not attribution.spans):
        return True
    connection.executemany(
        "INSERT OR IGNORE INTO origin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [astuple(attribution.origins[origin]) for origin in attribution.written],
    )
    connection.execute(
        """INSERT OR REPLACE INTO text (path, digest, length, newline, spans, written, time, body)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (path, digest, len(text), newline, spans, written, _now(), zlib.compress(_encoded(text), 1)),
    )
    thin_out(connection, path)
    bound(connection, size_limit)
    return True


def _record(connection: sqlite3.Connection, edit: Edit, size_limit: int) -> bool:
    if recording.told_before(connection, edit):
        return False
    attribution = edit.applied(_load_kept(connection, edit.path, edit.known_before))
    if not has_conflict(edit.after):
        _save(connection, edit.path, edit.after, "\n", attribution, size_limit)
    recording.remember(connection, edit)
    return True


def _latest_text(connection: sqlite3.Connection, path: str) -> tuple[str, Attribution] | None:
    row = connection.execute(
        "SELECT spans, written, body FROM text WHERE path = ? AND body IS NOT NULL ORDER BY seq DESC LIMIT 1", (path,)
    ).fetchone()
    if row is None:
        return None
    attribution = _attribution(connection, _spans(row[0]), row[1])
    return _text(row[2]), clearing.without_cleared(connection, path, attribution)


def _with_others(connection: sqlite3.Connection, path: str, digest: str, attribution: Attribution) -> Attribution:
    """What another process, of another window or worktree, recorded of the same text stands where ours says nothing."""
    row = connection.execute("SELECT spans, written FROM text WHERE path = ? AND digest = ?", (path, digest)).fetchone()
    unheard = [span for span in _spans(row[0]) if span.origin not in attribution.written] if row is not None else []
    if not unheard:
        return attribution
    theirs = _attribution(connection, tuple(unheard), row[1])
    both = Attribution(
        theirs.spans, {**theirs.origins, **attribution.origins}, {**theirs.written, **attribution.written}
    )
    return both.restore(attribution.spans)


def _load_kept(connection: sqlite3.Connection, path: str, text: str) -> Attribution:
    return clearing.without_cleared(connection, path, _load(connection, path, text))


def _load(connection: sqlite3.Connection, path: str, text: str) -> Attribution:
    digest = _digest(text)
    rows = connection.execute("SELECT spans, written, path FROM text WHERE digest = ?", (digest,)).fetchall()
    exact = {row[:2] for row in rows if row[2] == path}
    if not exact and sum(1 for line in text.split("\n") if line.strip()) > RENAME_LINES:
        exact = {row[:2] for row in rows}
    if len(exact) == 1:
        spans, written = exact.pop()
        return _attribution(connection, _spans(spans), written)
    query = "SELECT spans, written, body FROM text WHERE path = ? AND body IS NOT NULL ORDER BY seq DESC"
    seen = connection.execute(query, (path,)).fetchall()
    spans = transfer_from(((_text(body), _spans(spans)) for spans, _, body in seen), text)
    # Of what an origin wrote in several texts, the latest count is told.
    written = {key: count for _, told, _ in reversed(seen) for key, count in json.loads(told).items()}
    standing = {span.origin for span in spans} | set(json.loads(seen[0][1]) if seen else ())
    return _attribution(connection, spans, _json({key: written[key] for key in standing}))


def _attribution(connection: sqlite3.Connection, spans: tuple[Span, ...], written: str) -> Attribution:
    query = """SELECT id, kind, grade, via, tool, model, session, event, time FROM origin
               WHERE id IN (SELECT key FROM json_each(?))"""
    origins = {row[0]: Origin(*row) for row in connection.execute(query, (written,))}
    return Attribution(spans, origins, json.loads(written))


def _text(body: bytes) -> str:
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(text: str) -> str:
    return hashlib.sha256(_encoded(text)).hexdigest()


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end, origin) for start, end, origin in json.loads(stored))


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")

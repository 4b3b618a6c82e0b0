"""Who wrote the texts in the store: each text by its digest, an unseen one by what earlier texts tell of it."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.model import Origin, Span
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.cells import carried
from groundwire.provenance.store import clearing
from groundwire.provenance.transfer import transfer_from
from groundwire.text.digest import text_digest
from groundwire.text.notebook import is_notebook

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from groundwire.provenance.spans import Spans

RENAME_LINES: Final = 3
"""A text of no more significant lines than this may well stand in two files by chance."""


class Unexplained(NamedTuple):
    """A text of a path that was not seen, and the earlier texts of that path, from which it may come."""

    text: str
    seen: list[tuple[str, str, bytes]]
    """Spans, what each origin wrote, and the text, as they are stored; the latest first."""

    @property
    def work(self) -> int:
        """How much is to be compared, roughly: characters."""
        return len(self.text) * len(self.seen) if self._tells() else 0

    def spans(self) -> Spans:
        """What the earlier texts tell of this one. It takes its time, and nothing but this; any thread may ask."""
        if not self._tells():
            return ()
        return transfer_from(((_text(body), _spans(spans)) for spans, _, body in self.seen), self.text)

    def _tells(self) -> bool:
        return any(spans != "[]" for spans, _, _ in self.seen)


def load(connection: sqlite3.Connection, path: str, text: str) -> Attribution:
    """What is known of a text, LF-normalised, of a path (see `Store.load`)."""
    known = look_up(connection, path, text)
    return known if isinstance(known, Attribution) else explained(connection, path, known, known.spans())


def look_up(connection: sqlite3.Connection, path: str, text: str) -> Attribution | Unexplained:
    """What is known of a text where it was seen; else what there is to explain it by."""
    known = _look_up(connection, path, text)
    return clearing.without_cleared(connection, path, known) if isinstance(known, Attribution) else known


def explained(connection: sqlite3.Connection, path: str, unexplained: Unexplained, spans: Spans) -> Attribution:
    """What is known of a text that was not seen, given its spans as they were found."""
    seen = unexplained.seen
    # Of what an origin wrote in several texts, the latest count is told.
    written = {key: count for _, told, _ in reversed(seen) for key, count in json.loads(told).items()}
    standing = {span.origin for span in spans} | set(json.loads(seen[0][1]) if seen else ())
    known = _attribution(connection, spans, as_json({key: written[key] for key in standing}))
    return clearing.without_cleared(connection, path, known)


def load_exact(connection: sqlite3.Connection, path: str, text: str) -> Attribution | None:
    """What is known of exactly this text; None where it was not seen."""
    query = "SELECT spans, written FROM text WHERE path = ? AND digest = ?"
    row = connection.execute(query, (path, text_digest(text))).fetchone()
    if row is None:
        return None
    return clearing.without_cleared(connection, path, _attribution(connection, _spans(row[0]), row[1]))


def latest_text(
    connection: sqlite3.Connection, path: str, other_than: Callable[[], str] | None = None
) -> tuple[str, Attribution] | None:
    """The text of a path that was saved last, with what is known of it; None where it is the other."""
    query = """SELECT spans, written, body, digest, length FROM text
               WHERE path = ? AND body IS NOT NULL ORDER BY seq DESC LIMIT 1"""
    row = connection.execute(query, (path,)).fetchone()
    if row is None:
        return None
    if other_than is not None and row[4] == len(other := other_than()) and row[3] == text_digest(other):
        return None
    attribution = _attribution(connection, _spans(row[0]), row[1])
    return _text(row[2]), clearing.without_cleared(connection, path, attribution)


def text_of(connection: sqlite3.Connection, path: str, digest: str) -> str | None:
    """A text of a path by its digest; None where it is not kept whole."""
    query = "SELECT body FROM text WHERE path = ? AND digest = ? AND body IS NOT NULL"
    row = connection.execute(query, (path, digest)).fetchone()
    return None if row is None else _text(row[0])


def with_others(connection: sqlite3.Connection, path: str, digest: str, attribution: Attribution) -> Attribution:
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


def _look_up(connection: sqlite3.Connection, path: str, text: str) -> Attribution | Unexplained:
    digest = text_digest(text)
    rows = connection.execute("SELECT spans, written, path FROM text WHERE digest = ?", (digest,)).fetchall()
    exact = {row[:2] for row in rows if row[2] == path}
    if rows and not exact and sum(1 for line in text.split("\n") if line.strip()) > RENAME_LINES:
        exact = {row[:2] for row in rows}
    if len(exact) == 1:
        spans, written = exact.pop()
        return _attribution(connection, _spans(spans), written)
    query = "SELECT spans, written, body FROM text WHERE path = ? AND body IS NOT NULL ORDER BY seq DESC"
    unexplained = Unexplained(text, connection.execute(query, (path,)).fetchall())
    if not unexplained.seen or not is_notebook(path):
        return unexplained
    known = explained(connection, path, unexplained, unexplained.spans())
    spans, written, body = unexplained.seen[0]
    return carried(text, (_text(body), _attribution(connection, _spans(spans), written)), known)


def _attribution(connection: sqlite3.Connection, spans: tuple[Span, ...], written: str) -> Attribution:
    query = """SELECT id, kind, grade, via, tool, model, session, event, time FROM origin
               WHERE id IN (SELECT key FROM json_each(?))"""
    origins = {row[0]: Origin(*row) for row in connection.execute(query, (written,))}
    return Attribution(spans, origins, json.loads(written))


def _text(body: bytes) -> str:
    return zlib.decompress(body).decode("utf-8", "surrogatepass")


def encoded(text: str) -> bytes:
    """A text in UTF-8, lone surrogates included."""
    return text.encode("utf-8", "surrogatepass")


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end, origin) for start, end, origin in json.loads(stored))


def as_json(value: object) -> str:
    """A value as the store writes it: compact JSON."""
    return json.dumps(value, separators=(",", ":"))

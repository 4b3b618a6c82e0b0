"""Puts texts and who wrote them into the store."""

from __future__ import annotations

import zlib
from dataclasses import astuple
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple

from groundwire.provenance.store import clearing, recording, told_late
from groundwire.provenance.store.capacity import bound, thin_out
from groundwire.provenance.store.loading import as_json, encoded, load, load_exact, with_others
from groundwire.provenance.transfer import has_conflict
from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    import sqlite3

    from groundwire.provenance.attribution import Attribution
    from groundwire.provenance.records.edit import Edit


class Packed(NamedTuple):
    """A text, LF-normalised, as it is stored."""

    text: str
    digest: str
    body: bytes

    @classmethod
    def of(cls, text: str) -> Packed:
        """Pack a text. It takes its time, and nothing but this; any thread may ask."""
        return cls(text, text_digest(text), zlib.compress(encoded(text), 1))


def save(
    connection: sqlite3.Connection,
    path: str,
    text: str | Packed,
    newline: str,
    attribution: Attribution,
    size_limit: int,
) -> bool:
    """Keep the attribution of a text, and drop what is too much; true also where nothing is news."""
    digest = text.digest if isinstance(text, Packed) else text_digest(text)
    attribution = clearing.without_cleared(connection, path, attribution)
    attribution = with_others(connection, path, digest, attribution)
    spans, written = as_json(attribution.spans), as_json(dict(attribution.written))
    latest = connection.execute(
        "SELECT digest, spans, written, newline FROM text WHERE path = ? ORDER BY seq DESC LIMIT 1", (path,)
    ).fetchone()
    if latest == (digest, spans, written, newline) or (latest is None and not attribution.spans):
        return True
    _put(connection, path, text if isinstance(text, Packed) else Packed.of(text), newline, attribution)
    thin_out(connection, path)
    bound(connection, size_limit)
    return True


def _put(connection: sqlite3.Connection, path: str, text: Packed, newline: str, attribution: Attribution) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO origin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [astuple(attribution.origins[origin]) for origin in attribution.written],
    )
    spans, written = as_json(attribution.spans), as_json(dict(attribution.written))
    row = path, text.digest, len(text.text), newline, spans, written, now(), text.body
    connection.execute(
        """INSERT OR REPLACE INTO text (path, digest, length, newline, spans, written, time, body)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        row,
    )


def record(connection: sqlite3.Connection, edit: Edit, size_limit: int) -> bool:
    """Keep what an edit that was told makes of its text; false where it was told before."""
    if recording.told_before(connection, edit):
        return False
    known = load(connection, edit.path, edit.known_before)
    seen = load_exact(connection, edit.path, edit.known_before) is not None
    if edit.known_before and not seen and not has_conflict(edit.known_before):
        # So that it is known for what it was when git brings it back, or most of it.
        _put(connection, edit.path, Packed.of(edit.known_before), "\n", known)
    attribution = edit.applied(known)
    later = told_late.later_texts(connection, edit, attribution)
    for text, owners in [(edit.after, attribution), *later]:
        if not has_conflict(text):
            save(connection, edit.path, text, "\n", owners, size_limit)
    recording.remember(connection, edit)
    return True


def now() -> str:
    """The time as the store writes it: RFC 3339, UTC, to the millisecond."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""Attribution that a person had cleared: it is gone, and no other process that still holds it brings it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from groundwire.provenance.attribution import Attribution

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping


def clear(connection: sqlite3.Connection, paths: Mapping[str, Iterable[str]]) -> bool:
    """Forget everything of some paths: path → ids of origins that an open document holds and the store may not."""
    for path, origins in paths.items():
        stored = connection.execute("SELECT written FROM text WHERE path = ?", (path,)).fetchall()
        gone = {origin for (written,) in stored for origin in json.loads(written)} | set(origins)
        connection.executemany("INSERT OR IGNORE INTO cleared VALUES (?, ?)", [(path, origin) for origin in gone])
        connection.execute("DELETE FROM text WHERE path = ?", (path,))
        connection.execute("DELETE FROM review WHERE path = ?", (path,))
    connection.execute("DELETE FROM origin WHERE id NOT IN (SELECT key FROM text, json_each(text.written))")
    return True


def without_cleared(connection: sqlite3.Connection, path: str, attribution: Attribution) -> Attribution:
    """An attribution without what was cleared from its path."""
    if not attribution.written:
        return attribution
    gone = {origin for (origin,) in connection.execute("SELECT origin FROM cleared WHERE path = ?", (path,))}
    if gone.isdisjoint(attribution.written):
        return attribution
    return Attribution(
        tuple(span for span in attribution.spans if span.origin not in gone),
        {name: origin for name, origin in attribution.origins.items() if name not in gone},
        {name: count for name, count in attribution.written.items() if name not in gone},
    )

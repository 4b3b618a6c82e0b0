"""How much the store keeps: a few texts of each path, and a bounded file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

SIZE_LIMIT: Final = 64 * 1024 * 1024
KEPT_BODIES: Final = 5
"""Texts of one path kept whole, to transfer from; the latest is always among them."""
KEPT_TEXTS: Final = 200
"""Texts of one path whose spans are kept, to be restored when exactly that text comes back."""


def thin_out(connection: sqlite3.Connection, path: str) -> None:
    """Drop the older bodies of a path, and its oldest texts."""
    nth = "SELECT seq FROM text WHERE path = :path ORDER BY seq DESC LIMIT 1 OFFSET :kept"
    for statement, kept in (
        ("UPDATE text SET body = NULL WHERE path = :path AND body IS NOT NULL AND seq <= ", KEPT_BODIES),
        ("DELETE FROM text WHERE path = :path AND seq <= ", KEPT_TEXTS),
    ):
        connection.execute(f"{statement} ({nth})", {"path": path, "kept": kept})


def bound(connection: sqlite3.Connection, limit: int) -> None:
    """Keep the store's size, dropping what was saved longest ago; losing it costs attribution, never text."""
    if _used(connection) <= limit:
        return
    while _used(connection) > limit * 0.9:
        count = connection.execute("SELECT count(*) FROM text").fetchone()[0]
        if count <= 1:
            break
        oldest = "DELETE FROM text WHERE seq IN (SELECT seq FROM text ORDER BY seq LIMIT ?)"
        connection.execute(oldest, (max(1, count // 10),))
    connection.execute("DELETE FROM origin WHERE id NOT IN (SELECT key FROM text, json_each(text.written))")


def _used(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size

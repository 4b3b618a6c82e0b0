"""Edits that were told, taken into the store: each once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from groundwire.text.digest import text_digest

if TYPE_CHECKING:
    import sqlite3

    from groundwire.provenance.records.edit import Edit

SAME_EDIT_SECONDS: Final = 300.0
"""Two hosts that tell of one edit do so within this time; later, the same change is another edit."""
_REMEMBERED_SECONDS: Final = 30 * 86_400.0


def told_before(connection: sqlite3.Connection, edit: Edit) -> bool:
    """Whether the edit is in the store: its event, or just now the same change of the same text.

    Where an edit has led back to the text before since, the same change is another edit.
    """
    query = """SELECT 1 FROM record WHERE event = ? UNION
               SELECT 1 FROM record JOIN text ON text.path = record.path AND text.digest = record.after
               WHERE record.path = ? AND before = ? AND after = ? AND taken > ?
               AND NOT EXISTS (SELECT 1 FROM record AS back WHERE back.path = record.path
                               AND back.after = record.before AND back.taken > record.taken)"""
    same = (edit.path, text_digest(edit.known_before), text_digest(edit.after), time.time() - SAME_EDIT_SECONDS)
    return connection.execute(query, (edit.key, *same)).fetchone() is not None


def made_of(connection: sqlite3.Connection, path: str, name: str) -> list[str]:
    """The texts of a path, by digest, that were told just now to be made of one, the first told first."""
    query = "SELECT after FROM record WHERE path = ? AND before = ? AND taken > ? ORDER BY taken"
    rows = connection.execute(query, (path, name, time.time() - SAME_EDIT_SECONDS))
    return [after for (after,) in rows]


def is_told(connection: sqlite3.Connection, path: str, name: str) -> bool:
    """Whether an edit was told that made a text of a path."""
    query = "SELECT 1 FROM record WHERE path = ? AND after = ? LIMIT 1"
    return connection.execute(query, (path, name)).fetchone() is not None


def remember(connection: sqlite3.Connection, edit: Edit) -> None:
    """Note that the edit is in the store."""
    now = time.time()
    row = (edit.key, edit.path, text_digest(edit.known_before), text_digest(edit.after), now)
    connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?)", row)
    connection.execute("DELETE FROM record WHERE taken < ?", (now - _REMEMBERED_SECONDS,))

"""Marks that a person judged not useful, and the rules that were demoted for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

ENOUGH: Final = 3
"""Different marks of a rule judged not useful before the rule may be demoted: one or two are a coincidence."""
TOLERATED: Final = 0.1
"""Share of a rule's marks that may be unwanted; analysers above it lose their readers."""


class Mark(NamedTuple):
    """One mark as it stood when a person judged it."""

    code: str
    path: str
    unit: str
    digest: str
    """Of the unit's text."""
    place: str
    """JSON of its range inside the unit."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What a person said of the marks of one store."""

    marks: frozenset[tuple[str, str, str]] = frozenset()
    """Code, digest and place of each mark judged not useful."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Different marks judged not useful, by code."""
    demoted: frozenset[str] = frozenset()
    """Codes of rules that make no marks here."""


def read(connection: sqlite3.Connection) -> Opinions:
    """All opinions."""
    marks = connection.execute("SELECT code, digest, place FROM opinion").fetchall()
    demoted = connection.execute("SELECT code FROM demoted").fetchall()
    codes = {code for code, _, _ in marks}
    return Opinions(
        frozenset((code, digest, place) for code, digest, place in marks),
        {code: _different(connection, code) for code in sorted(codes)},
        frozenset(code for (code,) in demoted),
    )


def record(connection: sqlite3.Connection, mark: Mark, seen: int, time: str) -> Opinions:
    """With one more opinion; `seen` is how many marks of the rule there are here, this one included.

    The rule is demoted when at least `ENOUGH` different marks, and more than the tolerated share of those there are,
    were not useful. It stays so until the opinions are taken back, however many marks come or go.
    """
    connection.execute("INSERT OR REPLACE INTO opinion VALUES (?, ?, ?, ?, ?, ?)", (*mark, time))
    count = _different(connection, mark.code)
    if count >= ENOUGH and count > TOLERATED * seen:
        connection.execute("INSERT OR IGNORE INTO demoted VALUES (?, ?)", (mark.code, time))
    return read(connection)


def take_back(connection: sqlite3.Connection, code: str) -> Opinions:
    """Without any opinion of a rule."""
    connection.execute("DELETE FROM opinion WHERE code = ?", (code,))
    connection.execute("DELETE FROM demoted WHERE code = ?", (code,))
    return read(connection)


def _different(connection: sqlite3.Connection, code: str) -> int:
    """Different marks of a rule: a function edited and judged again is no second one; statements have no name."""
    query = """SELECT count(DISTINCT path || char(10) || CASE unit WHEN '<module>' THEN digest ELSE unit END)
               FROM opinion WHERE code = ?"""
    return int(connection.execute(query, (code,)).fetchone()[0])

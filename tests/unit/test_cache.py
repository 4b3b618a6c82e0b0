"""The file of the cache: what others wrote in it fails nobody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from groundwire.analysis.cache.database import Cache


@pytest.mark.parametrize("change", ["used = 'abc'", "used = x'00'", "used = 1.5e300", "value = 'abc'", "value = 7"])
def test_a_value_of_another_type_counts_as_none(change: str, tmp_path: Path) -> None:
    file = tmp_path / "cache.sqlite3"
    cache = Cache(file)
    cache.put("kind", b"key", b"value")
    cache.close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE entry SET {change}")
    assert cache.get("kind", b"key") is None
    cache.put("kind", b"key", b"again")
    cache.close()
    assert cache.get("kind", b"key") == b"again"

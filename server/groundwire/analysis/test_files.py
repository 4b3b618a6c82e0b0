"""Which files are tests, by their path."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

_FOLDERS: Final = frozenset({"test", "tests", "testing", "conftest"})


@lru_cache(maxsize=256)
def is_test_file(path: str) -> bool:
    """Whether a POSIX path is a test module's, or lies in a folder of tests."""
    pure = PurePosixPath(path)
    stem = pure.stem
    return (
        stem.startswith("test_")
        or stem.endswith(("_test", "_tests"))
        or stem in _FOLDERS
        or any(part in _FOLDERS for part in pure.parent.parts)
    )

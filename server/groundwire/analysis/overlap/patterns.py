"""Patterns of files as the settings of linters have them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from posixpath import basename

_CHOICE = re.compile(r"\{([^{}]*)\}")


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a file, given by its POSIX path from where the pattern stands.

    As in ruff's `per-file-ignores`: `*` goes over folders too, a pattern may mean the bare name, `!` turns it round.
    """
    if pattern.startswith("!"):
        return not matches(pattern[1:], path)
    if (choice := _CHOICE.search(pattern)) is not None:
        return any(
            matches(pattern[: choice.start()] + one + pattern[choice.end() :], path) for one in choice[1].split(",")
        )
    pattern = pattern.removeprefix("./")
    spellings = {pattern, pattern.replace("**/", "")}
    return any(fnmatchcase(path, one) or fnmatchcase(basename(path), one) for one in spellings)


def covers(pattern: str, path: str) -> bool:
    """Whether a pattern means a file or a folder that it lies in."""
    parts = path.split("/")
    pattern = pattern.rstrip("/")
    return any(matches(pattern, "/".join(parts[: end + 1])) for end in range(len(parts)))

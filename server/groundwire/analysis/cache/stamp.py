"""A stamp of everything that answers about a project are read from: while it is the same, so are they."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_ENTRIES: Final = 150_000
"""In a larger tree it costs less to ask than to look."""
_IGNORED: Final = frozenset({"__pycache__", "node_modules", ".git", ".hg", ".svn"})
"""Folders that nothing is looked up in."""


class _TooMuch(Exception):
    """A tree that no stamp can be made of: too large, or folders that links lead to."""


def stamp(parts: Iterable[str], folders: Iterable[str], files: Iterable[tuple[str, bytes]]) -> bytes | None:
    """A digest of `parts`, of all names, sizes and times under `folders`, and of the content of `files`.

    None where it cannot be told. Times alone would not do for what was edited twice in one tick of the clock.
    """
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(f"{part}\0".encode("utf-8", "surrogatepass"))
    try:
        for folder in folders:
            left = _MOST_ENTRIES
            for line in _entries(folder):
                digest.update(line)
                left -= 1
                if left < 0:
                    return None
    except _TooMuch:
        return None
    for path, content in files:
        digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        digest.update(content)
    return digest.digest()


def _entries(top: str) -> Iterator[bytes]:
    stack = [top]
    while stack:
        folder = stack.pop()
        yield f"{folder}\n".encode("utf-8", "surrogatepass")
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name in _IGNORED:
                continue
            if entry.is_symlink() and entry.is_dir():
                raise _TooMuch
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") or _is_environment(entry.path):
                    stack.append(entry.path)
                continue
            yield _line(entry)


def _is_environment(folder: str) -> bool:
    return os.path.lexists(f"{folder}/pyvenv.cfg")


def _line(entry: os.DirEntry[str]) -> bytes:
    try:
        status = entry.stat()
    except OSError:
        return f"{entry.name}\n".encode("utf-8", "surrogatepass")
    told = f"{entry.name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}\n"
    return told.encode("utf-8", "surrogatepass")

"""A stamp of everything that answers about a project are read from: while it is the same, so are they."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_ENTRIES: Final = 150_000
"""In a larger tree it costs less to ask than to look."""
_IGNORED: Final = frozenset(
    {"__pycache__", "node_modules", ".git", ".hg", ".svn"}
    | {".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox"}
)
"""Folders that nothing is looked up in."""
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""Folders of a standard library that hold no part of it."""
_ENVIRONMENT: Final = frozenset({"pyvenv.cfg", "conda-meta"})


class _TooMuch(Exception):
    """A tree that no stamp can be made of: too large, or it leads to folders outside it."""


def stamp(
    parts: Iterable[str],
    folders: Iterable[str],
    files: Iterable[tuple[str, bytes]],
    *,
    project: str | None = None,
    libraries: Iterable[str] = (),
) -> bytes | None:
    """A digest of `parts`, of all names, sizes and times under `folders`, and of the content of `files`.

    `project` is one more folder, for which no environment may stand deeper than in its root: such a one is asked for
    the files around it, and looks in folders of its own. `libraries` are folders without what is installed in them.

    None where it cannot be told. Times alone would not do for what was edited twice in one tick of the clock.
    """
    trees = [_entries(folder) for folder in folders]
    trees += [_entries(library, _IGNORED | _INSTALLED) for library in libraries]
    if project is not None:
        trees.append(_entries(project, nested=False))
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(f"{part}\0".encode("utf-8", "surrogatepass"))
    try:
        for tree in trees:
            left = _MOST_ENTRIES
            for line in tree:
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


def package_stamp(name: str, sites: Iterable[str]) -> bytes | None:
    """A digest of the names, sizes and times of a top-level package or module, wherever it stands in `sites`."""
    found = [entry for site in sites for entry in _listed(site) or () if entry.name.partition(".")[0] == name]
    folders = [entry.path for entry in found if entry.is_dir()]
    return stamp((), folders, ((entry.path, _line(entry)) for entry in found if not entry.is_dir()))


def _entries(top: str, ignored: frozenset[str] = _IGNORED, *, nested: bool = True) -> Iterator[bytes]:
    """A line for each folder and file of a tree; where not `nested`, environments deep in it are too much."""
    stack = [top]
    while stack:
        folder = stack.pop()
        yield f"{folder}\n".encode("utf-8", "surrogatepass")
        if (entries := _listed(folder)) is None:
            yield b"\0absent\n"
            continue
        if not nested and os.path.dirname(folder) != top != folder and _holds_environment(entries):  # noqa: PTH120
            raise _TooMuch
        for entry in entries:
            if entry.name in ignored:
                continue
            if entry.is_symlink() and entry.is_dir():
                yield _link(entry, top, ignored)
            elif entry.is_dir(follow_symlinks=False):
                stack.append(entry.path)
            else:
                yield _line(entry)


def _listed(folder: str) -> list[os.DirEntry[str]] | None:
    try:
        with os.scandir(folder) as listed:
            return sorted(listed, key=lambda entry: entry.name)
    except (OSError, ValueError):
        return None


def _holds_environment(entries: Iterable[os.DirEntry[str]]) -> bool:
    return any(entry.name in _ENVIRONMENT for entry in entries)


def _link(entry: os.DirEntry[str], top: str, ignored: frozenset[str]) -> bytes:
    """Where a link to a folder of the same tree leads, which has lines of its own; any other one is too much."""
    try:
        written = os.readlink(entry.path)  # noqa: PTH115 - a text
        inside = os.path.relpath(os.path.realpath(entry.path), os.path.realpath(top))
    except (OSError, ValueError) as error:
        raise _TooMuch from error
    parts = inside.split(os.sep)  # noqa: PTH206 - names are compared alone
    if parts[0] == os.pardir or not ignored.isdisjoint(parts):
        raise _TooMuch
    return f"{entry.name}\0{written}\0{inside}\n".encode("utf-8", "surrogatepass")


def _line(entry: os.DirEntry[str]) -> bytes:
    try:
        status = entry.stat()
    except OSError:
        return f"{entry.name}\n".encode("utf-8", "surrogatepass")
    told = f"{entry.name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}\n"
    return told.encode("utf-8", "surrogatepass")

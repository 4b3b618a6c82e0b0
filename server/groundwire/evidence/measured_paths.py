"""Which file of the project a recorded path means: paths are relative, or absolute, here or on another machine."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def match(recorded: Iterable[str], root: Path, files: Collection[str]) -> Mapping[str, str]:
    """For files of the project, the recorded path that means it.

    `files` are POSIX paths relative to `root`. A path of another machine means the file whose whole path is its end,
    where there is only one such file and the file has only one such path; else it means none.
    """
    found: dict[str, str] = {}
    foreign: dict[str, set[str]] = defaultdict(set)
    for path in recorded:
        inside = _inside(path, root)
        if inside is not None:
            if inside in files:
                found[inside] = path
            continue
        ends = [end for end in _ends(path) if end in files]
        for end in ends:
            foreign[end].add(path if len(ends) == 1 else "")
    for end, paths in foreign.items():
        if end not in found and len(paths) == 1 and (path := next(iter(paths))):
            found[end] = path
    return found


def _inside(path: str, root: Path) -> str | None:
    """A path relative to the root; None where it lies elsewhere."""
    absolute = Path(path)
    if "\0" in path:
        return None
    if not absolute.is_absolute():
        parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", "."}]
        elsewhere = ".." in parts or path[:1] in {"/", "\\"} or path[1:2] == ":"
        return None if elsewhere else "/".join(parts)
    for place in (absolute, Path(os.path.realpath(absolute.parent)) / absolute.name):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return None


def _ends(path: str) -> Iterable[str]:
    """Every end of a path, from the longest."""
    parts = path.replace("\\", "/").split("/")
    return ("/".join(parts[index:]) for index in range(1, len(parts)))

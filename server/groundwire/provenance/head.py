"""Whether the commit that a work tree stands on is still the one it was: read from files, without running git."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from groundwire.provenance import roots

Stamp: TypeAlias = "tuple[object, ...]"
"""Equal where the same commit is checked out; another after each commit, switch, rebase or reset."""


def head_stamp(folder: str) -> Stamp | None:
    """The stamp of the work tree that a folder, given without links, lies in; None outside git."""
    tree = roots.work_tree(folder)
    if tree is None:
        return None
    git, common = Path(tree[1]), Path(roots.common_directory(tree[1]))
    head = roots.first_line(str(git / "HEAD"))
    branch = (head or "").removeprefix("ref: ")
    tables = (place / "reftable" / "tables.list" for place in (git, common))
    return tree[0], head, *map(_status, (common / branch, common / "packed-refs", *tables))


def _status(file: Path) -> tuple[int, int, int] | None:
    """git puts another file in its place to change one."""
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino

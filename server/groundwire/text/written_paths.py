"""Paths as a person or a file wrote them: they may name an unknown user, hold what no path can, or be too long."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def under(folder: Path, written: str) -> Path:
    """The path that is meant by what is written in a folder; `~` is a home folder where that of the user is known."""
    try:
        return folder / os.path.expanduser(written)  # noqa: PTH111 - `Path.expanduser` fails for an unknown user
    except ValueError:  # a name of a user that can be none
        return folder / written


def is_file(path: Path) -> bool:
    """Whether a regular file is there; a path that can be none is no file, where `Path.is_file` fails."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder is there; a path that can be none is no folder, where `Path.is_dir` fails."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """Whether anything is there, a link that leads nowhere included."""
    return os.path.lexists(path)


def names_in(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where it is no folder, or cannot be read."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208
    except (OSError, ValueError):
        return []

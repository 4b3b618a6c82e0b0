"""Where a folder's store is, and how paths are written in it; read from the file system, without running git."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.provenance import roots

if TYPE_CHECKING:
    from collections.abc import Mapping


class OutsideError(ValueError):
    """A path that does not lie inside the work tree."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__(f"{path} is not inside {root}")


@dataclass(frozen=True, slots=True)
class Location:
    """The work tree (or plain folder) that paths are relative to, and the folder that holds its store."""

    root: Path
    store: Path
    in_git: bool

    def relative(self, path: Path) -> str:
        """A path as the store knows it: links resolved, relative to the root, with slashes.

        Raises `OutsideError` for one that leads out of the work tree. Bytes that are no UTF-8 are written as escapes.
        """
        relative = roots.relative(os.fspath(path), os.fspath(self.root))
        if relative is None:
            raise OutsideError(path, self.root)
        return relative


def real(path: Path) -> Path:
    """A path without symbolic links; links in a circle stay, where `resolve` fails before Python 3.13."""
    return Path(os.path.realpath(path))


def locate(folder: Path, environment: Mapping[str, str] = os.environ) -> Location:
    """The location for a folder: its git work tree's, which all worktrees share, else its own in the state directory.

    Outside git, a folder above that has a store already is preferred, so that a subfolder finds what was recorded.
    """
    root, store, in_git = roots.find(os.fspath(folder), environment)
    return Location(Path(root), Path(store), in_git)


def state_directory(environment: Mapping[str, str]) -> Path:
    """Where programs keep state for this user."""
    return Path(roots.state_directory(environment))

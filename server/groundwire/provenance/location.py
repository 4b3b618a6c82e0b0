"""Where a folder's store is, and how paths are written in it; read from the file system, without running git."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER_NAME: Final = "groundwire"


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
        try:
            relative = path.resolve().relative_to(self.root)
        except ValueError as error:
            raise OutsideError(path, self.root) from error
        return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def locate(folder: Path, environment: Mapping[str, str] = os.environ) -> Location:
    """The location for a folder: its git work tree's, which all worktrees share, else its own in the state directory.

    Outside git, a folder above that has a store already is preferred, so that a subfolder finds what was recorded.
    """
    start = folder.resolve()
    for root in (start, *start.parents):
        if (git := _git_directory(root / ".git")) is not None:
            return Location(root, _common_directory(git) / FOLDER_NAME, in_git=True)
    state = state_directory(environment)
    for root in (start, *start.parents):
        if _keyed(state, root).is_dir():
            return Location(root, _keyed(state, root), in_git=False)
    return Location(start, _keyed(state, start), in_git=False)


def state_directory(environment: Mapping[str, str]) -> Path:
    """Where programs keep state for this user."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / FOLDER_NAME
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / FOLDER_NAME
    configured = environment.get("XDG_STATE_HOME", "")
    # The XDG specification has relative paths ignored.
    return (Path(configured) if configured.startswith("/") else home / ".local" / "state") / FOLDER_NAME


def _keyed(state: Path, root: Path) -> Path:
    return state / hashlib.sha256(os.fsencode(root)).hexdigest()[:32]


def _git_directory(entry: Path) -> Path | None:
    """The git directory that a `.git` names: itself, or where the file of a worktree or submodule points."""
    if entry.is_dir():
        return entry if (entry / "HEAD").exists() or (entry / "HEAD").is_symlink() else None
    pointed = _first_line(entry)
    if pointed is None or not pointed.startswith("gitdir:"):
        return None
    git = (entry.parent / pointed.removeprefix("gitdir:").strip()).resolve()
    return git if (git / "HEAD").is_file() else None


def _common_directory(git: Path) -> Path:
    """What all worktrees of a repository share."""
    pointed = _first_line(git / "commondir")
    common = (git / pointed).resolve() if pointed else git.resolve()
    return common if (common / "objects").is_dir() else git.resolve()


def _first_line(file: Path) -> str | None:
    try:
        if not file.is_file():
            return None
        with file.open(encoding="utf-8", errors="surrogateescape") as lines:
            return lines.readline(4096).strip() or None
    except OSError:
        return None

"""Where a folder's store is, as plain paths: what `groundwire record` can afford to import (see `location`)."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Iterator, Mapping

FOLDER_NAME = "groundwire"
LONGEST = 4096
"""Bytes of a path; no usual system takes a longer one, and to resolve it would hold everything up."""


def find(folder: str, environment: Mapping[str, str]) -> tuple[str, str, bool]:
    """The root that paths are relative to, the store's folder, and whether the root is a git work tree.

    Outside git, a folder above that has a store already is preferred, so that a subfolder finds what was recorded.
    """
    start = os.path.realpath(folder)
    if (tree := work_tree(start)) is not None:
        return tree[0], os.path.join(common_directory(tree[1]), FOLDER_NAME), True
    state = state_directory(environment)
    for root in _upwards(start):
        if os.path.isdir(keyed := _keyed(state, root)):
            return root, keyed, False
    return start, _keyed(state, start), False


def work_tree(folder: str) -> tuple[str, str] | None:
    """The top of the git work tree that a folder, given without links, lies in, and that tree's own git directory."""
    for root in _upwards(folder):
        if (git := _git_directory(os.path.join(root, ".git"))) is not None:
            return root, git
    return None


def relative(file: str, root: str) -> str | None:
    """A path as the store knows it: links resolved, relative to the root, with slashes; None for one outside.

    Bytes that are no UTF-8 are written as escapes.
    """
    whole, top = os.path.realpath(file), root.rstrip(os.sep) + os.sep
    if not whole.startswith(top):
        return None
    return os.fsencode(whole[len(top) :].replace(os.sep, "/")).decode("utf-8", "backslashreplace")


def no_path(path: str) -> str | None:
    """Why a path that was told can name no file on this system, as the rest of a sentence; None where it can."""
    if "\0" in path:
        return "holds a null byte"
    if sys.platform != "win32" and (path.startswith("\\\\") or path[1:3] in {":\\", ":/"}):
        return "is one of Windows"
    scheme, is_address, _ = path.partition("://")
    if is_address and scheme.replace("-", "").isalnum():
        return "is an address"
    try:
        return "is too long" if len(os.fsencode(path)) > LONGEST else None
    except UnicodeEncodeError:
        return "holds half a character"


def no_stored_path(path: str) -> str | None:
    """Why a path, as `relative` writes it, is none of a file that a store may know; None where it is one.

    What is told and what is taken in go by this one rule, so that nothing is accepted here and refused there.
    """
    parts = (path.replace("\\", "/") if sys.platform == "win32" else path).split("/")
    drive = sys.platform == "win32" and path[1:2] == ":"
    return "does not lie in the project" if {"", "..", "."} & set(parts) or drive else no_path(path)


def state_directory(environment: Mapping[str, str]) -> str:
    """Where programs keep state for this user."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        configured = environment.get("XDG_STATE_HOME", "")
        # The XDG specification has relative paths ignored.
        base = configured if configured.startswith("/") else os.path.join(home, ".local", "state")
    return os.path.join(base, FOLDER_NAME)


def _upwards(folder: str) -> Iterator[str]:
    """The folder and those it lies in."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield (folder := above)


def _keyed(state: str, root: str) -> str:
    import hashlib  # noqa: PLC0415 (not needed inside git, and slow to load)

    return os.path.join(state, hashlib.sha256(os.fsencode(root)).hexdigest()[:32])


def _git_directory(entry: str) -> str | None:
    """The git directory that a `.git` names: itself, or where the file of a worktree or submodule points."""
    if os.path.isdir(entry):
        head = os.path.join(entry, "HEAD")
        return entry if os.path.lexists(head) else None
    pointed = first_line(entry)
    if pointed is None or not pointed.startswith("gitdir:"):
        return None
    git = os.path.realpath(os.path.join(os.path.dirname(entry), pointed.removeprefix("gitdir:").strip()))
    return git if os.path.isfile(os.path.join(git, "HEAD")) else None


def common_directory(git: str) -> str:
    """What all worktrees of a repository share."""
    pointed = first_line(os.path.join(git, "commondir"))
    common = os.path.realpath(os.path.join(git, pointed or ""))
    return common if os.path.isdir(os.path.join(common, "objects")) else os.path.realpath(git)


def first_line(file: str) -> str | None:
    """The first line of a file of git's, without its ending; None where there is none."""
    try:
        if not os.path.isfile(file):
            return None
        with open(file, encoding="utf-8", errors="surrogateescape") as lines:
            line = lines.readline(4096).strip()
            return line if line and "\0" not in line else None
    except OSError:
        return None

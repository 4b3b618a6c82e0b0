"""Writing our notes: the one place where Groundwire changes anything in a repository, and only when asked to.

It writes under refs of its own name alone. Another tool's notes are never touched: `refs/notes/ai` belongs to Git AI,
`refs/notes/commits` to whoever uses `git notes`, and any other to whoever named it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.provenance.git_call import GitError, ask

if TYPE_CHECKING:
    from pathlib import Path

OURS: Final = "refs/notes/groundwire"
GIT_AI: Final = "refs/notes/ai"
_OWN: Final = re.compile(r"refs/notes/groundwire(?:-[A-Za-z0-9][A-Za-z0-9_-]*)?")


class ForeignRefError(GitError):
    """A ref that is not ours to write."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is not Groundwire's to write; use {OURS}, or {OURS}- and a name of yours")


def refuse_foreign(ref: str) -> None:
    """Raise `ForeignRefError` for any ref but ours."""
    if not _OWN.fullmatch(ref):
        raise ForeignRefError(ref)


def write_note(root: Path, ref: str, commit: str, text: str) -> None:
    """Put a note on a commit, in the place of one that is there. Raises `GitError`."""
    refuse_foreign(ref)
    ask(root, "notes", f"--ref={ref}", "add", "-f", "-F", "-", commit, sent=text.encode("utf-8"))


def remove_note(root: Path, ref: str, commit: str) -> None:
    """Take a commit's note away. Raises `GitError`."""
    refuse_foreign(ref)
    ask(root, "notes", f"--ref={ref}", "remove", "--ignore-missing", commit)

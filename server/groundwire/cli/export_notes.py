"""`groundwire export --ref REF`: a note on each commit with what is known of the texts it changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.cli.progress import Progress
from groundwire.provenance.exchange.described import described
from groundwire.provenance.exchange.note import is_note, note_text
from groundwire.provenance.exchange.notes_ref import refuse_foreign, remove_note, write_note
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.history import History
from groundwire.report.text import count
from groundwire.text.read import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from groundwire.provenance.exchange.note import FileNote
    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store

MOST: Final = 2_000
"""Commits of one run; more is a range that was not meant."""


def write_notes(location: Location, store: Store | None, ref: str, revisions: Sequence[str]) -> int:
    """Write the notes and say what they hold. Raises `GitError`."""
    refuse_foreign(ref)
    if not location.in_git:
        raise NotARepositoryError(location.root)
    history = History(location.root)
    commits = list(dict.fromkeys(_commits(history, revisions)))
    if len(commits) > MOST:
        raise GitError(f"these are {len(commits):,} commits, and no more than {MOST:,} get notes at once; name fewer")
    there = history.notes(ref) or {}
    texts = dict(history.contents(there.values()))
    written = files = 0
    status = NOTHING
    for commit in Progress(sys.stderr).following(commits, "commits", len(commits)):
        before = texts.get(there[commit], b"") if commit in there else None
        if before is not None and not is_note(before):
            print(f"groundwire: {commit[:12]}: its note under {ref} is not Groundwire's, and stays", file=sys.stderr)
            status = FAILED
            continue
        known = list(_known(history, store, commit)) if store is not None else []
        files += len(known)
        written += bool(known)
        _put(location.root, ref, commit, note_text(known) if known else None, before)
    have = f"{written:,} of {count(len(commits), 'commit')} {'has' if written == 1 else 'have'}"
    print(f"{have} a note under {ref} now, on {count(files, 'text')}{_advice(ref, written)}")
    return status


def _advice(ref: str, written: int) -> str:
    if written:
        return f"; `git push origin {ref}` shares them"
    return ": nothing is on record of what they changed"


def _put(root: Path, ref: str, commit: str, text: str | None, before: bytes | None) -> None:
    """Have exactly this note on the commit, or none."""
    if text is None and before is not None:
        remove_note(root, ref, commit)
    elif text is not None and (before is None or before.decode("utf-8", "replace").strip() != text.strip()):
        write_note(root, ref, commit, text)


def _commits(history: History, revisions: Iterable[str]) -> Iterator[str]:
    for revision in revisions:
        if ".." in revision:
            yield from history.commits(revision, MOST + 1)
        else:
            yield history.commit(revision)


def _known(history: History, store: Store, commit: str) -> Iterator[FileNote]:
    """What is known of each Python file that the commit changed, of its text there."""
    there = history.files(commit)
    blobs = {path: there[path] for path in history.changed(commit) if path in there}
    contents = dict(history.contents(blobs.values()))
    for path, blob in blobs.items():
        raw = decode(contents[blob]) if blob in contents else None
        if isinstance(raw, str) and (file := described(store, path, raw)) is not None:
            yield file

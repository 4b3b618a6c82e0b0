"""`groundwire import`: take what others left on record, so that it counts here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED
from groundwire.cli.import_git_ai import import_git_ai
from groundwire.cli.import_notes import aider_commits, import_notes, no_notes
from groundwire.cli.import_trace import import_trace
from groundwire.provenance.exchange.git_ai_note import REF as GIT_AI
from groundwire.provenance.exchange.notes_ref import OURS
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import TakeIn

if TYPE_CHECKING:
    import argparse

    from groundwire.provenance.location import Location


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "rev", metavar="REV", nargs="?", default="HEAD", help="the commit whose history and files they are; HEAD"
    )
    parser.add_argument(
        "--ref",
        metavar="REF",
        action="append",
        help="read the notes under this ref, not under refs/notes/groundwire and refs/notes/ai",
    )
    parser.add_argument(
        "--agent-trace", metavar="FILE", action="append", help="read Agent Trace records; only what its text verifies"
    )
    parser.add_argument("--aider", action="store_true", help="lines of commits that aider made are aider's (grade B)")
    parser.add_argument(
        "--git-ai", action="store_true", help="what Git AI knows of uncommitted changes; starts git-ai where installed"
    )
    parser.epilog = (
        "Without an option it reads notes; with one or more, what those name. "
        "Git does not fetch notes by itself: git fetch origin refs/notes/groundwire:refs/notes/groundwire. "
        "Nothing is written but the store in the git directory."
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, say what was found, and return the exit status."""
    location = locate(Path.cwd())
    try:
        if not location.in_git:
            raise NotARepositoryError(location.root)
        others = arguments.agent_trace or arguments.aider or arguments.git_ai
        if not others and (advice := no_notes(location, arguments.ref or (OURS, GIT_AI))) is not None:
            return _failed(advice)  # and no store is made for nothing
        store = Store.open(location.store)
        try:
            for _ in TakeIn(location.store).steps(store):
                pass
            status = _import(location, store, arguments)
            if store.notice is not None:
                return _failed(f"nothing could be kept: {store.notice}")
        finally:
            store.close()
    except GitError as error:
        return _failed(str(error))
    return status


def _import(location: Location, store: Store, arguments: argparse.Namespace) -> int:
    """Each source that was named, notes where none was; the worst of their statuses."""
    statuses = [import_trace(location, store, file) for file in arguments.agent_trace or ()]
    if arguments.git_ai:
        statuses.append(import_git_ai(location, store))
    if arguments.aider or arguments.ref or not statuses:
        named = bool(arguments.ref)
        refs = arguments.ref or (() if arguments.aider else (OURS, GIT_AI))
        whole = aider_commits(location, arguments.rev) if arguments.aider else {}
        statuses.append(import_notes(location, store, arguments.rev, refs, whole, named=named))
    return max(statuses)


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED

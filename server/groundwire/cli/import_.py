"""`groundwire import`: take what others left on record, so that it counts here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED
from groundwire.cli.import_notes import import_notes
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.location import locate
from groundwire.provenance.store import Store
from groundwire.provenance.store.take_in import TakeIn

if TYPE_CHECKING:
    import argparse


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
    parser.epilog = (
        "Git does not fetch notes by itself: git fetch origin refs/notes/groundwire:refs/notes/groundwire. "
        "Nothing is written but the store in the git directory."
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, say what was found, and return the exit status."""
    location = locate(Path.cwd())
    try:
        if not location.in_git:
            raise NotARepositoryError(location.root)
        store = Store.open(location.store)
        try:
            for _ in TakeIn(location.store).steps(store):
                pass
            status = import_notes(location, store, arguments.rev, arguments.ref)
            if store.notice is not None:
                return _failed(f"nothing could be kept: {store.notice}")
        finally:
            store.close()
    except GitError as error:
        return _failed(str(error))
    return status


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED

"""`groundwire export`: print what is known of the code's authors, or leave it as notes on commits for others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.cli.export_notes import write_notes
from groundwire.cli.streams import write_out
from groundwire.provenance.exchange.described import described
from groundwire.provenance.exchange.formats import FORMATS, formatted
from groundwire.provenance.git_call import GitError, NotARepositoryError
from groundwire.provenance.history import SUFFIXES, History
from groundwire.provenance.location import locate, real
from groundwire.provenance.store.take_in import read_store
from groundwire.text.read import decode, read_source
from groundwire.text.written_paths import is_there

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store

NO_RECORD: Final = "nothing is on record of this; `groundwire check` says what a record comes from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "what",
        metavar="PATH",
        nargs="*",
        help="files and folders, all without any; with --ref: commits and ranges",
    )
    parser.add_argument("--format", choices=FORMATS, help="json without it: what a note of ours holds")
    parser.add_argument("--rev", metavar="REV", help="of a commit's texts, not of the files as they are; git-ai: HEAD")
    parser.add_argument("--ref", metavar="REF", help="write a git note on each commit, under refs/notes/groundwire")


def run(arguments: argparse.Namespace) -> int:
    """Print, or write the notes."""
    location = locate(Path.cwd())
    store = read_store(location.store)
    try:
        if arguments.ref is not None:
            if arguments.format is not None or arguments.rev is not None:
                return _failed("--ref goes with commits and ranges alone, as in `export --ref REF main..HEAD`")
            return write_notes(location, store, arguments.ref, arguments.what or ["HEAD"])
        if store is None:
            return _failed(NO_RECORD)
        return _print(location, store, arguments)
    except GitError as error:
        return _failed(str(error))
    finally:
        if store is not None:
            store.close()


def _print(location: Location, store: Store, arguments: argparse.Namespace) -> int:
    chosen = [real(Path(path)) for path in arguments.what]
    for path, given in zip(chosen, arguments.what, strict=True):
        if arguments.rev is None and not is_there(path):
            return _failed(f"{given} does not exist")
        if not path.is_relative_to(location.root):
            return _failed(f"{given} is not inside {location.root}")
    commit, history = None, History(location.root)
    if arguments.rev is not None or arguments.format == "git-ai":
        if not location.in_git:
            raise NotARepositoryError(location.root)
        commit = history.commit(arguments.rev or "HEAD")
    paths = [path for path in store.known_paths() if path.endswith(SUFFIXES) and _takes(location, chosen, path)]
    texts = dict(_of_commit(history, commit, paths) if commit is not None else _of_work_tree(location, paths))
    files = [file for path, raw in texts.items() if (file := described(store, path, raw)) is not None]
    if not files:
        return _failed(NO_RECORD)
    write_out(formatted(arguments.format or "json", files, texts, commit, history))
    return NOTHING


def _takes(location: Location, chosen: Sequence[Path], path: str) -> bool:
    return not chosen or any((location.root / path).is_relative_to(folder) for folder in chosen)


def _of_work_tree(location: Location, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        file = location.root / path
        raw = read_source(file) if _stays(location, file) else None
        if isinstance(raw, str):
            yield path, raw


def _stays(location: Location, file: Path) -> bool:
    try:
        location.relative(file)
    except ValueError:  # outside, or a path that can be none
        return False
    return True


def _of_commit(history: History, commit: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    files = history.files(commit)
    blobs = {path: files[path] for path in paths if path in files}
    contents = dict(history.contents(blobs.values()))
    for path, blob in blobs.items():
        raw = decode(contents[blob]) if blob in contents else None
        if isinstance(raw, str):
            yield path, raw


def _failed(why: str) -> int:
    print(f"groundwire: {why}", file=sys.stderr)
    return FAILED

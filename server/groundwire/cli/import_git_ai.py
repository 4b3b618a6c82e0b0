"""`groundwire import --git-ai`: what Git AI knows of changes that are not committed yet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.provenance.exchange.git_ai_blame import ask_git_ai, git_ai
from groundwire.provenance.exchange.git_ai_log import LARGEST_LOG, WorkingLog, parse_log
from groundwire.provenance.exchange.keeping import keep
from groundwire.provenance.git import Repository
from groundwire.provenance.history import History
from groundwire.provenance.location import OutsideError
from groundwire.text.read import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store


def import_git_ai(location: Location, store: Store) -> int:
    """Ask the program where it is installed, else read its log; of the files changed since the last commit.

    Raises `GitError`.
    """
    base = History(location.root).commit("HEAD")
    program, log = git_ai(location.root), _log(location, base)
    if program is None and log is None:
        print("groundwire: git-ai is not installed, and has left no working log on the last commit", file=sys.stderr)
        return FAILED
    for problem in log.problems[:10] if log is not None else ():
        print(f"groundwire: Git AI's working log: {problem}", file=sys.stderr)
    changed = [path for path, lines in Repository(location.root).changed_lines("HEAD").items() if lines != ()]
    files, status = 0, NOTHING
    for path, content, raw in _texts(location, changed):
        known = ask_git_ai(program, location.root, path, raw) if program is not None else None
        if known is None and log is not None:
            known = log.said(path, content, raw)
        if known is None or not known.spans:
            continue
        files += 1
        if not keep(store, path, raw, known):
            print(f"groundwire: the store is busy, and {path} left out; try again", file=sys.stderr)
            status = FAILED
    print(f"of {len(changed)} changed files Git AI knows something of {files} as they are now")
    return status


def _log(location: Location, base: str) -> WorkingLog | None:
    """The log on the last commit: in the work tree's own git directory, or in the one that all share."""
    for folder in History(location.root).git_directories():
        file: Path = folder / "ai" / "working_logs" / base / "checkpoints.jsonl"
        try:
            if file.is_file() and file.stat().st_size <= LARGEST_LOG:
                return parse_log(base, file.read_bytes())
        except OSError:
            continue
    return None


def _texts(location: Location, paths: list[str]) -> Iterator[tuple[str, bytes, str]]:
    for path in paths:
        file = location.root / path
        try:
            content = read_bytes(file) if location.relative(file) == path else None
        except OutsideError:
            continue
        raw = decode(content) if isinstance(content, bytes) else None
        if isinstance(content, bytes) and isinstance(raw, str):
            yield path, content, raw

"""`groundwire import --git-ai`: what Git AI knows of changes that are not committed yet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.model import NotAnalysed
from groundwire.provenance.exchange.git_ai_blame import ask_git_ai, git_ai
from groundwire.provenance.exchange.git_ai_initial import Initial, parse_initial
from groundwire.provenance.exchange.git_ai_log import LARGEST_LOG, WorkingLog, parse_log
from groundwire.provenance.exchange.keeping import keep
from groundwire.provenance.git import Repository
from groundwire.provenance.history import History
from groundwire.provenance.location import OutsideError
from groundwire.report.text import count
from groundwire.text.read import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from groundwire.provenance.attribution import Attribution
    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store


def import_git_ai(location: Location, store: Store) -> int:
    """Ask the program where it is installed, else read its log; of the files changed since the last commit.

    Raises `GitError`.
    """
    base = History(location.root).commit("HEAD")
    program, logs = git_ai(location.root), _logs(location, base)
    if program is None and not logs.found:
        print("groundwire: git-ai is not installed, and has left no working log on the last commit", file=sys.stderr)
        return FAILED
    for problem in logs.problems[:10]:
        print(f"groundwire: Git AI's working log: {problem}", file=sys.stderr)
    changed = [path for path, lines in Repository(location.root).changed_lines("HEAD").items() if lines != ()]
    files, status = 0, NOTHING
    for path, content, raw in _texts(location, changed):
        known = ask_git_ai(program, location.root, path, raw) if program is not None else None
        if known is None:
            known = logs.said(path, content, raw)
        if known is None or not known.spans:
            continue
        files += 1
        if not keep(store, path, raw, known):
            print(f"groundwire: the store is busy, and {path} left out; try again", file=sys.stderr)
            status = FAILED
    them = "it" if len(changed) == 1 else "them"
    print(
        f"Git AI knows something of {files:,} of {count(len(changed), 'changed file')} as the work tree has {them} now"
    )
    return status


class _Logs(NamedTuple):
    """What the folder of a working log holds."""

    folder: Path
    log: WorkingLog
    initial: Initial
    problems: list[str]
    found: bool

    def said(self, path: str, content: bytes, raw: str) -> Attribution | None:
        known = self.log.said(path, content, raw)
        if known is None:
            known = self.initial.said(path, content, raw, self._blob, superseded=path in self.log.entries)
        return known

    def _blob(self, digest: str) -> bytes | None:
        content = read_bytes(self.folder / "blobs" / digest)
        return content if isinstance(content, bytes) else None


def _logs(location: Location, base: str) -> _Logs:
    """The log on the last commit: in the work tree's own git directory, or in the one that all share."""
    for git in History(location.root).git_directories():
        folder = git / "ai" / "working_logs" / base
        checkpoints, begun = (read_bytes(folder / name, LARGEST_LOG) for name in ("checkpoints.jsonl", "INITIAL"))
        if isinstance(checkpoints, NotAnalysed) and isinstance(begun, NotAnalysed):
            continue
        log = parse_log(base, checkpoints) if isinstance(checkpoints, bytes) else WorkingLog(base)
        initial, problems = Initial(base), list(log.problems)
        try:
            initial = parse_initial(base, begun) if isinstance(begun, bytes) else initial
        except ValueError as error:
            problems.append(f"its INITIAL is left out: {error}")
        return _Logs(folder, log, initial, problems, found=True)
    return _Logs(location.root, WorkingLog(base), Initial(base), [], found=False)


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

"""`groundwire import`, of git notes: Groundwire's own and Git AI's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import FAILED, NOTHING
from groundwire.cli.progress import Progress
from groundwire.provenance.exchange.aider import aider_origin
from groundwire.provenance.exchange.keeping import keep, keep_reviews
from groundwire.provenance.exchange.notes_read import read_notes
from groundwire.provenance.exchange.resolving import Resolver
from groundwire.provenance.history import History
from groundwire.provenance.line_states import line_states
from groundwire.report.text import count
from groundwire.text.lines import normalised
from groundwire.text.read import decode, read_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from groundwire.model import Origin
    from groundwire.provenance.exchange.notes_read import Notes
    from groundwire.provenance.location import Location
    from groundwire.provenance.store import Store

_MOST_PROBLEMS: Final = 20
_MOST_COMMITS: Final = 2_000
"""Commits of one author whose files are looked for."""
_GENERATED: Final = frozenset({"ai", "ai-modified", "likely-ai"})


def aider_commits(location: Location, revision: str) -> dict[str, Origin]:
    """Commits that aider made of its own edits, and who that is. Raises `GitError`."""
    found = ((commit.name, aider_origin(commit)) for commit in History(location.root).described(revision))
    return {name: origin for name, origin in found if origin is not None}


def no_notes(location: Location, refs: Sequence[str]) -> str | None:
    """What to do where none of the refs is here; None where one is. Raises `GitError`."""
    history = History(location.root)
    if any(history.has(ref) for ref in refs):
        return None
    return (
        f"there is no {' or '.join(refs)} here, and git does not fetch notes by itself; try "
        f"`git fetch origin {refs[0]}:{refs[0]}` and import again"
    )


def import_notes(
    location: Location,
    store: Store,
    revision: str,
    refs: Sequence[str],
    whole: Mapping[str, Origin],
    *,
    named: bool,
) -> int:
    """Read the notes under full refs, keep what they say of the commit's files, and say so. Raises `GitError`.

    `whole`: commits of which every line has one author, and who that is. `named`: a person named the refs, so each is
    to be there.
    """
    history = History(location.root)
    commit = history.commit(revision)
    commits = history.commits(commit)
    notes = read_notes(history, refs, commits)
    _tell(notes.problems)
    if named and notes.missing:
        _say(f"there is no {' or '.join(notes.missing)} here")
    resolver = Resolver(history, commit, notes, history.times(list(notes.git_ai)), whole)
    files = lines = 0
    busy: list[str] = []
    for path, raw in Progress(sys.stderr).following(_texts(history, commit, notes, whole), "files"):
        found, reviews, _ = resolver.resolved(path, raw)
        if not found.spans and not reviews:
            continue
        if not keep(store, path, raw, found, _present(location, path)) or not keep_reviews(store, path, reviews):
            busy.append(path)
        states = line_states(normalised(raw), found)
        files, lines = files + 1, lines + sum(state.state in _GENERATED for state in states)
    if whole:
        print(f"{count(len(whole), 'commit')} of this history {'is' if len(whole) == 1 else 'are'} aider's")
    for ref, (found_there, inside) in notes.found.items():
        print(f"{ref}: {count(found_there, 'note')}; on commits of this history: {inside:,}")
    have = "has" if files == 1 else "have"
    print(f"{count(files, 'file')} {have} something on record now: {count(lines, 'generated line')}")
    _tell(resolver.problems)
    _warn(history, notes)
    if busy:
        _say(f"the store is busy, and {', '.join(busy)} left out; try again")
    return FAILED if busy or (named and notes.missing) else NOTHING


def _texts(history: History, commit: str, notes: Notes, whole: Mapping[str, Origin]) -> Iterator[tuple[str, str]]:
    """The files of the commit of which any note may say something, with their raw texts."""
    there = history.files(commit)
    named = notes.paths() | {note.file.path for note in notes.ours}
    named.update(path for brought in list(whole)[:_MOST_COMMITS] for path in history.changed(brought))
    every = bool(named - there.keys())  # what is named and gone may have been renamed
    paths: dict[str, list[str]] = {}
    for path, blob in there.items():
        if every or path in named:
            paths.setdefault(blob, []).append(path)
    for blob, content in history.contents(paths):
        raw = decode(content)
        if isinstance(raw, str):
            yield from ((path, raw) for path in paths[blob])


def _present(location: Location, path: str) -> str | None:
    """The raw text of the file as it is in the work tree; None where there is none to be had."""
    file = location.root / path
    try:
        raw = read_source(file) if location.relative(file) == path else None
    except ValueError:  # outside, or a path that can be none
        return None
    return raw if isinstance(raw, str) else None


def _warn(history: History, notes: Notes) -> None:
    """What a person might believe to be judged, and is not."""
    if notes.newest:
        newest = "commit has no note: lines it"
        if notes.newest != 1:
            newest = f"{notes.newest:,} commits have no note: lines they"
        _say(
            f"the newest {newest} brought are unknown, unless a note knows the same text; "
            "`groundwire check --base REV` judges them whoever wrote them"
        )
    if history.is_cut_off():
        _say("this clone is shallow: where a text has no note of its own, lines of older commits stay unknown")


def _tell(problems: Sequence[str]) -> None:
    for problem in problems[:_MOST_PROBLEMS]:
        _say(problem)
    if len(problems) > _MOST_PROBLEMS:
        _say(f"and {count(len(problems) - _MOST_PROBLEMS, 'problem')} more")


def _say(what: str) -> None:
    print(f"groundwire: {what}", file=sys.stderr)

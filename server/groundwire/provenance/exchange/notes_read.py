"""All notes of some refs, read: Groundwire's and Git AI's, told apart by what stands in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.provenance.exchange.git_ai_note import GitAiNote, parse_git_ai
from groundwire.provenance.exchange.note import FileNote, is_note, parse_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from groundwire.provenance.history import History

MOST_NOTES: Final = 20_000
LARGEST_NOTE: Final = 8 * 1024 * 1024


class OurNote(NamedTuple):
    """One file of one of our notes."""

    rank: int | None
    """How many commits of the history are newer; None for a commit that is not in it."""
    commit: str
    file: FileNote


@dataclass(slots=True)
class Notes:
    """What the notes say."""

    ours: list[OurNote] = field(default_factory=list)
    """The newest commit's first; those outside the history last."""
    git_ai: dict[str, GitAiNote] = field(default_factory=dict)
    """By commit, of the history alone: its line numbers mean nothing elsewhere."""
    found: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Ref → how many notes it has, and on how many commits of the history."""
    missing: list[str] = field(default_factory=list)
    """Refs that are not there."""
    newest: int | None = None
    """Rank of the newest commit with a note."""
    problems: list[str] = field(default_factory=list)

    def paths(self) -> set[str]:
        """Paths that are named in notes of the history."""
        ours = {note.file.path for note in self.ours if note.rank is not None}
        return ours.union(*(note.files for note in self.git_ai.values()))


def read_notes(history: History, refs: Sequence[str], commits: Sequence[str]) -> Notes:
    """The notes under full refs; `commits` is the history, the newest first. Raises `GitError`."""
    ranks = {commit: rank for rank, commit in enumerate(commits)}
    notes = Notes()
    for ref in refs:
        there = history.notes(ref)
        if there is None:
            notes.missing.append(ref)
            continue
        inside = sorted((commit for commit in there if commit in ranks), key=ranks.__getitem__)
        outside = sorted(commit for commit in there if commit not in ranks)
        notes.found[ref] = len(there), len(inside)
        if inside:
            notes.newest = min(ranks[inside[0]], len(commits) if notes.newest is None else notes.newest)
        if len(there) > MOST_NOTES:
            notes.problems.append(f"{ref}: of its {len(there):,} notes the newest {MOST_NOTES:,} are read")
        for commit, text in _texts(history, there, [*inside, *outside][:MOST_NOTES], notes.problems, ref):
            said = f"{ref}: the note on {commit[:12]}: "
            notes.problems.extend(said + problem for problem in _take(notes, ranks.get(commit), commit, text))
    notes.ours.sort(key=lambda note: len(commits) if note.rank is None else note.rank)
    return notes


def _texts(
    history: History, there: dict[str, str], commits: Sequence[str], problems: list[str], ref: str
) -> Iterator[tuple[str, bytes]]:
    texts = dict(history.contents((there[commit] for commit in commits), LARGEST_NOTE))
    for commit in commits:
        if there[commit] in texts:
            yield commit, texts[there[commit]]
        else:
            problems.append(f"{ref}: the note on {commit[:12]} is left out: it is too large, or not here")


def _take(notes: Notes, rank: int | None, commit: str, text: bytes) -> list[str]:
    if is_note(text):
        files, problems = parse_note(text)
        notes.ours.extend(OurNote(rank, commit, file) for file in files)
        return problems
    if rank is None:
        return []
    note, problems = parse_git_ai(text)
    notes.git_ai[commit] = note
    return problems

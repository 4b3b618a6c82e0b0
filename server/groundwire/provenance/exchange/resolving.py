"""Who wrote the text of a file in a commit, by the notes on it and on those before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from groundwire.provenance.attribution import Attribution
from groundwire.provenance.exchange.lines import WHOLE, Lines, Piece, filled, followed
from groundwire.provenance.git_call import GitError
from groundwire.provenance.transfer import transfer
from groundwire.text.digest import text_digest
from groundwire.text.read import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from groundwire.model import Origin
    from groundwire.provenance.exchange.note import FileNote, Reviewed
    from groundwire.provenance.exchange.notes_read import Notes, OurNote
    from groundwire.provenance.history import Blamed, History

SIGNIFICANT_LINES = 3
"""A text of no more lines than this may well stand in two files by chance (the store judges alike)."""


class Resolved(NamedTuple):
    """What is known of one text."""

    attribution: Attribution
    reviews: tuple[Reviewed, ...]
    exact: bool
    """Whether a note of ours is of exactly this text."""


@dataclass
class Resolver:
    """Answers for the files of one commit."""

    history: History
    commit: str
    notes: Notes
    times: Mapping[str, int]
    """Commit → seconds since the epoch; at least those with a note of Git AI."""
    whole: Mapping[str, Origin]
    """Commits of which every line that they brought has one author."""
    problems: list[str] = field(default_factory=list)
    """What stood in the way, a sentence each."""

    def resolved(self, path: str, raw: str) -> Resolved:
        """What is known of a file's raw text in the commit. Raises `GitError`.

        A note of ours on exactly this text is all there is to say: it is what its author's editor knows. Else the
        nearest text of the path that has one is carried over, lines that come from a commit with a note are what that
        says, and where all this is silent Git AI and commits of one author are asked, line by line.
        """
        lines = Lines(raw)
        self._texts.clear()
        mine = self._by_path.get(path, [])
        if (exact := self._exact(path, lines.text)) is not None:
            return Resolved(exact.attribution, exact.reviews, exact=True)
        known = self._carried(path, lines.text)
        if mine or self.notes.git_ai or self.whole:
            blamed = self._blame(path)
            self._fetch(note for where in set(blamed.values()) if (note := self._placed.get(where[:2])) is not None)
            known = followed(lines, blamed, self._ours, known)
            known = filled(known, followed(lines, blamed, self._git_ai))
            known = filled(known, followed(lines, blamed, self._of_one_author))
        reviews = dict.fromkeys(review for note in reversed(mine) for review in note.file.reviews)
        return Resolved(known, tuple(reviews), exact=False)

    def _blame(self, path: str) -> dict[int, Blamed]:
        """Where its lines come from; where git cannot say, nowhere: what is carried over is left."""
        try:
            return self.history.blame(self.commit, path)
        except GitError as error:
            problem = f"git cannot say where lines come from, and they stay unknown: {error}"
            if problem not in self.problems:
                self.problems.append(problem)
            return {}

    @cached_property
    def _by_path(self) -> dict[str, list[OurNote]]:
        found: dict[str, list[OurNote]] = {}
        for note in self.notes.ours:
            found.setdefault(note.file.path, []).append(note)
        return found

    @cached_property
    def _by_digest(self) -> dict[str, list[OurNote]]:
        found: dict[str, list[OurNote]] = {}
        for note in self.notes.ours:
            found.setdefault(note.file.digest, []).append(note)
        return found

    def _exact(self, path: str, text: str) -> FileNote | None:
        """The newest note on exactly this text of the path, else of any path where all agree (it was renamed).

        Notes on commits outside the history (squashed, rebased, cut off) count where they agree: the text is theirs.
        """
        notes = [note for note in self._by_digest.get(text_digest(text), []) if note.file.length == len(text)]
        here = [note for note in notes if note.file.path == path]
        if here and here[0].rank is not None:
            return here[0].file
        if not here and sum(1 for line in text.split("\n") if line.strip()) > SIGNIFICANT_LINES:
            here = notes
        return here[0].file if len({note.file.attribution.spans for note in here}) == 1 else None

    def _carried(self, path: str, text: str) -> Attribution:
        """What the newest note on a text of the path comes to in this one."""
        for note in self._by_path.get(path, []):
            if note.rank is not None and (old := self._text(note)) is not None:
                known = note.file.attribution
                return replace(known, spans=transfer(old.text, known.spans, text))
        return Attribution()

    def _text(self, note: OurNote) -> Lines | None:
        """The text that a note is on; None where the commit has another, as after a note was copied."""
        self._fetch([note])
        return self._texts[_key(note)]

    def _fetch(self, notes: Iterable[OurNote]) -> None:
        """Have the texts at hand that notes are on, in one go."""
        wanted = {f"{note.commit}:{note.file.path}": note for note in notes if _key(note) not in self._texts}
        contents = dict(self.history.contents(wanted))
        for name, note in wanted.items():
            raw = decode(contents[name]) if name in contents else None
            lines = Lines(raw) if isinstance(raw, str) else None
            fits = lines is not None and text_digest(lines.text) == note.file.digest
            self._texts[_key(note)] = lines if fits else None

    @cached_property
    def _texts(self) -> dict[tuple[str, str, str], Lines | None]:
        """By commit, path and digest; of the file that is resolved, for they are many."""
        return {}

    @cached_property
    def _placed(self) -> dict[tuple[str, str], OurNote]:
        return {(note.commit, note.file.path): note for note in self.notes.ours}

    def _ours(self, where: Blamed) -> list[Piece] | None:
        note = self._placed.get((where.commit, where.path))
        lines = self._text(note) if note is not None else None
        return lines.pieces(note.file.attribution, where.line) if note is not None and lines is not None else None

    def _git_ai(self, where: Blamed) -> list[Piece] | None:
        note = self.notes.git_ai.get(where.commit)
        return None if note is None else note.said(where.path, where.line, where.commit, self.times.get(where.commit))

    def _of_one_author(self, where: Blamed) -> list[Piece] | None:
        origin = self.whole.get(where.commit)
        return None if origin is None else [Piece(0, WHOLE, origin)]


def _key(note: OurNote) -> tuple[str, str, str]:
    return note.commit, note.file.path, note.file.digest

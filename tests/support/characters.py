"""A document as a list of characters that each know who wrote them: slow, and too simple to be wrong.

What the product says of attribution, character by character. Text that was typed belongs to nobody; white space between
two characters of one owner is that owner's; text put back where it was taken from has its owners again; a long one that
stands elsewhere, or was taken from there, has the owners that it has there, where those are all the same. Only what a
change without any place in it leaves standing is asked of the product itself (`transfer`, which has its own tests).
"""

from __future__ import annotations

import re
from collections import deque
from itertools import groupby
from typing import Final

from groundwire.model import Span
from groundwire.provenance.copies import TELLING
from groundwire.provenance.transfer import TELLING_LINE, transfer

Place = tuple[int, int]
"""Zero-based line, and character in the client's units."""

_CHARACTERS: Final = re.compile(r"\r\n|.", re.DOTALL)
_ENDINGS: Final = frozenset({"\n", "\r\n", "\r"})
_REMEMBERED: Final = 100
_FORMS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Character:
    """One character, or one line ending."""

    __slots__ = ("owner", "raw")

    def __init__(self, raw: str, owner: str | None = None) -> None:
        self.raw = raw
        self.owner = owner

    @property
    def ends(self) -> bool:
        """Whether a line ends with it."""
        return self.raw in _ENDINGS

    @property
    def text(self) -> str:
        """The character, line endings as LF."""
        return "\n" if self.ends else self.raw

    def width(self, encoding: str) -> int:
        """How many of the client's units it takes."""
        form, size = _FORMS[encoding]
        return len(self.raw.encode(form, "surrogatepass")) // size


class Characters:
    """The document at one version, with its earlier versions' characters."""

    def __init__(self, text: str, version: int, encoding: str) -> None:
        self.encoding = encoding
        self.chars = [Character(raw) for raw in _CHARACTERS.findall(text)]
        self.written: dict[str, int] = {}
        self.version = version
        self.past: dict[int, list[Character]] = {}
        """What stood in each version, since all of it was last replaced."""
        self._removed: deque[tuple[int, str, list[str | None]]] = deque(maxlen=_REMEMBERED)
        self._early: list[tuple[int, Place, Place, str]] = []
        self.becomes(version)

    def becomes(self, version: int) -> None:
        """The edits made so far are this version; attributions that waited for it are taken."""
        self.version = version
        self.past[version] = list(self.chars)
        early, self._early = self._early, []
        for waiting in early:
            self.attribute(*waiting)

    # places

    def raw(self) -> str:
        """The text as the client has it."""
        return "".join(char.raw for char in self.chars)

    def lines(self, chars: list[Character]) -> list[list[Character]]:
        """The characters of each line, without its ending."""
        lines: list[list[Character]] = [[]]
        for char in chars:
            if char.ends:
                lines.append([])
            else:
                lines[-1].append(char)
        return lines

    def index(self, place: Place, chars: list[Character] | None = None) -> int:
        """How many characters stand before a place; past a line's end it is the end, inside a character its start."""
        lines = self.lines(self.chars if chars is None else chars)
        line, units = place
        if line >= len(lines):
            return sum(map(len, lines)) + len(lines) - 1
        column = 0
        for char in lines[line]:
            units -= char.width(self.encoding)
            if units < 0:
                break
            column += 1
        return sum(map(len, lines[:line])) + line + column

    def place(self, index: int) -> Place:
        """The place before the character of this index."""
        lines = self.lines(self.chars[:index])
        return len(lines) - 1, sum(char.width(self.encoding) for char in lines[-1])

    # what happens to it

    def edit(self, start: Place, end: Place, text: str) -> tuple[int, int]:
        """Replace what stands between two places; where the new text stands."""
        first, last = sorted((self.index(start), self.index(end)))
        before, removed, after = self.chars[:first], self.chars[first:last], self.chars[last:]
        gone = "".join(char.text for char in removed)
        owners = [char.owner for char in removed]
        if any(owners):
            self._removed.append((first, gone, owners))
        new = [Character(raw) for raw in _CHARACTERS.findall(text)]
        whole = len(new)
        if before and before[-1].raw == "\r" and new and new[0].raw == "\n":
            before[-1].raw = "\r\n"
            new.pop(0)
        if new and new[-1].raw == "\r" and after and after[0].raw == "\n":
            after[0].raw = "\r\n"
            new.pop()
        if not new and before and before[-1].raw == "\r" and after and after[0].raw == "\n":
            before[-1].raw = "\r\n"
            after.pop(0)
        inserted = "".join(char.text for char in new)
        if inserted.isspace() and before and after and before[-1].owner == after[0].owner:
            for char in new:
                char.owner = before[-1].owner
        if inserted and len(new) == whole:
            for char, owner in zip(new, self._returned(first, inserted, gone, owners), strict=True):
                char.owner = owner or char.owner
        if not any(char.owner for char in new):
            for char, owner in zip(new, self._copied("".join(char.text for char in new), before, after), strict=True):
                char.owner = owner
                if owner is not None:
                    self.written[owner] += 1
        self.chars = [*before, *new, *after]
        return first, first + len(new)

    def _copied(self, text: str, before: list[Character], after: list[Character]) -> list[str | None]:
        """The owners of a long text that stood elsewhere, or was taken out, where all of these agree."""
        nobody: list[str | None] = [None] * len(text)
        if len(text.strip()) < TELLING:
            return nobody
        places = [([char.text for char in chars], [char.owner for char in chars]) for chars in (before, after)]
        places += [(list(taken), owners) for _, taken, owners in self._removed]
        found = {
            tuple(owners[start : start + len(text)])
            for letters, owners in places
            for start in range(len(letters) - len(text) + 1)
            if letters[start : start + len(text)] == list(text)
        }
        return list(found.pop()) if len(found) == 1 else nobody

    def _returned(self, at: int, text: str, gone: str, owners: list[str | None]) -> list[str | None]:
        for place, taken, theirs in reversed(self._removed):
            if (place, taken) == (at, text):
                return theirs
        kept: list[str | None] = [None] * len(text)
        if len(gone) >= TELLING_LINE:
            for start, end, owner in transfer(gone, _spans(owners), text):
                kept[start:end] = [owner] * (end - start)
        return kept

    def replace(self, text: str, version: int) -> None:
        """All of it was replaced, and nobody said how."""
        old = "".join(char.text for char in self.chars)
        spans = _spans([char.owner for char in self.chars])
        self.chars = [Character(raw) for raw in _CHARACTERS.findall(text)]
        for start, end, owner in transfer(old, spans, "".join(char.text for char in self.chars)):
            for char in self.chars[start:end]:
                char.owner = owner
        self.past = {version: list(self.chars)}

    def attribute(self, version: int, start: Place, end: Place, owner: str) -> None:
        """`owner` wrote what stood between two places in a version, past, present or to come."""
        if version > self.version:
            self._early.append((version, start, end, owner))
            return
        if (there := self.past.get(version)) is None:
            return
        first, last = sorted((self.index(start, there), self.index(end, there)))
        standing = set(map(id, self.chars))
        for char in there[first:last]:
            if id(char) in standing:
                self.written[owner] = self.written.get(owner, 0) + (char.owner != owner)
                char.owner = owner

    def unmark(self, start: Place, end: Place) -> None:
        """Nobody is known to have written what stands between two places."""
        for char in self.chars[slice(*sorted((self.index(start), self.index(end))))]:
            char.owner = None

    def reopened(self, version: int) -> None:
        """It was closed and opened again: what happened to it is forgotten, its owners are not."""
        self._removed.clear()
        self._early.clear()
        self.past.clear()
        self.becomes(version)

    def regions(self) -> dict[str, tuple[list[tuple[Place, Place]], float]]:
        """Of each owner the places of its runs, and how much of what it wrote still stands."""
        found: dict[str, tuple[list[tuple[Place, Place]], float]] = {}
        standing: dict[str, int] = {}
        for start, end, owner in _spans([char.owner for char in self.chars]):
            standing[owner] = standing.get(owner, 0) + end - start
            runs, _ = found.get(owner, ([], 0.0))
            runs.append((self.place(start), self.place(end)))
            found[owner] = runs, min(1.0, standing[owner] / self.written[owner])
        return found


def _spans(owners: list[str | None]) -> tuple[Span, ...]:
    spans = []
    start = 0
    for owner, run in groupby(owners):
        length = len(list(run))
        if owner is not None:
            spans.append(Span(start, start + length, owner))
        start += length
    return tuple(spans)

"""What comments of one document come to that are no unit's business: rules silent in all of it, and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from groundwire.model import Finding, Range, TextEdit
from groundwire.text.directives import NAME
from groundwire.text.moving import moved
from groundwire.wire import finding_from_json, range_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set


class Word(NamedTuple):
    """One of the rules that a comment names, as it is written."""

    text: str
    codes: frozenset[str]
    ran: bool
    """All that it means run on the whole file."""


class FileComments:
    """As the worker last told them, moved with the document's edits."""

    def __init__(self) -> None:
        self.due = True
        """The worker is to be asked about them."""
        self.notes: tuple[Finding, ...] = ()
        self._naming: tuple[tuple[Range, tuple[Word, ...]], ...] = ()

    @property
    def silent(self) -> Iterator[tuple[Range, frozenset[str]]]:
        """Where each stands that silences rules in all of the document, and the codes it names."""
        for place, words in self._naming:
            yield place, frozenset().union(*(word.codes for word in words))

    def line_of(self, code: str) -> int | None:
        """The line of the first that names a rule."""
        return next((place.start.line for place, codes in self.silent if code in codes), None)

    def dead(self, found: Set[str]) -> Iterator[tuple[Range, str]]:
        """Those that silence nothing where every unit was judged and this was found, with what is to be said."""
        for place, words in self._naming:
            if useless := [word.text for word in words if word.ran and not word.codes & found]:
                yield place, f"{', '.join(useless)} would mark nothing in this file."

    def edited(self, edit: TextEdit, lines: str) -> bool:
        """Move with an edit after which these `lines` stand where it was; whether one may be another one now."""
        naming = tuple(_there((moved(place, edit), words) for place, words in self._naming))
        notes = tuple(after for note in self.notes if (after := _moved(note, edit)) is not None)
        gone = len(naming) < len(self._naming) or len(notes) < len(self.notes)
        self._naming, self.notes = naming, notes
        self.due = self.due or gone or NAME in lines.lower()
        return gone

    def told(self, value: dict[str, Any]) -> None:
        """Take over what the worker says of the text as it is."""
        self.notes = tuple(map(finding_from_json, value["notes"]))
        self._naming = tuple(
            (range_from_json(place), tuple(Word(text, frozenset(codes), ran) for text, codes, ran in words))
            for place, words in value["naming"]
        )


def _there(
    comments: Iterable[tuple[Range | None, tuple[Word, ...]]],
) -> Iterator[tuple[Range, tuple[Word, ...]]]:
    for place, words in comments:
        if place is not None:
            yield place, words


def _moved(note: Finding, edit: TextEdit) -> Finding | None:
    """A note after an edit elsewhere; what would put it right reaches over the rest of its line."""
    place = moved(note.range, edit)
    if place is None:
        return None
    fixes = []
    for fix in note.fixes:
        places = [(moved(one.range, edit), one.new_text) for one in fix.edits]
        edits = tuple(TextEdit(where, text) for where, text in places if where is not None)
        if len(edits) == len(fix.edits):
            fixes.append(replace(fix, edits=edits))
    return replace(note, range=place, fixes=tuple(fixes))

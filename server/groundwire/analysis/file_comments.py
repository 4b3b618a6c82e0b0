"""`# groundwire: ignore-file[GW208] reason`: rules silent in a whole file; and comments that stand where no unit is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis.suppression import NO_REASON, Comment, misplaced, note
from groundwire.text.directives import on_own_lines
from groundwire.wire import finding_to_json, range_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

    from groundwire.analysis.selection import Named
    from groundwire.model import Finding, Range
    from groundwire.text.document import Document
    from groundwire.wire import Json


@dataclass(frozen=True, slots=True)
class FileComments:
    """Of one document, whose lines the places count in."""

    counting: tuple[tuple[Comment, str], ...] = ()
    """Those that name rules and are as they should be, each with the text of its line."""
    notes: tuple[Finding, ...] = ()
    """What the text alone tells of others, and of all that stand between units."""

    @property
    def silent(self) -> tuple[tuple[Range, frozenset[str]], ...]:
        """Where each stands, and the codes of the rules that it names."""
        return tuple(
            (comment.directive.place, frozenset().union(*comment.means.values())) for comment, _ in self.counting
        )

    def to_json(self, ran: Set[str]) -> Json:
        """Each that names rules with its words, the codes they mean, and whether those `ran`; and the notes."""
        naming = [
            [
                range_to_json(comment.directive.place),
                [[word, sorted(codes), bool(codes) and codes <= ran] for word, codes in comment.means.items()],
            ]
            for comment, _ in self.counting
        ]
        return {"naming": naming, "notes": list(map(finding_to_json, self.notes))}

    def dead(self, ran: Set[str], used: Set[str]) -> Iterator[Finding]:
        """What is to be said of them where `ran` had their say on all of the file, and `used` found something."""
        for comment, line in self.counting:
            if useless := [code for code in comment.useless(ran, used) if comment.means[code]]:
                message = f"{', '.join(useless)} would mark nothing in this file."
                yield note(comment.directive, message, line, useless)


def file_comments(document: Document, rules: Sequence[Named], *, reasons: bool) -> FileComments:
    """The comments of a document that no unit is asked about; `reasons`: they count only where they say why."""
    counting: list[tuple[Comment, str]] = []
    notes: list[Finding] = []
    for directive in on_own_lines(document.text(), cell=document.cell):
        if directive.kind == "line" and document.units.at(directive.line) is not None:
            continue
        comment, line = Comment.of(directive, rules), document.line(directive.line)
        if directive.codes is None:
            if directive.meant:
                message = f"This comment silences every rule in this file: for the one named write `{directive.meant}`."
                notes.append(note(directive, message, line))
            continue
        if (wrong := misplaced(directive) or comment.unknown()) is not None:
            unknown = [code for code, meant in comment.means.items() if not meant]
            notes.append(note(directive, wrong, line, unknown))
        elif reasons and not directive.reason:
            notes.append(note(directive, NO_REASON, line))
        if directive.kind == "file" and not directive.meant and (directive.reason or not reasons):
            counting.append((comment, line))
    return FileComments(tuple(counting), tuple(notes))

"""Which units count as generated, and by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.model import Position
from groundwire.provenance.spans import overlapping
from groundwire.text.magics import comment_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.model import Finding, Range, State, Unit
    from groundwire.provenance.attribution import Attribution
    from groundwire.text.document import Document

ENOUGH: Final = 0.2
"""Share of a unit's code characters from which the unit counts as generated."""
WHOLE: Final = 0.8
"""Share of the code characters of a line or unit from which all of it counts as one author's; below, it was changed."""
_IGNORE_FILE: Final = re.compile(r"^[ \t\f]*#\s*groundwire:\s*ignore-file(?![\w-]|\s*[\[(])", re.MULTILINE)
"""A comment line of its own that silences every rule in its file; one with brackets silences those it names."""


class Silent(NamedTuple):
    """Codes of rules that comments name for a whole file."""

    by_person: frozenset[str] = frozenset()
    by_tool: frozenset[str] = frozenset()
    """They count for nothing."""

    def __or__(self, other: Silent) -> Silent:
        """Those of both: a notebook's cells are one file."""
        return Silent(self.by_person | other.by_person, self.by_tool | other.by_tool)


NOT_SILENT: Final = Silent()


@dataclass(frozen=True, slots=True)
class GeneratedShare:
    """How much of a unit was generated; only origins that count as generated do."""

    ratio: float
    """Generated characters per code character (anything but whitespace), 0 to 1."""
    origin: str
    """Id of the origin that wrote most of it."""
    likely: bool
    """No origin of grade A or B wrote any of it."""

    @property
    def counts(self) -> bool:
        """Whether the unit counts as generated; below, only findings inside the generated characters show."""
        return self.ratio >= ENOUGH

    @property
    def state(self) -> State:
        """What a person reads of a unit's author."""
        if not self.counts:
            return "unknown"
        if self.likely:
            return "likely-ai"
        return "ai" if self.ratio >= WHOLE else "ai-modified"


def generated_share(document: Document, attribution: Attribution, unit: Unit) -> GeneratedShare | None:
    """The generated share of a unit, or None where no character of it is known to be generated."""
    start, end = document.offset(Position(unit.start, 0)), document.offset(Position(unit.end, 0))
    if unit.end >= document.line_count:  # no line follows whose start could end it
        end = document.length
    text: str | None = None
    by_origin: dict[str, int] = {}
    for span in overlapping(attribution.spans, start, end):
        if attribution.origins[span.origin].generated:
            if text is None:  # once: there may be a span for every word
                text = document.lines_text(unit.start, unit.end)
            written = _code(text[span.start - start : span.end - start])
            by_origin[span.origin] = by_origin.get(span.origin, 0) + written
    generated = sum(by_origin.values())
    if text is None or generated == 0:
        return None
    return GeneratedShare(
        ratio=generated / max(1, _code(text)),
        origin=max(by_origin, key=lambda origin: (by_origin[origin], origin)),
        likely=all(attribution.origins[origin].grade == "C" for origin in by_origin),
    )


def generated_lines(document: Document, attribution: Attribution) -> set[int]:
    """The lines that hold generated text; a span's own line breaks count to the lines they end."""
    lines: set[int] = set()
    for start, end, origin in attribution.spans:
        if attribution.origins[origin].generated:
            (first, _), (last, column) = document.range(start, end)
            lines.update(range(first, last + (column > 0)))
    return lines


def is_generated(document: Document, attribution: Attribution, place: Range) -> bool:
    """Whether any character of the range is generated."""
    start, end = document.offset(place.start), document.offset(place.end)
    return any(attribution.origins[span.origin].generated for span in overlapping(attribution.spans, start, end))


def in_force(
    document: Document,
    attribution: Attribution,
    findings: Iterable[Finding],
    *,
    counts: bool,
    silent: Silent = NOT_SILENT,
) -> Iterator[Finding]:
    """Those findings of one unit that a person is to see; their ranges are the document's.

    A suppression that is itself generated text silences nothing, and the finding says so. Where the unit does not
    count as generated, only findings inside generated characters are left.
    """
    for finding in findings:
        if is_in_force(document, attribution, finding, counts=counts, silent=silent):
            yield as_told(finding, silent)


def is_in_force(
    document: Document, attribution: Attribution, finding: Finding, *, counts: bool, silent: Silent = NOT_SILENT
) -> bool:
    """Whether a person is to see one finding (see `in_force`)."""
    if finding.code in silent.by_person:
        return False
    if finding.suppression is not None and not is_generated(document, attribution, finding.suppression):
        return False
    return counts or is_generated(document, attribution, finding.range)


def as_told(finding: Finding, silent: Silent = NOT_SILENT) -> Finding:
    """A finding in force as a person reads it: one that a comment names must say why it is there all the same."""
    if finding.suppression is None and finding.code not in silent.by_tool:
        return finding
    why = f"A tool wrote the comment that ignores {finding.code} here, so it counts for nothing."
    return replace(finding, explanation=f"{finding.explanation} {why}".lstrip())


def silent_codes(
    document: Document, attribution: Attribution, comments: Iterable[tuple[Range, frozenset[str]]]
) -> Silent:
    """What comments come to that silence rules in a whole file, each given by its place and the rules it names."""
    codes: dict[bool, set[str]] = {True: set(), False: set()}
    for place, named in comments:
        codes[is_generated(document, attribution, place)] |= named
    return Silent(frozenset(codes[False]), frozenset(codes[True]))


def is_silenced(document: Document, attribution: Attribution) -> bool:
    """Whether a comment silences the whole file (see `silencing_comment`)."""
    return silencing_comment(document, attribution) is not None


def silencing_comment(document: Document, attribution: Attribution) -> Range | None:
    """The first comment that silences the whole file and is not itself generated text."""
    text = document.text()
    if "ignore-file" not in text:
        return None
    written = [document.range(*comment.span()) for comment in _IGNORE_FILE.finditer(text)]
    real = comment_lines(text, cell=document.cell) if written else frozenset()
    comments = (comment for comment in written if comment.end.line in real)
    return next((comment for comment in comments if not is_generated(document, attribution, comment)), None)


def _code(text: str) -> int:
    return len("".join(text.split()))

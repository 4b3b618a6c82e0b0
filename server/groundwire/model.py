"""The product's words as frozen data, shared by every package and importing none of them.

Lines and columns are zero-based; columns and offsets count code points in LF-normalised text. Ends are exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Grade = Literal["A", "B", "C", "D"]
"""How we know an origin: A exact record, B accepted in the editor, C two weak signals, D heuristic."""

OriginKind = Literal[
    "completion", "next_edit", "agent_edit", "chat_apply", "paste", "import", "manual", "suspected", "human"
]
"""*human*: a person said that the text is theirs; no text is taken for human otherwise."""
State = Literal["ai", "ai-modified", "likely-ai", "human", "unknown"]
"""What a person reads of a line's author."""
UnitKind = Literal["function", "method", "class", "statement"]
Verdict = Literal["refuted", "unverified", "supported"]
Band = Literal["low", "medium", "high", "unknown"]


class Position(NamedTuple):
    """A place between two characters: zero-based line, zero-based column in code points."""

    line: int
    column: int


class Range(NamedTuple):
    """From one position up to, and without, another."""

    start: Position
    end: Position

    def shifted(self, lines: int) -> Range:
        """The same range, `lines` further down."""
        (a, b), (c, d) = self
        return Range(Position(a + lines, b), Position(c + lines, d))


class TextEdit(NamedTuple):
    """Replace the text of a range."""

    range: Range
    new_text: str


class Change(NamedTuple):
    """What one edit did to a document, in code-point offsets of its LF-normalised text and in lines."""

    start: int
    """Offset where the replaced text began."""
    removed: int
    """Length of the replaced text."""
    inserted: int
    """Length of the new text."""
    first_line: int
    """First line that differs."""
    removed_lines: int
    """How many line breaks the replaced text held."""
    inserted_lines: int
    """How many line breaks the new text holds."""


class Span(NamedTuple):
    """Offsets [start, end) written by one origin."""

    start: int
    end: int
    origin: str
    """The `Origin.id`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote a piece of text and how we know."""

    id: str
    kind: OriginKind
    grade: Grade
    via: str
    """The channel that told us: `accept:whole`, `command:markGenerated`, `hook:claude`, …"""
    tool: str | None = None
    model: str | None = None
    session: str | None = None
    event: str | None = None
    time: str | None = None
    """RFC 3339, UTC."""

    @property
    def generated(self) -> bool:
        """Whether text of this origin counts as generated: a person's own does not, and a guess proves nothing."""
        return self.kind != "human" and self.grade != "D"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest function, method, class body or top-level statement; functions inside a function belong to it.

    A class is several units of one name: its header (to the first member) and each statement of its body that is no
    method or nested class. All have kind `class`.
    """

    kind: UnitKind
    name: str
    """Qualified name inside the module, `Cart.total`; `<module>` for a top-level statement."""
    start: int
    """First line, decorators included."""
    end: int
    """Line after the last."""
    header: int
    """Line of `def` or `class`; of a statement, its first."""
    indent: int
    """Column of the unit's first token."""

    @property
    def testable(self) -> bool:
        """Whether a test can name it."""
        return self.kind in {"function", "method"}


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that settles a finding, offered and never applied by itself."""

    title: str
    edits: tuple[TextEdit, ...]
    """Ranges count lines from the unit's first, like the finding's."""


NOTE: Final = "GW000"
"""Code of what is said of comments that silence rules: no rule, so nothing selects, ignores or counts it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's observation at one place."""

    code: str
    range: Range
    """Lines count from the unit's first line, so the finding moves with its unit."""
    message: str
    """One sentence about this code, with its full stop."""
    explanation: str
    """The deciding fact: what was looked up, or which input gives which result."""
    contradicts: bool
    """Something concrete says the code is wrong (a warning), against: worth a look (information)."""
    fixes: tuple[Fix, ...] = ()
    suppression: Range | None = None
    """The comment that silences it, if one does; a comment that is itself generated text silences nothing."""
    overlaps: tuple[str, ...] = ()
    """Rules of other tools that would mark this very thing, as `ruff:B008`: who runs one of them has been told."""
    generated_only: bool = False
    """Of code that a person wrote it is most likely what that person meant: it is said of generated code alone."""


@dataclass(frozen=True, slots=True)
class MissedLines:
    """Statements in a row that a recorded test run did not run; lines count from the unit's first."""

    first: int
    """First line of the first statement."""
    statements: int
    test: str | None = None
    """A test that ran the statement beside them, where the run recorded which test ran what."""


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What the project's last recorded test run, its coverage data, says of one unit's text."""

    kind: Literal["known", "changed", "not measured", "unreadable"]
    """*changed*: the text, or the file it stands in, is not known to be the one that ran. *not measured*: the file is
    not in the data."""
    data: str
    """Path of the data, relative to the workspace folder."""
    time: str = ""
    """When the data was written: RFC 3339, UTC, to the minute; empty where it is unreadable."""
    reason: str = ""
    """Why it is unreadable, as a clause about the data: `it is not coverage data`."""
    statements: int = 0
    """Of *known*: how many statements of the unit are measured; `def` lines and excluded ones are not."""
    missed: tuple[MissedLines, ...] = ()
    """Of *known*: those that were not run."""

    @property
    def ran(self) -> int:
        """How many of the statements were run."""
        return self.statements - sum(block.statements for block in self.missed)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Anything that moves confidence."""

    kind: Literal["finding", "tests", "review", "state", "complexity"]
    weight: float
    """Log-odds; negative speaks against the unit."""
    message: str
    code: str | None = None
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person reads first about a unit."""

    verdict: Verdict
    reason: str
    """A rule's code where refuted, else a phrase: `no test refers to it`, `never run`, `reviewed` and so on."""
    band: Band
    confidence: float | None
    """Null until calibrated on test evidence."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NotAnalysed:
    """Why a unit or file has no findings of its own; never to be shown as `fine`."""

    reason: str

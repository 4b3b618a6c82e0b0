"""Comments that speak to Groundwire: what they say, and what is wrong with those that were meant to and say nothing.

One on the line of a mark names rules that are to be silent there, `# groundwire: ignore[GW208] reason`; one on a line
of its own speaks for its file, `# groundwire: ignore-file[GW208] reason`, or without brackets for every rule.
"""

from __future__ import annotations

import io
import re
import tokenize
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal

from groundwire.model import Position, Range
from groundwire.text.magics import comment_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "groundwire"
_EXACT: Final = re.compile(r"#\s*groundwire:\s*(ignore(?:-file)?)(?![\w-])(\[([^\]\n]*)\])?([^#\n]*)")
_ATTEMPT: Final = re.compile(rf"#\s*{NAME}\b(\s*:)?[\s-]*([A-Za-z][\w-]*)([^#\n]*)", re.IGNORECASE)
_CODES: Final = re.compile(r"[\s\[(=:]*(GW\d+(?:[\s,]+GW\d+)*)(?:\s*[\])])?")
_LISTED: Final = re.compile(r"[\s=:]*[\[(]\s*([\w-]+(?:\s*,\s*[\w-]+)*)\s*[\])]")
_SAID: Final = re.compile(r"\w")
_WORDS: Final = ("ignore", "ignore-file", "ignore-line", "ignore-next-line", "ignored", "ignores")
_FOREIGN: Final = frozenset(
    {"noqa", "disable", "disable-file", "disable-line", "disable-next-line", "off", "skip", "skip-file", "suppress"}
)
"""How other tools are silenced."""
_EXAMPLE: Final = "GW208"


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment."""

    kind: Literal["line", "file"]
    codes: tuple[str, ...] | None
    """As they are written: each a code, the beginning of one, or a rule's name; None: every rule."""
    place: Range
    """From the `#` to the closing bracket, or to the end of its word."""
    end: int
    """Column behind its reason."""
    reason: bool
    alone: bool
    """Nothing else stands on its line."""
    meant: str = ""
    """How it is to be written; empty where it is right."""
    named: bool = False
    """Of one that is wrong: it says which rules it means."""

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.place.start.line


def in_lines(text: str) -> list[Directive]:
    """Every comment that speaks to Groundwire in a part of a module, as far as the part can be read."""
    if not _may_speak(text):
        return []
    found: list[Directive] = []
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                alone = not token.line[:column].strip()
                found += _read(token.string, Position(row - 1, column), alone=alone)
    return found


def on_own_lines(text: str, *, cell: bool = False) -> list[Directive]:
    """Those that stand on lines of their own in a whole document, whatever state it is in."""
    if not _may_speak(text):
        return []
    alone = comment_lines(text, cell=cell)
    lines = enumerate(text.split("\n"))
    return [
        directive
        for number, line in lines
        if number in alone and _may_speak(line)
        for directive in _read(line[line.index("#") :], Position(number, line.index("#")), alone=True)
    ]


def _may_speak(text: str) -> bool:
    return NAME in text.lower()


def _read(comment: str, start: Position, *, alone: bool) -> Iterator[Directive]:
    """What a comment says: a second `#` in it may begin another one."""
    for match in _ATTEMPT.finditer(comment):
        at = match.start()
        exact = _EXACT.match(comment, at)
        found = _exact(exact, start, alone=alone) if exact is not None else None
        found = found or _attempted(match, start, alone=alone)
        if found is not None:
            yield found


def _exact(match: re.Match[str], start: Position, *, alone: bool) -> Directive | None:
    """One in the form that counts, or nearly; None where a word alone is right."""
    word, brackets, inside, rest = match.groups()
    codes = tuple(code.strip() for code in (inside or "").split(",") if code.strip())
    if brackets is None and (word == "ignore" or rest.lstrip().startswith(("[", "("))):
        return None
    if brackets is not None and not codes:
        return None
    bracket = match.end() - len(rest)
    place = _place(start, match.start(), bracket)
    whole = word == "ignore-file"
    meant, named = "", bool(codes)
    if whole and brackets is None and (listed := _CODES.match(rest)) is not None:
        meant, named = f"# {NAME}: ignore-file[{_joined(listed[1])}]", True
        place = _place(start, match.start(), bracket + listed.end())
        rest = rest[listed.end() :]
    end = place.end.column + len(rest.rstrip())
    said = _SAID.search(rest) is not None
    lonely = alone and match.start() == 0
    return Directive("file" if whole else "line", codes if brackets else None, place, end, said, lonely, meant, named)


def _attempted(match: re.Match[str], start: Position, *, alone: bool) -> Directive | None:
    """One that was meant to silence something and does not; None for any other comment about Groundwire."""
    colon, word, rest = match.groups()
    word = word.lower().replace("_", "-")
    foreign = word in _FOREIGN
    if not foreign and not get_close_matches(word, _WORDS, 1, 0.8):
        return None
    listed = _CODES.match(rest) or _LISTED.match(rest)
    if listed is None and not (colon and (not rest.strip() or rest.lstrip()[0] in "[(" or word == "ignore")):
        return None
    kind: Literal["line", "file"] = "file" if "file" in word else "line"
    written = "ignore-file" if kind == "file" else "ignore"
    meant = f"# {NAME}: {written}[{_joined(listed[1]) if listed is not None else _EXAMPLE}]"
    stop = match.start(3) + (listed.end() if listed is not None else 0)
    end = start.column + match.start() + len(match[0].rstrip())
    said = _SAID.search(match.string, stop) is not None
    place = _place(start, match.start(), stop)
    return Directive(kind, (), place, end, said, alone and match.start() == 0, meant, listed is not None)


def _joined(codes: str) -> str:
    return ", ".join(code for code in re.split(r"[\s,]+", codes) if code)


def _place(start: Position, begin: int, end: int) -> Range:
    return Range(Position(start.line, start.column + begin), Position(start.line, start.column + end))

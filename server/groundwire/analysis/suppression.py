"""`# groundwire: ignore[GW101] reason` on a line: what it silences, and what is said of one that silences nothing."""

from __future__ import annotations

import io
import re
import tokenize
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.selection import matching
from groundwire.model import Finding, Fix, Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from groundwire.analysis.selection import Named

NOTE: Final = "GW000"
"""Code of what is said of comments: no rule, so nothing selects, ignores or counts it."""
_IGNORE: Final = re.compile(r"#\s*groundwire:\s*ignore\[([^\]\n]*)\]([^#\n]*)")
_SAID: Final = re.compile(r"\w")
_REMOVE: Final = "Remove the comment that silences nothing"


@dataclass(frozen=True, slots=True)
class Comment:
    """One that names rules to be silent on its line."""

    codes: tuple[str, ...]
    """As they are written: each a code, the beginning of one, or a rule's name, as where rules are selected."""
    means: Mapping[str, frozenset[str]]
    """The rules' codes that each stands for."""
    place: Range
    """From the `#` to the closing bracket."""
    end: int
    """Column behind its reason."""
    reason: bool

    def names(self, code: str) -> bool:
        """Whether a rule is among those that are to be silent."""
        return any(code in meant for meant in self.means.values())


def with_suppressions(
    findings: Iterable[Finding], text: str, *, rules: Sequence[Named], reasons: bool = False
) -> tuple[list[Finding], Mapping[int, Comment]]:
    """The findings of one unit's text, each with the comment on its first or last line that names its rule.

    With `reasons` a comment counts only where it says why. All comments are returned too, by their lines.
    """
    comments = _comments(text, rules)
    silenced = []
    for finding in findings:
        found = next(
            (
                comments[line].place
                for line in (finding.range.start.line, finding.range.end.line)
                if line in comments and comments[line].names(finding.code) and (comments[line].reason or not reasons)
            ),
            None,
        )
        silenced.append(replace(finding, suppression=found) if found is not None else finding)
    return silenced, comments


def notes(
    comments: Mapping[int, Comment],
    findings: Collection[Finding],
    text: str,
    *,
    ran: Set[str],
    reasons: bool,
) -> Iterator[Finding]:
    """What is to be said of a unit's comments: `ran` are the rules that had their say on it."""
    lines = text.split("\n")
    for line, comment in comments.items():
        used = {finding.code for finding in findings if finding.suppression == comment.place}
        useless = [code for code, meant in comment.means.items() if meant <= ran and not meant & used]
        if unknown := [code for code, meant in comment.means.items() if not meant]:
            yield _note(comment, f"There is no rule {', '.join(unknown)}.", lines[line], useless)
        elif reasons and not comment.reason:
            yield _note(comment, "This comment gives no reason, so it silences nothing here.", lines[line], ())
        elif useless:
            yield _note(comment, f"{', '.join(useless)} would mark nothing on this line.", lines[line], useless)


def _note(comment: Comment, message: str, line: str, useless: Collection[str]) -> Finding:
    fixes: tuple[Fix, ...] = ()
    if useless:
        row, column = comment.place.start
        kept = [code for code in comment.codes if code not in useless]
        before = len(line[:column].rstrip())
        whole = Range(Position(row, before), Position(row, comment.end))
        edit = TextEdit(comment.place, f"# groundwire: ignore[{', '.join(kept)}]") if kept else TextEdit(whole, "")
        fixes = (Fix(_REMOVE if not kept else f"Remove {', '.join(useless)} from the comment", (edit,)),)
    return Finding(NOTE, comment.place, message, "", contradicts=False, fixes=fixes)


def _starts(text: str) -> frozenset[Position]:
    """Where comments begin, as far as the text can be read: a `#` may be part of a string, too."""
    found: set[Position] = set()
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                line, column = token.start
                places = (match.start() for match in _IGNORE.finditer(token.string))
                found.update(Position(line - 1, column + place) for place in places)
    return frozenset(found)


def _comments(text: str, rules: Sequence[Named]) -> dict[int, Comment]:
    """By line."""
    if "groundwire:" not in text or _IGNORE.search(text) is None:
        return {}
    starts = _starts(text)
    found: dict[int, Comment] = {}
    for number, line in enumerate(text.split("\n")):
        written = _IGNORE.finditer(line)
        if (match := next((one for one in written if Position(number, one.start()) in starts), None)) is not None:
            codes = tuple(code.strip() for code in match[1].split(",") if code.strip())
            means = {code: matching(rules, [code])[0] for code in codes}
            bracket = match.end() - len(match[2])
            place = Range(Position(number, match.start()), Position(number, bracket))
            end = len(line.rstrip()) if match.end() == len(line) else bracket + len(match[2].rstrip())
            found[number] = Comment(codes, means, place, end, _SAID.search(match[2]) is not None)
    return found

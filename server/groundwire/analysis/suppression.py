"""`# groundwire: ignore[GW101] reason` on a line: what it silences, and what is said of one that silences nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.selection import matching
from groundwire.model import NOTE, Finding, Fix, Position, Range, TextEdit
from groundwire.text.directives import in_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from groundwire.analysis.selection import Named
    from groundwire.text.directives import Directive

NO_REASON: Final = "This comment gives no reason, so it silences nothing here."
_REMOVE: Final = "Remove the comment that silences nothing"


@dataclass(frozen=True, slots=True)
class Comment:
    """One that names rules, with the codes of the rules that each of its words stands for."""

    directive: Directive
    means: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, directive: Directive, rules: Sequence[Named]) -> Comment:
        """What a comment means where these are the rules."""
        return cls(directive, {code: matching(rules, [code])[0] for code in directive.codes or ()})

    def names(self, code: str) -> bool:
        """Whether a rule is among those that are to be silent."""
        return any(code in meant for meant in self.means.values())

    def unknown(self) -> str | None:
        """What is to be said of words that stand for no rule."""
        unknown = [code for code, meant in self.means.items() if not meant]
        return f"There is no rule {', '.join(unknown)}." if unknown else None

    def useless(self, ran: Set[str], used: Set[str]) -> list[str]:
        """Its words that silenced nothing, of those whose rules all had their say."""
        return [code for code, meant in self.means.items() if meant <= ran and not meant & used]


def with_suppressions(
    findings: Iterable[Finding], text: str, *, rules: Sequence[Named], reasons: bool = False
) -> tuple[list[Finding], Sequence[Comment]]:
    """The findings of one unit's text, each with the comment on its first or last line that names its rule.

    With `reasons` a comment counts only where it says why. All comments are returned too.
    """
    comments = [Comment.of(directive, rules) for directive in in_lines(text)]
    by_line: dict[int, Comment] = {}
    for comment in comments:
        if comment.directive.kind == "line" and comment.means and (comment.directive.reason or not reasons):
            by_line.setdefault(comment.directive.line, comment)
    silenced = []
    for finding in findings:
        lines = (finding.range.start.line, finding.range.end.line)
        found = next(
            (by_line[line].directive.place for line in lines if line in by_line and by_line[line].names(finding.code)),
            None,
        )
        silenced.append(replace(finding, suppression=found) if found is not None else finding)
    return silenced, comments


def notes(
    comments: Iterable[Comment],
    findings: Collection[Finding],
    text: str,
    *,
    ran: Set[str],
    reasons: bool,
) -> Iterator[Finding]:
    """What is to be said of a unit's comments: `ran` are the rules that had their say on it."""
    lines = text.split("\n")
    for comment in comments:
        directive = comment.directive
        line = lines[directive.line]
        if directive.kind == "file" and directive.alone:
            continue  # it speaks for more than the unit
        used = {finding.code for finding in findings if finding.suppression == directive.place}
        useless = comment.useless(ran, used)
        if (wrong := misplaced(directive)) is not None and not used:
            yield note(directive, wrong, line)
        elif (unknown := comment.unknown()) is not None:
            yield note(directive, unknown, line, useless)
        elif reasons and not directive.reason:
            yield note(directive, NO_REASON, line)
        elif useless:
            yield note(directive, f"{', '.join(useless)} would mark nothing on this line.", line, useless)


def misplaced(directive: Directive) -> str | None:
    """What is wrong with a comment whatever it names: how it is written, or where it stands."""
    if directive.meant and directive.codes is not None:
        return f"This comment silences nothing: it is written `{directive.meant}`."
    if directive.kind == "line" and directive.alone:
        return "This comment stands on a line of its own, where it silences nothing: put it behind the code it is for."
    if directive.kind == "file" and not directive.alone:
        return "This comment stands behind something else, where it silences nothing: give it a line of its own."
    return None


def note(directive: Directive, message: str, line: str, useless: Collection[str] = ()) -> Finding:
    """What is said of a comment, `line` being the text of its line, with what would put it right."""
    fixes: tuple[Fix, ...] = ()
    codes = directive.codes or ()
    if directive.meant and directive.named:
        fixes = (Fix(f"Write `{directive.meant}`", (TextEdit(directive.place, directive.meant),)),)
    elif useless or (codes and directive.kind == "line" and directive.alone):
        kept = [code for code in codes if code not in useless] if useless else []
        row, column = directive.place.start
        whole = Range(Position(row, len(line[:column].rstrip())), Position(row, directive.end))
        word = "ignore-file" if directive.kind == "file" else "ignore"
        shorter = TextEdit(directive.place, f"# groundwire: {word}[{', '.join(kept)}]")
        title = f"Remove {', '.join(useless)} from the comment" if kept else _REMOVE
        fixes = (Fix(title, (shorter if kept else TextEdit(whole, ""),)),)
    return Finding(NOTE, directive.place, message, "", contradicts=False, fixes=fixes)

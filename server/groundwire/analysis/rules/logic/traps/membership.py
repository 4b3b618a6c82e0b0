"""`in` a text where `in` a tuple is meant: any piece of the text is in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.rules.logic.traps.trap import Trap
from groundwire.model import Fix, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_WORD: Final = re.compile(r"[A-Za-z_.][\w./-]+")
_LIST: Final = re.compile(r"[\w.-]{2,}(?:, ?[\w.-]{2,})+")
_CHARACTER: Final = re.compile(r"(?:\w|ch|\w*char\w*|\w*letter\w*|\w*digit\w*|\w*flag\w*|\w*key)", re.IGNORECASE)


def traps(unit: ParsedUnit) -> Iterator[Trap]:
    """Every `in ("word")` and `in "one,two"` of a unit."""
    for comparison in unit.nodes(cst.Comparison):
        for target in comparison.comparisons:
            node = target.comparator
            if not isinstance(target.operator, (cst.In, cst.NotIn)) or not isinstance(node, cst.SimpleString):
                continue
            text = string_value(node)
            if text is None or string_value(comparison.left) is not None or _is_character(comparison.left, unit):
                continue
            if unit.brackets(node) and _WORD.fullmatch(text):
                why = (
                    f'The brackets make no tuple: `"{text[:-1]}" in ("{text}")` is True, and so is `"" in ("{text}")`.'
                )
                yield Trap(comparison, _message(comparison, unit), why, fixes=_fixes(node, f'("{text}",)', unit))
            elif _LIST.fullmatch(text):
                words = [word.strip() for word in text.split(",")]
                listed = ", ".join(f'"{word}"' for word in words)
                why = f'`"{words[0][:-1]}" in "{text}"` is True, and so is `"" in "{text}"`.'
                yield Trap(comparison, _message(comparison, unit), why, fixes=_fixes(node, f"({listed})", unit))


def _message(comparison: cst.Comparison, unit: ParsedUnit) -> str:
    return f"{quoted(unit.source(comparison))} looks for a piece of one text, not for one of several."


def _is_character(node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether one character is looked up, which is right in a text."""
    if isinstance(node, cst.Subscript):
        return True
    name = unit.source(node).rpartition(".")[2]
    return _CHARACTER.fullmatch(name) is not None


def _fixes(node: cst.SimpleString, tuple_: str, unit: ParsedUnit) -> tuple[Fix, ...]:
    """Put the tuple in the place of the text and the brackets around it."""
    start, end = unit.range(node)
    lines = unit.text.split("\n")
    if brackets := unit.brackets(node):
        before, after = lines[start.line][: start.column].rstrip(), lines[end.line][end.column :]
        opening, closing = before.rfind("("), after.find(")")
        if brackets > 1 or opening != len(before) - 1 or after[:closing].strip() or closing < 0:
            return ()
        start, end = start._replace(column=opening), end._replace(column=end.column + closing + 1)
    return (Fix(f"Look it up in {tuple_}", (TextEdit(Range(start, end), tuple_),)),)

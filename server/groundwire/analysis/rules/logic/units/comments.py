"""What a comment at the end of a line says of the number before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rules.logic.units import unit as units

if TYPE_CHECKING:
    from groundwire.analysis import cst
    from groundwire.analysis.parsed import ParsedUnit
    from groundwire.analysis.rules.logic.units.unit import Unit

_WORD: Final = r"(?P<unit>ms|msecs?|millis|milliseconds?|s|secs?|seconds?|minutes?|mins?|hours?|us|microseconds?)\b"
_WITH_NUMBER: Final = re.compile(rf"(?<![\w.])(?P<number>\d+(?:\.\d+)?)\s*{_WORD}", re.IGNORECASE)
_ALONE: Final = re.compile(rf"^\W*(?:in\s+|unit:?\s+|given in\s+)?{_WORD}\s*(?:[.,;)]|$)", re.IGNORECASE)
_UNITS: Final = (
    ("mic", units.MICROSECONDS),
    ("us", units.MICROSECONDS),
    ("ms", units.MILLISECONDS),
    ("milli", units.MILLISECONDS),
    ("min", units.MINUTES),
    ("s", units.SECONDS),
    ("h", units.HOURS),
)


def said(node: cst.BaseExpression, value: float, unit: ParsedUnit) -> tuple[Unit, str] | None:
    """The unit that the comment on a number's line gives that very number, and the words it does so with."""
    place = unit.range(node).end
    line = unit.text.split("\n")[place.line][place.column :]
    before, mark, comment = line.partition("#")
    if not mark or any(quote in before for quote in "\"'"):
        return None
    for found in _WITH_NUMBER.finditer(comment):
        if float(found["number"]) == value:
            return _of_word(found["unit"]), found[0].strip()
    numbered = _WITH_NUMBER.search(comment)
    alone = _ALONE.match(comment) if numbered is None and "," not in before.strip(" ,)]}") else None
    return (_of_word(alone["unit"]), alone[0].strip(" .,;#()")) if alone is not None else None


def _of_word(word: str) -> Unit:
    return next(unit for start, unit in _UNITS if word.lower().startswith(start))

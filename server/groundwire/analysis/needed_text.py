"""Texts of which a pattern needs one to find anything: looking for them costs a hundredth of what it costs itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

try:
    from re import _parser as parser  # type: ignore[attr-defined] # how the standard library itself reads a pattern
except ImportError:  # before Python 3.11
    import sre_parse as parser

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST: Final = 2
_MOST: Final = 60
"""Alternatives beyond which looking for each costs as much as the pattern."""
_SPELLINGS: Final = 4
"""How many texts one run of characters may be, as `[fF]oo` is one of two."""
_OTHER_FLAGS: Final = re.LOCALE | re.VERBOSE
_REFERS: Final = re.compile(r"\(\?P=|\(\?\(|^\(\?[aiLmsux]+\)")
"""What one part of a pattern says of another."""
_BACK: Final = re.compile(r"\\[1-9]")
"""What refers to a group by its number, which is another one where groups before it are taken away."""
_WORD: Final = re.compile(r"\\b([A-Za-z_]\w*)(?![*?+{\w])|\\b\(\?:([A-Za-z_]\w*(?:\|[A-Za-z_]\w*)*)\)(?![*?+{])")
"""A word, or one of some, with the boundary before it."""
_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""A character of a pattern, an escaped one, or a set of them."""


@dataclass(slots=True)
class Part:
    """Some alternatives of a pattern, and the texts of which one stands in all that they match; none: not known."""

    source: str
    flags: int
    texts: tuple[str, ...]
    _pattern: re.Pattern[str] | None = None

    def pattern(self) -> re.Pattern[str]:
        """What finds them; compiled when first wanted, for most never are and that takes most of loading the rules."""
        if self._pattern is None:
            self._pattern = re.compile(_letters_first(self.source), self.flags)
        return self._pattern


class Search:
    """A pattern, taken apart so that most of it need not be looked for."""

    def __init__(self, parts: Iterable[Part], *, folded: bool) -> None:
        """`folded`: the texts are in small letters, for the pattern ignores case."""
        self.parts = tuple(parts)
        self._folded = folded
        told = [(text, None if text == part.source else part) for part in self.parts for text in part.texts]
        self._needed = tuple(sorted(told, key=lambda pair: pair[1] is not None))
        """Texts with what is to be found where they stand, None where they are all of it: those come first."""
        self._rest = [part for part in self.parts if not part.texts]

    def found(self, text: str, small: str) -> bool:
        """Whether the pattern is found in `text`; `small` is the text in small letters."""
        if self._folded and not text.isascii():  # other signs have small letters that are not their own
            return any(part.pattern().search(text) for part in self.parts)
        searched = small if self._folded else text
        missed: Part | None = None
        for each, part in self._needed:  # loops, for this is asked for every function of every rule
            if each in searched:
                if part is None or (part is not missed and part.pattern().search(text)):
                    return True
                missed = part
        return any(part.pattern().search(text) for part in self._rest)


def taken_apart(pattern: re.Pattern[str]) -> Search:
    """The pattern by its outermost alternatives: each with what it needs, and those together that need nothing."""
    folded = bool(pattern.flags & re.IGNORECASE)
    flags = pattern.flags & ~re.DEBUG
    whole = Search([Part(pattern.pattern, flags, (), pattern)], folded=folded)
    if pattern.flags & _OTHER_FLAGS or _REFERS.search(pattern.pattern):
        return whole
    told: list[Part] = []
    rest: list[str] = []
    try:
        for source in _alternatives(pattern.pattern):
            if _BACK.search(source) and re.compile(source, flags).groups < pattern.groups:
                return whole
            texts = None if _changes_case(source) else _of_sequence(parser.parse(source, flags))
            if texts is None or (folded and not all(map(str.isascii, texts))):  # a long s is an s there
                rest.append(source)
                continue
            small = {text.lower() for text in texts} if folded else texts
            told.append(Part(source, flags, tuple(sorted(small))))
        if rest:
            told.append(Part("|".join(rest), flags, ()))
    except (re.error, AttributeError, ValueError, RecursionError):
        return whole
    return Search(told, folded=folded)


def _letters_first(source: str) -> str:
    """The same pattern, where it begins with the start of a word: `\\bre` as `re(?<!\\w..)`.

    Letters that a match begins with are looked for many times as fast as a boundary before them.
    """
    found = _WORD.match(source)
    if found is None:
        return source
    words = (found[1] or found[2]).split("|")
    sooner = (rf"{word}(?<!\w{'.' * len(word)})" for word in words)
    return f"(?:{'|'.join(sooner)}){source[found.end() :]}"


def _alternatives(source: str) -> list[str]:
    """A pattern's text at the `|` that stand in no group and no set of characters."""
    found = [""]
    depth = 0
    for sign in _TOKEN.findall(source):
        if sign == "|" and depth == 0:
            found.append("")
            continue
        depth += (sign == "(") - (sign == ")")
        found[-1] += sign
    return found


def _changes_case(source: str) -> bool:
    """Whether a part of a pattern has flags of its own."""
    return re.search(r"\(\?[aiLmsux]*-?[aiLmsux]*i", source) is not None


def _of_sequence(items: Iterable[Any]) -> frozenset[str] | None:
    """Of things that must all be there, those that are told apart best."""
    best: frozenset[str] | None = None
    runs = [""]
    for operation, argument in [*items, (None, None)]:
        letters = _letters(str(operation), argument)
        longer = [run + letter for run in runs for letter in letters]
        if 0 < len(longer) <= _SPELLINGS:
            runs = longer
            continue
        for found in (frozenset(runs), _of(str(operation), argument)):
            if found is not None and _worth(found) and (best is None or _rank(found) > _rank(best)):
                best = found
        runs = letters or [""]
    return best


def _letters(operation: str, argument: Any) -> list[str]:
    """What one character may be, where it is one of few."""
    if operation == "LITERAL":
        return [chr(argument)]
    if operation == "IN" and len(argument) <= _SPELLINGS and all(str(kind) == "LITERAL" for kind, _ in argument):
        return [chr(letter) for _, letter in argument]
    return []


def _of(operation: str, argument: Any) -> frozenset[str] | None:
    if operation == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if operation == "ATOMIC_GROUP":
        return _of_sequence(argument)
    if operation == "BRANCH":
        found = [_of_sequence(branch) for branch in argument[1]]
        return None if None in found else frozenset().union(*filter(None, found))
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and argument[0] >= 1:
        return _of_sequence(argument[2])
    return None


def _worth(texts: frozenset[str]) -> bool:
    return len(texts) <= _MOST and min(map(len, texts)) >= _SHORTEST


def _rank(texts: frozenset[str]) -> tuple[int, int]:
    return min(map(len, texts)), -len(texts)

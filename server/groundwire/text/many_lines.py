"""Reads many lines as `scanner.scan` reads each, most of them without looking at their characters one by one.

All but quotes, brackets, `#` and backslashes is taken away from all lines at once. What is left of a line, its marks,
is short and seldom new, so it is worked out once what marks come to: mostly that a line closes all it opens, and leaves
the state that it started in. A line inside a long string belongs to it where the string's quotes are not among its
marks. Whatever marks alone do not tell is read by `scan`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.text.lexer import BRACKETS
from groundwire.text.lines import content, normalised
from groundwire.text.recovery import NEVER_IN_BRACKETS
from groundwire.text.scanner import BLANK, PLAIN, Line, State, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG: Final = {'"""': "\x01", "'''": "\x02"}
"""Three quotes in a row, and what stands for them among marks: there, two strings may stand side by side."""
_OTHERS: Final = bytes(set(range(256)) - set(b"\"'#()[]{}\\\n\x01\x02"))
_FIELD: Final = "\\{[^\"'#{}\\\\\x01\x02]{0,30}\\}"
_STRING: Final = "|".join(
    f"{quote}{body}(?:{_FIELD}{body})*{quote}"
    for quote, body in (
        ('"', '[^"{}\\\\\x01]*'),
        ("'", "[^'{}\\\\\x02]*"),
        ("\x01", "[^{}\\\\\x01]*"),
        ("\x02", "[^{}\\\\\x02]*"),
    )
)
"""A string that ends on its line, and in the same place whether it has replacement fields or not."""
_NO_BRACKETS: Final = re.compile(rf"{_STRING}|#.*")
_PASSES: Final = 4
"""Rounds of taking away pairs of brackets: deeper ones are left to `scan`, so that it takes no longer for nonsense."""
_MOST: Final = 4_000
"""Marks that are kept in mind; those of a file of 20,000 lines are some six hundred."""
_LONGEST: Final = 80
"""Of longer ones, as in data, there are too many to be met again."""


def _closed(marks: str) -> bool:
    """Whether marks close all that they open, a comment at their end aside; of deep brackets that is not told."""
    left = _NO_BRACKETS.sub("", marks)  # a quote that opens what does not end here is left, and never taken away
    for _ in range(_PASSES):
        left = left.replace("()", "").replace("[]", "").replace("{}", "")
    return not left


class _Whole(dict[str, bool]):
    """Whether marks close all that they open, for those met so far."""

    def __missing__(self, marks: str) -> bool:
        whole = _closed(marks)
        if len(marks) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[marks] = whole
        return whole


class _Ends(dict[tuple[tuple[str, ...], str], "State | None"]):
    """The state that marks leave behind of the brackets that were open, for those met so far.

    None where it hangs on more than marks: on letters before a string that holds braces or goes on below, say.
    """

    def __missing__(self, key: tuple[tuple[str, ...], str]) -> State | None:
        opened, marks = key
        if len(marks) > _LONGEST or len(opened) > _LONGEST or not BRACKETS.issuperset(opened):
            return None
        if len(self) >= _MOST:
            self.clear()
        unsure = _UNSURE.search(marks) is not None or (_QUOTE.search(marks) and _BRACE.search(marks))
        # Apart, for strings side by side are no three quotes.
        self[key] = state = None if unsure else scan(" ".join(marks), State(opened)).end
        return state


_UNSURE: Final = re.compile("[\\\\\x01\x02]")
_QUOTE: Final = re.compile("[\"']")
_BRACE: Final = re.compile("[{}]")
_whole: Final = _Whole()
_ends: Final = _Ends()
_STATEMENTS: Final = tuple(Line(PLAIN, PLAIN, code=True, indent=column) for column in range(100))
"""A line that is a whole statement, by its indentation: they share what is known of them."""
_NOTHING: Final = frozenset(("", "\n", "\r", "#"))
"""How a line goes on behind blanks that holds no token."""
_BLANKS: Final = frozenset(("", "\n", "\r", "\t", "\f", "\ufeff"))


def read_lines(raw: Sequence[str], state: State) -> list[Line]:
    """What `scan` makes of each of some raw lines, of which the first one starts in `state`."""
    found: list[Line] = []
    add, statements, whole = found.append, _STATEMENTS, _whole
    for text, marks in zip(raw, _marks(raw), strict=True):
        if state is PLAIN:
            if text == "\n":
                add(BLANK)
                continue
            bare = text.lstrip(" ")
            column = len(text) - len(bare)
            if whole[marks] and "#" < bare[:1] < "\ufeff" and column < len(statements):
                add(statements[column])
                continue
            line = _statement(bare, marks, column)
        else:
            line = _inside(text, marks, state) if state.marks else None
        if line is None:
            line = scan(content(text), state)
        add(line)
        state = line.end
    return found


def _marks(raw: Sequence[str]) -> Sequence[str]:
    """What is left of each line; a backslash, which tells nothing, where a text holds what stands for quotes."""
    text = normalised("".join(raw))
    if "\x01" in text or "\x02" in text:
        return ["\\"] * len(raw)
    for quotes, mark in _LONG.items():
        text = text.replace(quotes, mark)
    left = text.encode("utf-8", "surrogatepass").translate(None, _OTHERS).decode("ascii")
    return left.split("\n")[: len(raw)]


def _statement(bare: str, marks: str, column: int) -> Line | None:
    """A line between logical lines, given without the spaces before it."""
    if bare[:1] == "#":
        return BLANK
    if bare[:1] in _BLANKS:
        return None
    end = PLAIN if _whole[marks] else _ends[(), marks]
    return None if end is None else Line(PLAIN, end, True, column)


def _inside(text: str, marks: str, state: State) -> Line | None:
    """A line that starts in brackets or in a long string."""
    innermost = state.marks[-1]
    if innermost in BRACKETS:
        if NEVER_IN_BRACKETS.match(text) is not None:
            return None
        if _whole[marks]:
            return Line(state, state, text.lstrip(" \t\f")[:1] not in _NOTHING, None)
        end = _ends[state.marks, marks]
        return None if end is None else Line(state, end, True, None)
    mark = _LONG.get(innermost)
    if mark is None or marks == "\\":
        return None
    if mark not in marks:
        return Line(state, state, bool(text) and not text.isspace(), None)
    if marks == mark:
        return Line(state, State(state.marks[:-1]) if len(state.marks) > 1 else PLAIN, True, None)
    return None

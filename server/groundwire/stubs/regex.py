"""A short text that a regular expression matches, made by reading the expression."""

from __future__ import annotations

import re
from typing import Final

_CLASSES: Final = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a", "b": "", "B": "", "A": "", "Z": ""}
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}
_COUNT: Final = re.compile(r"\{(\d*)(?:,(\d*))?\}")
_NESTED: Final = re.compile(r"[*+}]\??\)[*+{]")
_LEADING_FLAGS: Final = re.compile(r"\(\?[aim]+\)")
_MAX_REPEATS: Final = 40


class _Unreadable(Exception):
    """The expression uses what is not read here."""


def matching_text(pattern: str) -> str | None:
    """A text that the whole pattern matches; None where reading the pattern does not yield one."""
    if not is_tame(pattern):
        return None
    flags = _LEADING_FLAGS.match(pattern)
    try:
        text, end = _alternatives(pattern, flags.end() if flags else 0)
        found = end == len(pattern) and re.fullmatch(pattern, text)
    except (_Unreadable, re.error, RecursionError, IndexError, OverflowError):
        return None
    return text if found and text else None


def refused_text(pattern: str, way: str, known: str) -> str | None:
    """A text that the expression does not match in this way (`match`, `search`, `fullmatch`).

    None where `known`, the text at hand, is one already.
    """
    try:
        if getattr(re, way)(pattern, known) is None:
            return None
        return next((text for text in ("!", "", "a b") if getattr(re, way)(pattern, text) is None), None)
    except re.error:
        return None


def is_tame(pattern: str) -> bool:
    """Whether matching a short text takes a short time: no repeated group ends in a repetition."""
    return len(pattern) < 300 and not _NESTED.search(pattern)


def _alternatives(pattern: str, index: int) -> tuple[str, int]:
    """The first alternative's text, and where the group ends."""
    text, index = _sequence(pattern, index)
    while index < len(pattern) and pattern[index] == "|":
        _, index = _sequence(pattern, index + 1)
    return text, index


def _sequence(pattern: str, index: int) -> tuple[str, int]:
    text = ""
    while index < len(pattern) and pattern[index] not in "|)":
        piece, index = _atom(pattern, index)
        count, index = _repeats(pattern, index)
        text += piece * count
    return text, index


def _atom(pattern: str, index: int) -> tuple[str, int]:
    character = pattern[index]
    if character == "(":
        return _group(pattern, index)
    if character == "[":
        return _character_class(pattern, index)
    if character == "\\":
        escaped = pattern[index + 1]
        if escaped.isdigit():
            raise _Unreadable
        return _CLASSES.get(escaped, _ESCAPES.get(escaped, escaped)), index + 2
    if character in "^$":
        return "", index + 1
    return ("a" if character == "." else character), index + 1


def _group(pattern: str, index: int) -> tuple[str, int]:
    inner = index + 1
    if pattern.startswith("(?", index):
        named = re.compile(r"\(\?(?:P<\w+>|:)").match(pattern, index)
        if named is None:
            raise _Unreadable
        inner = named.end()
    text, end = _alternatives(pattern, inner)
    if pattern[end] != ")":
        raise _Unreadable
    return text, end + 1


def _character_class(pattern: str, index: int) -> tuple[str, int]:
    end = pattern.index("]", index + 2)
    while pattern[end - 1] == "\\":
        end = pattern.index("]", end + 1)
    members = pattern[index + 1 : end]
    if members.startswith("^"):
        refused = re.compile(pattern[index : end + 1])
        return next(letter for letter in "a1 -_" if refused.match(letter)), end + 1
    if members.startswith("\\"):
        return _atom(members, 0)[0], end + 1
    return members[0], end + 1


def _repeats(pattern: str, index: int) -> tuple[int, int]:
    """How often a piece is written, and where its quantifier ends: once for `+` and `*`, not at all for `?`."""
    count = 1
    if index < len(pattern) and pattern[index] in "?*+":
        count = 0 if pattern[index] == "?" else 1
        index += 1
    elif (counted := _COUNT.match(pattern, index)) is not None:
        count = min(int(counted[1] or 0) or 1, _MAX_REPEATS)
        index = counted.end()
    else:
        return 1, index
    return count, index + 1 if index < len(pattern) and pattern[index] in "?+" else index

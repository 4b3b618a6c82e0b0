"""`strip` given a word: it removes any of its characters, not the word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.rules.logic.traps.trap import Trap
from groundwire.model import Fix, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

REPEATED: Final = "ruff:B005"
"""Says the same of a word in which a character is repeated."""
_EXTENSION: Final = re.compile(r"\.[a-z][a-z0-9]{1,5}(?:\.[a-z][a-z0-9]{1,3})?")
_SUFFIX: Final = re.compile(r"[_.:/ -][a-z]{3,}|[a-z]{4,}")
_PREFIX: Final = re.compile(r"[a-z]{3,}[_.:/ -]{1,3}|[a-z]{4,}")
_VOWEL: Final = re.compile(r"[aeiouy]")
_ADDRESS: Final = re.compile(r"www\.|[a-z]{2,6}://(?:www\.)?")
"""How addresses begin."""
_REPLACEMENTS: Final = {"rstrip": "removesuffix", "lstrip": "removeprefix"}


def traps(unit: ParsedUnit) -> Iterator[Trap]:
    """Every strip of a unit whose argument is a word."""
    for call in unit.nodes(cst.Call):
        if not isinstance(call.func, cst.Attribute) or len(call.args) != 1:
            continue
        method = call.func.attr.value
        word = string_value(call.args[0].value)
        if word is None or method not in {"strip", "lstrip", "rstrip"} or not _is_word(word, method):
            continue
        text, left = _witness(word, method)
        message = f"{quoted(unit.source(call))} removes single characters, not {word!r}."
        why = f'`"{text}".{method}({word!r})` is {left!r}.'
        overlaps = (REPEATED,) if len(set(word)) != len(word) else ()
        fixes = _fixes(call, method, unit)
        # The sign before a bare word (`…/browse`, `shop.models`) ends the stripping, as who wrote it may have seen.
        yield Trap(call, message, why, fixes=fixes, overlaps=overlaps, generated_only=word.isalpha())


def _is_word(word: str, method: str) -> bool:
    if _EXTENSION.fullmatch(word):
        return method != "lstrip"
    if _ADDRESS.fullmatch(word):
        return method == "lstrip"
    shape = _PREFIX if method == "lstrip" else _SUFFIX
    letters = [letter for letter in word if letter.isalpha()]
    return shape.fullmatch(word) is not None and letters != sorted(letters) and _VOWEL.search(word) is not None


def _witness(word: str, method: str) -> tuple[str, str]:
    """A text that ends (begins) with the word and loses more than it."""
    if method == "lstrip":
        text = f"{word}{word[0]}{'-' if 'x' in word else 'x'}"
        return text, text.lstrip(word)
    text = f"x{word[-1]}{word}"
    return text, text.rstrip(word) if method == "rstrip" else text.strip(word)


def _fixes(call: cst.Call, method: str, unit: ParsedUnit) -> tuple[Fix, ...]:
    replacement = _REPLACEMENTS.get(method)
    if replacement is None or not isinstance(call.func, cst.Attribute):
        return ()
    return (Fix(f"Use `{replacement}`", (TextEdit(unit.range(call.func.attr), replacement),)),)

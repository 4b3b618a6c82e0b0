"""Words by which code owns up to being a placeholder, in its comments, docstring or messages."""

from __future__ import annotations

import io
import re
import tokenize
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from groundwire.analysis.rules.logic.optional_values import docstring
from groundwire.analysis.rules.logic.trivial_bodies import constant_body

if TYPE_CHECKING:
    from groundwire.analysis import cst
    from groundwire.analysis.parsed import ParsedUnit

_PLACES: Final = "implementation|application|app|system|scenario|setup|service|environment|project|code(?:base)?"
_REAL: Final = re.compile(
    rf"in (?:a|the) (?:real|production|actual)[- ](?:world )?(?:{_PLACES})\b"
    r"|in (?:a )?production,? (?:you|this|we|it) (?:would|should|might|will)\b"
    r"|\b(?:this|it) would (?:normally|typically|actually|really) (?:call|query|connect|use|send|fetch|check)\b"
    r"|\breplace (?:this )?with (?:your|the|an?) (?:actual|real|own)\b"
    r"|\breal implementation (?:would|should|goes)\b"
    r"|\byour (?:code|logic|implementation) (?:goes )?here"
    r"|\badd your (?:code|logic|implementation)\b"
    r"|\bsimulat(?:e|es|ed|ing) (?:an? |the )?(?:api|network|database|db|call|response|request|payment|query)\b"
    r"|\bplaceholder (?:implementation|logic)\b"
    rf"|\bplaceholder for (?:the (?:actual|real)|(?:an? )?(?:actual|real) (?:{_PLACES}|logic|call|check|query))\b"
    r"|\bmock(?:ed)? (?:implementation|response|data) for now\b"
    r"|\bfor now,? (?:just |we |simply )*simulat(?:e|es|ed|ing)\b",
    re.IGNORECASE,
)
"""Said in a comment of the code beside it, whatever that does; in a docstring it may be advice to the reader."""
_UNDONE: Final = re.compile(
    r"\b(?:todo|fixme)\b\W*(?:\w+ ){0,2}implement\b"
    r"|\bnot (?:yet )?implemented(?: yet)?\W*$"
    r"|\bimplement (?:me|this later|later)\b"
    r"|\bto be implemented\b"
    r"|\bplaceholder\b(?! (?:\w+ )?for (?:the )?(?:abstract|future|interface|base|protocol|subclass))"
    r"|\bfor now,? (?:just |we |simply )*(?:return|accept|assume|always)\b"
    r"|\bdummy (?:value|implementation|data)\b"
    r"|\bhard-?coded (?:for|value|response)\b"
    r"|\bstub(?:bed)?(?: implementation| for now)\b"
    r"|\bthis is (?:just |only |merely )?an? (?:stub|mock|dummy)\b"
    r"|\bmock(?:ed)? (?:data|value|response|result)s?\b"
    r"|\bwould (?:normally|typically|actually|really) (?:call|query|connect|use|send|fetch|check)\b",
    re.IGNORECASE,
)
"""Said of a body that is a bare constant."""
_NEEDLESS: Final = re.compile(r"\b(?:do(?:es)?n't|do(?:es)? not|no) need\b|\bnothing to\b", re.IGNORECASE)
"""Said where there is nothing to do, and so nothing left undone."""
_FOR_A_TOOL: Final = re.compile(
    r"\b(?:satisfy|please|appease|for)\b.*(?:\btype[- ]?checker|\bmypy\b|\bpyright\b|\blinter)", re.IGNORECASE
)
"""Said of what stands there for the sake of a tool."""
_TEXTS: Final = re.compile(r"(\"\"\"|''').*?\1", re.DOTALL)
_OPENING: Final = 4
"""Lines of a docstring that say what the function is; what follows is about its use."""
_COMMENT: Final = re.compile(r"#\s*(.+)")


def admission(function: cst.FunctionDef, unit: ParsedUnit) -> str | None:
    """The words that give a function away, quoted; None where there are none."""
    trivial = constant_body(function, unit, with_output=True) is not None
    opening = docstring(unit).split("\n")[:_OPENING] if trivial else []
    texts = [*comments(unit), *opening]
    if any(_FOR_A_TOOL.search(text) for text in texts):
        return None
    for text in texts:
        if _NEEDLESS.search(text):
            continue
        if _REAL.search(text) or (trivial and _UNDONE.search(text)):
            if text not in opening and not any(text in comment for comment in _tokens(unit.text)):
                continue  # a line of a text that is written elsewhere
            words = text.strip().strip("# ").rstrip(".")
            return f'"{words if len(words) <= 100 else words[:97] + "…"}"'
    return None


def comments(unit: ParsedUnit) -> list[str]:
    """The unit's comment lines, without those of examples in its documentation.

    A `#` in a text of one line is not told apart here.
    """
    return [found[1] for line in _TEXTS.sub("", unit.text).split("\n") if (found := _COMMENT.search(line)) is not None]


def _tokens(text: str) -> list[str]:
    """The comments of a piece of code, as far as it can be read."""
    found: list[str] = []
    with suppress(tokenize.TokenError, SyntaxError):
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        found.extend(token.string for token in tokens if token.type == tokenize.COMMENT)
    return found

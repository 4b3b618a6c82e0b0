"""What a parser says of a literal it rejects."""

from __future__ import annotations

from typing import NamedTuple


class Rejection(NamedTuple):
    """The parser's words, and the value that was meant where only one can be."""

    words: str
    instead: str | None = None

"""Whose a line is, for formats that know lines only."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from groundwire.provenance.line_states import line_states
from groundwire.text.lines import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import Origin, State
    from groundwire.provenance.exchange.note import FileNote


class Owned(NamedTuple):
    """Lines in a row, counted from one and both included, of one state and origin."""

    first: int
    last: int
    state: State
    origin: Origin


def owned_lines(file: FileNote, raw: str) -> Iterator[Owned]:
    """The lines of a file that have an owner, in order; nothing where git would count its lines in another way."""
    text = normalised(raw)
    if "\r" in raw.replace("\r\n", ""):
        return
    at = 1
    for (state, origin), lines in groupby(line_states(text, file.attribution)):
        count = sum(1 for _ in lines)
        if origin is not None and state != "unknown":
            yield Owned(at, at + count - 1, state, origin)
        at += count

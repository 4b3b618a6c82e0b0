"""What a command must know of the rules before it knows whether any will run: loading them takes longer than that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from groundwire.analysis.cache.database import Cache

_KIND: Final = "catalogue"


class Entry(NamedTuple):
    """A rule's declaration, as far as choosing goes."""

    code: str
    name: str
    needs_project: bool
    generated_only: bool
    overlaps: tuple[str, ...]
    overlaps_in_part: tuple[str, ...]


def catalogue(cache: Cache | None, code: bytes) -> tuple[Entry, ...]:
    """Every rule there is."""
    if cache is not None and (value := cache.get(_KIND, code)) is not None:
        try:
            return tuple(
                Entry(rule, name, needs_project, generated_only, tuple(overlaps), tuple(in_part))
                for rule, name, needs_project, generated_only, overlaps, in_part in json.loads(value)
            )
        except (ValueError, TypeError):
            pass  # not what we wrote: read the rules themselves
    from groundwire.analysis.rules import RULES  # noqa: PLC0415 - only where nobody has written down what they are

    found = tuple(
        Entry(rule.code, rule.name, rule.needs_project, rule.generated_only, rule.overlaps, rule.overlaps_in_part)
        for rule in RULES
    )
    if cache is not None:
        cache.put(_KIND, code, json.dumps(found).encode())
        cache.flush()  # for commands that end before they find anything, too
    return found

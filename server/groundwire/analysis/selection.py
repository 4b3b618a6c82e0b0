"""Which rules a person chose, by code, by name or by the beginning of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    class Named(Protocol):
        """A rule, or an entry of the catalogue."""

        @property
        def code(self) -> str:
            """As `GW101`."""

        @property
        def name(self) -> str:
            """As `unresolved-module`."""


def matching(rules: Sequence[Named], chosen: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Codes of the rules that are meant, and what means none of them, in the order written."""
    codes: set[str] = set()
    unknown: list[str] = []
    for text in chosen:
        found = {rule.code for rule in rules if rule.name == text or (text[:2] == "GW" and rule.code.startswith(text))}
        codes |= found
        if not found:
            unknown.append(text)
    return frozenset(codes), tuple(unknown)

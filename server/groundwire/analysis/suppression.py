"""`# groundwire: ignore[GW101]` on a line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from groundwire.model import Position, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from groundwire.model import Finding

_IGNORE: Final = re.compile(r"#\s*groundwire:\s*ignore\[\s*([A-Z]{2}\d{3}(?:\s*,\s*[A-Z]{2}\d{3})*)\s*\]")


def with_suppressions(findings: Iterable[Finding], text: str) -> Iterator[Finding]:
    """The findings of one unit's text, each with the comment on its first or last line that names its code."""
    comments = _comments(text)
    for finding in findings:
        found = next(
            (
                comments[line][1]
                for line in (finding.range.start.line, finding.range.end.line)
                if line in comments and finding.code in comments[line][0]
            ),
            None,
        )
        yield replace(finding, suppression=found) if found is not None else finding


def _comments(text: str) -> dict[int, tuple[frozenset[str], Range]]:
    """Line → (codes, range of the comment)."""
    if "groundwire:" not in text:
        return {}
    found: dict[int, tuple[frozenset[str], Range]] = {}
    for number, line in enumerate(text.split("\n")):
        if (match := _IGNORE.search(line)) is not None:
            codes = frozenset(code.strip() for code in match[1].split(","))
            found[number] = codes, Range(Position(number, match.start()), Position(number, match.end()))
    return found

"""What rules found in a unit's text, with the questions it rests on: kept for every process that meets the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.answers import Asked, asked, asked_from_json
from groundwire.wire import finding_from_json, finding_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.recorded import Read
    from groundwire.model import Finding

_KIND: Final = "unit"
_CONTEXTS_PER_RULE: Final = 4
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
"""Made once: `json.dumps` makes one for each text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A rule's answer in one context."""

    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]


class UnitFindings:
    """The findings kept on disk, of one version of the code; `code` tells it."""

    def __init__(self, cache: Cache, code: bytes) -> None:
        self._cache = cache
        self._code = code
        self._waiting: dict[tuple[str, str, int], tuple[bytes, dict[str, list[Stored]]]] = {}
        """By what only one text can stand for at a time: a text that was typed over is not kept."""
        self._any: bool | None = None
        """Whether something was kept at first: the first scan of a project looks for nothing but its own."""
        self._own: set[bytes] = set()
        """Keys of what this process kept."""

    def of(self, digest: str) -> dict[str, list[Stored]]:
        """What is known of the unit with this digest, by rule."""
        if self._any is None:
            self._any = self._cache.holds_any(_KIND)
        key = self._key(digest)
        value = self._cache.get(_KIND, key) if self._any or key in self._own else None
        if value is None:
            return {}
        try:
            return _known(json.loads(value))
        except (ValueError, KeyError, TypeError, IndexError):
            return {}

    def keep(self, place: tuple[str, str, int], digest: str, known: dict[str, list[Stored]]) -> None:
        """Have what is known written with the next `flush`, unless another text takes its place before."""
        self._waiting[place] = self._key(digest), known

    def flush(self) -> None:
        """Write what was kept."""
        for key, known in self._waiting.values():
            self._cache.put(_KIND, key, _ENCODER.encode(_written(known)).encode("utf-8", "surrogatepass"))
        self._own.update(key for key, _ in self._waiting.values())
        self._waiting.clear()
        self._cache.flush()

    def _key(self, digest: str) -> bytes:
        return self._code + bytes.fromhex(digest)


def added(known: list[Stored], reads: Iterable[Read], findings: tuple[Finding, ...]) -> list[Stored]:
    """The answers of one rule with a new one first."""
    if (now := asked(reads)) is None:
        return known
    return [Stored(tuple(now), findings), *known][:_CONTEXTS_PER_RULE]


def _written(known: dict[str, list[Stored]]) -> dict[str, Any]:
    """As JSON has it, each question once: rules ask much the same of a unit's names."""
    places: dict[Asked, int] = {}
    rules = {
        rule: [
            [
                [places.setdefault(each, len(places)) for each in stored.asked],
                list(map(finding_to_json, stored.findings)),
            ]
            for stored in answers
        ]
        for rule, answers in known.items()
    }
    return {"asked": list(places), "rules": rules}


def _known(value: dict[str, Any]) -> dict[str, list[Stored]]:
    """What `_written` wrote."""
    each = list(map(asked_from_json, value["asked"]))
    return {
        rule: [
            Stored(tuple(each[place] for place in places), tuple(map(finding_from_json, findings)))
            for places, findings in answers
        ]
        for rule, answers in value["rules"].items()
    }

"""What rules found in a unit's text, with the questions it rests on: kept for every process that meets the text."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.answers import read_from_json, read_to_json
from groundwire.wire import finding_from_json, finding_to_json

if TYPE_CHECKING:
    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.recorded import Read
    from groundwire.model import Finding

_KIND: Final = "unit"
_CONTEXTS_PER_RULE: Final = 4
"""The same text in changing contexts: how many are remembered."""
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
"""Made once: `json.dumps` makes one for each text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A rule's answer in one context."""

    reads: tuple[Read, ...]
    findings: tuple[Finding, ...]


class UnitFindings:
    """The findings kept on disk, of one version of the code; `code` tells it."""

    def __init__(self, cache: Cache, code: bytes, *, once: bool = False) -> None:
        """`once`: for who goes through a project once; where nothing was kept by then, nothing is looked for."""
        self._cache = cache
        self._code = code
        self._kept_before = not once or cache.holds_any(_KIND)
        self._waiting: dict[tuple[str, str, int], tuple[bytes, dict[str, list[Answer]]]] = {}
        """By what only one text can stand for at a time: a text that was typed over is not kept."""

    def of(self, digest: str) -> dict[str, list[Answer]]:
        """What is known of the unit with this digest, by rule."""
        if not self._kept_before or (value := self._cache.get(_KIND, self._key(digest))) is None:
            return {}
        try:
            return _known(json.loads(value))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return {}  # not what we wrote: it is found anew

    def keep(self, place: tuple[str, str, int], digest: str, known: dict[str, list[Answer]]) -> None:
        """Have what is known written with the next `flush`, unless another text takes its place before."""
        self._waiting[place] = self._key(digest), known

    def flush(self) -> None:
        """Write what was kept."""
        for key, known in self._waiting.values():
            with suppress(TypeError):  # of a question that JSON cannot hold: the others are kept
                self._cache.put(_KIND, key, _ENCODER.encode(_written(known)).encode("utf-8", "surrogatepass"))
        self._waiting.clear()
        self._cache.flush()

    def _key(self, digest: str) -> bytes:
        return self._code + bytes.fromhex(digest)


def added(known: list[Answer], new: Answer) -> list[Answer]:
    """The answers of one rule with a new one first."""
    return [new, *known][:_CONTEXTS_PER_RULE]


def _written(known: dict[str, list[Answer]]) -> dict[str, Any]:
    """As JSON has it, each question once: rules ask much the same of a unit's names."""
    places: dict[Read, int] = {}
    asked: list[list[Any]] = []
    rules: dict[str, list[Any]] = {}
    for rule, answers in known.items():
        for stored in answers:
            try:
                new = [read for read in stored.reads if read not in places]
                asked += map(read_to_json, new)
            except TypeError:
                del asked[len(places) :]
                continue  # it rests on what no other process can compare
            for read in new:
                places[read] = len(places)
            where = [places[read] for read in stored.reads]
            rules.setdefault(rule, []).append([where, list(map(finding_to_json, stored.findings))])
    return {"asked": asked, "rules": rules}


def _known(value: dict[str, Any]) -> dict[str, list[Answer]]:
    """What `_written` wrote."""
    reads = list(map(read_from_json, value["asked"]))
    return {
        rule: [
            Answer(tuple(reads[place] for place in places), tuple(map(finding_from_json, findings)))
            for places, findings in answers
        ]
        for rule, answers in value["rules"].items()
    }

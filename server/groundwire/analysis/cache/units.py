"""What rules found in a unit's text, with the questions it rests on: kept for every process that meets the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.answers import Question, answers_digest, ask, from_json, questions_of
from groundwire.wire import finding_from_json, finding_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.cache.database import Cache
    from groundwire.analysis.recorded import Read, Reads, Recorded
    from groundwire.model import Finding

_KIND: Final = "unit"
_CONTEXTS_PER_RULE: Final = 4
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))
"""Made once: `json.dumps` makes one for each text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A rule's answer in one context."""

    questions: tuple[Question, ...]
    answers: str
    """Digest of the answers that they had."""
    findings: tuple[Finding, ...]

    def holds(self, contexts: Mapping[str, Recorded]) -> bool:
        """Whether every question has the same answer in these contexts."""
        try:
            answers = [ask(question, contexts) for question in self.questions]
        except (KeyError, AttributeError, TypeError):
            return False
        return answers_digest(answers) == self.answers


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
            return {rule: [_read(stored) for stored in answers] for rule, answers in json.loads(value).items()}
        except (ValueError, KeyError, TypeError):
            return {}

    def keep(self, place: tuple[str, str, int], digest: str, known: dict[str, list[Stored]]) -> None:
        """Have what is known written with the next `flush`, unless another text takes its place before."""
        self._waiting[place] = self._key(digest), known

    def flush(self) -> None:
        """Write what was kept."""
        for key, known in self._waiting.values():
            written = {rule: list(map(_written, answers)) for rule, answers in known.items()}
            text = _ENCODER.encode(written)
            self._cache.put(_KIND, key, text.encode("utf-8", "surrogatepass"))
        self._own.update(key for key, _ in self._waiting.values())
        self._waiting.clear()
        self._cache.flush()

    def _key(self, digest: str) -> bytes:
        return self._code + bytes.fromhex(digest)


def added(known: list[Stored], reads: Reads, findings: tuple[Finding, ...]) -> list[Stored]:
    """The answers of one rule with a new one first."""
    asked: list[Read] = list(reads.values())
    answers = answers_digest(read.answer for read in asked)
    if answers is None:
        return known
    return [Stored(tuple(questions_of(asked)), answers, findings), *known][:_CONTEXTS_PER_RULE]


def _written(stored: Stored) -> list[Any]:
    return [stored.questions, stored.answers, list(map(finding_to_json, stored.findings))]


def _read(value: list[Any]) -> Stored:
    questions, answers, findings = value
    return Stored(tuple(map(from_json, questions)), answers, tuple(map(finding_from_json, findings)))

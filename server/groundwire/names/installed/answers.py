"""Answers of one environment that outlive the child: in memory, and on disk for other processes."""

from __future__ import annotations

import json
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.cache.stamp import package_stamp

if TYPE_CHECKING:
    from groundwire.analysis.cache.database import Cache

Question = tuple[tuple[str, Any], ...]
"""The pairs of the object that the child is sent."""
_UNKNOWN: Final[dict[str, Any]] = {"kind": "unknown"}
_KIND: Final = "installed"
_MOST: Final = 20_000
"""Answers held in memory."""


class Answers:
    """By question. What could not be answered is not kept on disk: another day it may be.

    `told` is called from any thread, everything else from the one that uses the cache.
    """

    def __init__(self, cache: Cache | None = None, state: bytes = b"", sites: tuple[str, ...] = ()) -> None:
        self._cache = cache
        self._sites = sites
        self._state = state
        """What the answers hold for: the state of the environment, and our own code."""
        self._stamps: dict[str, bytes | None] = {}
        """By top-level package: one that is edited where it stands leaves the environment's state as it was."""
        self._known: OrderedDict[Question, dict[str, Any]] = OrderedDict()
        self._new: list[tuple[Question, dict[str, Any]]] = []

    def of(self, question: Question) -> dict[str, Any] | None:
        """The answer that is known."""
        self.write()
        known = self._known.get(question)
        if known is None and (kept := self._kept(question)):
            known = self._known[question] = json.loads(kept)
        return known

    def told(self, question: Question, answer: dict[str, Any] | None) -> dict[str, Any]:
        """Keep an answer, or that there is none."""
        self._known[question] = kept = answer if answer is not None else _UNKNOWN
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        if kept["kind"] != "unknown":
            self._new.append((question, kept))
        return kept

    def _kept(self, question: Question) -> bytes | None:
        if self._cache is None or (key := self._key(question)) is None:
            return None
        return self._cache.get(_KIND, key)

    def write(self) -> None:
        """Put down what was told since."""
        while self._new and self._cache is not None:
            question, answer = self._new.pop()
            if (key := self._key(question)) is not None:
                self._cache.put(_KIND, key, json.dumps(answer).encode())

    def _key(self, question: Question) -> bytes | None:
        """None where nothing tells whether the package is still what it was."""
        if (stamp := self._package(dict(question)["path"].partition(".")[0])) is None:
            return None
        return blake2b(self._state + stamp + json.dumps(question).encode(), digest_size=16).digest()

    def _package(self, name: str) -> bytes | None:
        if name not in self._stamps:
            self._stamps[name] = package_stamp(name, self._sites)
        return self._stamps[name]

"""What git's commits hint at where nobody is known to have written a text: asked when a person looks, never before.

An answer holds for one commit checked out and one version of the document, moved through the edits since. A line that
was edited since has none until git is asked again, which is at the next look.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, NamedTuple
from weakref import WeakKeyDictionary

from groundwire.lsp.git_calls import answered
from groundwire.provenance.git_call import GitError
from groundwire.provenance.head import head_stamp
from groundwire.provenance.last_commits import hints_steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.provenance.head import Stamp
    from groundwire.provenance.last_commits import CommitHint

log = logging.getLogger(__name__)

_DEADLINE: Final = 5.0
"""Seconds until git is not waited for any more: a hint is not worth more."""


class _Known(NamedTuple):
    stamp: Stamp
    version: int
    lines: Mapping[int, CommitHint]


class Hints:
    """The hints of the documents that someone looked at."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[TrackedDocument, _Known] = WeakKeyDictionary()
        self._asked: dict[TrackedDocument, asyncio.Task[_Known | None]] = {}

    def at(self, document: TrackedDocument, line: int) -> CommitHint | None:
        """What is known of a line now; where nothing is, git is asked, and knows the next time."""
        stamp = _stamp(document)
        if stamp is None:
            return None
        known = self._known.get(document)
        if known is not None and known.stamp == stamp:
            then = document.history.backward(line, known.version)
            if then is not None:
                return known.lines.get(then)
        self._ask(document, stamp)
        return None

    async def of(self, document: TrackedDocument) -> Mapping[int, CommitHint]:
        """The hints of every line of the document as it is when this is called, waiting for git; none where it is
        edited meanwhile.
        """
        stamp, version = _stamp(document), document.version
        known = self._known.get(document)
        while stamp is not None and document.version == version:
            if known is not None and (known.stamp, known.version) == (stamp, version):
                return known.lines
            known = await asyncio.shield(self._ask(document, stamp))
            if known is None:
                break
        return {}

    async def close(self) -> None:
        """Ask no more."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    def _ask(self, document: TrackedDocument, stamp: Stamp) -> asyncio.Task[_Known | None]:
        """One question for each document at a time."""
        task = self._asked.get(document)
        if task is None:
            task = asyncio.create_task(self._answer(document, stamp))
            self._asked[document] = task
            task.add_done_callback(lambda _: self._asked.pop(document, None))
        return task

    async def _answer(self, document: TrackedDocument, stamp: Stamp) -> _Known | None:
        place, version = document.place, document.version
        if place is None or version is None:
            return None
        text = document.document.raw_text().encode("utf-8", "surrogatepass")
        lines: Mapping[int, CommitHint] = {}
        try:
            steps = hints_steps(place.file.parent, place.file.name, text)
            lines = await asyncio.wait_for(answered(steps), _DEADLINE)
        except (GitError, asyncio.TimeoutError) as error:
            log.info("git says nothing of %s: %s", place.file, str(error) or "it took too long")
        if _stamp(document) != stamp:  # another commit was checked out meanwhile: of which of them it speaks is open
            return None
        known = _Known(stamp, version, lines)
        self._known[document] = known
        return known


def _stamp(document: TrackedDocument) -> Stamp | None:
    if document.place is None or document.notebook is not None:  # git knows the lines of a notebook's JSON
        return None
    return head_stamp(str(document.place.file.parent))

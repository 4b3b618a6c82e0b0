"""Gets generated units judged: asks the worker about texts it has not judged, and takes over its answers."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from groundwire.confidence.verdict import OutsideFacts
from groundwire.lsp.analyser import START_AGAIN, NotStarted, WorkerDied
from groundwire.model import NotAnalysed
from groundwire.wire import finding_from_json, run_from_json

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine

    from groundwire.lsp.notebook import Notebook
    from groundwire.lsp.session import Session
    from groundwire.lsp.tracked import TrackedDocument
    from groundwire.lsp.units import UnitState

log = logging.getLogger(__name__)

_BATCH: Final = 64
"""Units asked about at once."""
_DEATHS: Final = 2
"""Times the worker may die over one unit alone before the unit is blamed: something else may have ended it once."""

_LONGEST_REST: Final = 300.0
"""Seconds, at most, until a worker that ended is started again for the sake of its index."""


class Judging:
    """One task per document that has something to judge."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: set[str] = set()
        self._turn = asyncio.Lock()
        self._deaths: Counter[str] = Counter()
        """How often the worker died over a text alone, by its digest."""
        self._blamed: dict[str, str] = {}
        """Digests of texts that the worker does not survive, and why."""
        self._begun = False
        """The analysis process stood, or was found not to."""
        self._retry: asyncio.TimerHandle | None = None
        self._endings = 0
        """How often the worker ended since it last built an index."""

    async def begin(self) -> None:
        """Start the analysis process, so that it stands when it is first needed."""
        try:
            await self._session.analyser.start()
        except NotStarted as failure:
            self._not_started(failure)
        self._begun = True
        self._session.showing.status_changed()

    def want(self, document: TrackedDocument) -> None:
        """Something of the document may need judging; it is shown when that is done."""
        self._wanted.add(document.uri)
        if document.uri not in self._running:
            self._running[document.uri] = self.spawn(self._judge(document.uri))

    def recheck(self, document: TrackedDocument) -> None:
        """Judge every generated unit of the document again: what its project says may have changed."""
        for state in document.units:
            state.due = True
        document.comments.due = True
        self.want(document)

    def index_changed(self, root: str) -> None:
        """The project's index is built, or a file of it changed."""
        self._endings = 0
        for document in self._session.documents.values():
            if document.place is not None and str(document.place.folder.root) == root and len(document.units):
                self.recheck(document)

    def inferred(self, root: str, path: str | None) -> None:
        """More is known of the names in a file, or in any of a folder: units were judged without that."""
        for document in self._session.documents.values():
            place = document.place
            if place is not None and str(place.folder.root) == root and path in {place.path, None}:
                self.recheck(document)

    def worker_ended(self) -> None:
        """The worker ended unasked, and its index with it: units that wait for one need another worker, soon.

        One that ends again and again before it has built an index is started ever more seldom.
        """
        if any(state.pending for document in self._session.documents.values() for state in document.units):
            self._endings += 1
            self._again_in(min(2.0**self._endings, _LONGEST_REST))

    @property
    def busy(self) -> bool:
        """Whether any unit waits to be judged, or the analysis process has not stood yet."""
        return bool(self._running) or not self._begun

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run work that ends with the session; its failure is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("judging failed", exc_info=error)

    async def _judge(self, uri: str) -> None:
        """Ask until nothing of the document is left to ask; edits meanwhile only add to it."""
        try:
            while (document := self._session.documents.get(uri)) is not None and uri in self._wanted:
                self._wanted.discard(uri)
                await self._ask_due(document)
                self._session.showing.judged(document)
        except NotStarted as failure:
            self._not_started(failure)
        finally:
            self._running.pop(uri, None)
            if uri in self._wanted and (document := self._session.documents.get(uri)) is not None:
                self.want(document)
            self._session.showing.status_changed()

    async def _ask_due(self, document: TrackedDocument) -> None:
        """Ask about every unit that is due, or until an edit has changed which those are."""
        size = _BATCH
        due = self._due(document)
        while (due or self._comments_due(document)) and document.uri not in self._wanted:
            batch, due = due[:size], due[size:]
            try:
                await self._ask(document, batch)
                self._session.showing.problem(None)
            except NotStarted:
                raise
            except WorkerDied as error:
                if not batch:  # the comments alone: not asked about for ever, where no process can be started either
                    document.comments.due = False
                if len(batch) == 1:
                    self._blame(batch[0], str(error))
                size = 1  # ask about each alone, to find which one it was
                due = self._due(document)

    def _comments_due(self, document: TrackedDocument) -> bool:
        return document.comments.due and document.attributed and self._session.is_on(document)

    def _due(self, document: TrackedDocument) -> list[UnitState]:
        if not self._session.is_on(document):
            return []
        for state in document.units:
            if state.due and (why := self._blamed.get(state.digest)) is not None:
                document.answer(state, None, NotAnalysed(why))
                state.due = False
        return [state for state in document.units if state.due]

    async def _ask(self, document: TrackedDocument, batch: list[UnitState]) -> None:
        async with self._turn:  # one question at a time, so that a dead worker is blamed on the right unit
            await self._session.analyser.start()  # documents come and go while it starts
            if self._session.documents.get(document.uri) is not document:
                document.comments.due = False
                return
            chosen = set(map(id, batch))  # an edit while it waited for its turn may have put others in their place
            batch = [state for state in document.units if id(state) in chosen]
            self.follow(document)
            revision = document.revision
            units = [[state.header, state.share.counts] for state in batch]
            for state in batch:
                state.due = False  # from now on a change of the project makes it due again
            comments, document.comments.due = document.comments.due, False
            question = {"do": "analyse", "uri": document.uri, "units": units, "comments": comments}
            try:
                answer = await self._session.analyser.ask(question)
            except WorkerDied:
                document.comments.due = comments and bool(batch)  # alone, they are not asked about for ever
                asked = {state.digest for state in batch}
                for state in document.units:
                    state.due = state.due or state.digest in asked
                raise
        judged = self._take(document, answer)
        if document.revision == revision:
            if (told := answer.get("comments")) is not None:
                document.told_comments(told)
            missed = [state for state in batch if state.digest not in judged]
            self._not_judged(document, missed, answer.get("error", "the analysis has another text of it"))
        elif comments:
            document.comments.due = True

    def follow(self, document: TrackedDocument) -> None:
        """See to it that the worker has the document's text, and of a notebook all cells: they are one module."""
        notebook = document.notebook
        for one in [document] if notebook is None else notebook.documents():
            if not one.followed:
                one.followed = True
                self._session.analyser.tell(open_message(one))
                if notebook is not None:
                    notebook.followed = False
        if notebook is not None and not notebook.followed:
            notebook.followed = True
            self._session.analyser.tell(notebook_message(notebook))

    def _not_judged(self, document: TrackedDocument, missed: list[UnitState], why: str) -> None:
        if missed:
            log.error("%d units of %s were not judged: %s", len(missed), document.uri, why)
            document.followed = False  # it is sent again with the next question
        for state in missed:
            document.answer(state, None, NotAnalysed(f"its analysis failed ({why})"))

    def _take(self, document: TrackedDocument, answer: dict[str, Any]) -> Collection[str]:
        """Take over what the worker says of texts that still stand; the digests of all that it judged."""
        answers = {judged["digest"]: judged for judged in answer.get("units", ())}
        for state in document.units:
            if (judged := answers.get(state.digest)) is None:
                continue
            why = judged["not_analysed"]
            findings = None if why else tuple(finding_from_json(value) for value in judged["findings"])
            facts = OutsideFacts(judged["run"] and run_from_json(judged["run"]), judged["complexity"])
            document.answer(state, findings, NotAnalysed(why) if why else None, pending=judged["pending"], facts=facts)
            for code in judged["faults"]:
                self._session.showing.fault(code)
        return answers.keys()

    def _blame(self, state: UnitState, why: str) -> None:
        self._deaths[state.digest] += 1
        if self._deaths[state.digest] >= _DEATHS:
            self._blamed[state.digest] = f"its analysis ended the process ({why})"

    def _not_started(self, failure: NotStarted) -> None:
        """Say so, and ask again when another start of the analysis process may be tried."""
        self._session.showing.problem(
            f"Nothing can be analysed: {failure}. It is tried again; if that does not help, see the log."
        )
        self._again_in(START_AGAIN)

    def _again_in(self, seconds: float) -> None:
        if self._retry is None:
            self._retry = asyncio.get_running_loop().call_later(seconds, self._ask_again)

    def _ask_again(self) -> None:
        self._retry = None
        for document in self._session.documents.values():
            for state in document.units:
                state.due = state.due or state.pending
            self.want(document)

    async def close(self) -> None:
        """Stop judging."""
        if self._retry is not None:
            self._retry.cancel()
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


def open_message(document: TrackedDocument) -> dict[str, Any]:
    """What the worker is to know of a document."""
    place = document.place
    return {
        "do": "open",
        "uri": document.uri,
        "root": str(place.folder.root) if place is not None else None,
        "path": place.path if place is not None else document.file_uri.rpartition("/")[2],
        "text": document.document.raw_text(),
        "cell": document.notebook is not None,
    }


def notebook_message(notebook: Notebook) -> dict[str, Any]:
    """What the worker is to know of a notebook: its cells, in their order."""
    path = notebook.place.path if notebook.place is not None else notebook.uri.rpartition("/")[2]
    cells = [document.uri for document in notebook.documents()]
    return {"do": "notebook", "uri": notebook.uri, "path": path, "cells": cells}

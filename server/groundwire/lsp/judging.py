"""Gets generated units judged: asks the worker about texts it has not judged, and takes over its answers."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

from groundwire.lsp import convert
from groundwire.lsp.analyser import TIME_LIMIT, WorkerDied
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import NotAnalysed, Origin
from groundwire.text.read import read_source
from groundwire.wire import finding_from_json

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from groundwire.lsp.folders import Folder, Place
    from groundwire.lsp.messages import DidAttribute
    from groundwire.lsp.session import Session
    from groundwire.lsp.units import UnitState

log = logging.getLogger(__name__)

_BATCH: Final = 64
"""Units asked about at once."""
_SURVEYED: Final = 1_000
"""Files with generated regions that are judged without being open."""


class Judging:
    """One task per document that has something to judge."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted: set[str] = set()
        self._recheck: set[str] = set()
        self._turn = asyncio.Lock()
        self._unanswerable: dict[str, str] = {}
        """Digests of texts that the worker did not survive, and why."""

    def want(self, document: TrackedDocument) -> None:
        """Something of the document may need judging; it is shown when that is done."""
        self._wanted.add(document.uri)
        if document.uri not in self._running:
            task = self._spawn(self._judge(document.uri))
            self._running[document.uri] = task

    def recheck(self, document: TrackedDocument) -> None:
        """Judge every generated unit of the document again: what its project says may have changed."""
        self._recheck.add(document.uri)
        self.want(document)

    def index_changed(self, root: str) -> None:
        """The project's index is built, or a file of it changed."""
        for document in self._session.documents.values():
            if document.place is not None and str(document.place.folder.root) == root and len(document.units):
                self.recheck(document)

    @property
    def busy(self) -> bool:
        """Whether any unit waits to be judged."""
        return bool(self._running)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
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
            alone = False
            while (document := self._session.documents.get(uri)) is not None and uri in self._wanted:
                self._wanted.discard(uri)
                states = list(document.units) if uri in self._recheck else self._unanswered(document)
                self._recheck.discard(uri)
                while states:
                    batch, states = (states[:1], states[1:]) if alone else (states[:_BATCH], states[_BATCH:])
                    try:
                        await self._ask(document, batch)
                    except WorkerDied as error:
                        alone = self._survive(batch, str(error))
                        states = self._unanswered(document)
                    if uri in self._wanted:
                        break
                self._session.showing.judged(document)
        finally:
            self._running.pop(uri, None)
            if uri in self._wanted and (document := self._session.documents.get(uri)) is not None:
                self.want(document)
            self._session.showing.status_changed()

    def _unanswered(self, document: TrackedDocument) -> list[UnitState]:
        return [state for state in document.units if state.answered != state.digest]

    async def _ask(self, document: TrackedDocument, batch: list[UnitState]) -> None:
        for state in batch:
            if (why := self._unanswerable.get(state.digest)) is not None:
                state.answered, state.not_analysed, state.pending = state.digest, NotAnalysed(why), False
        batch = [state for state in batch if state.digest not in self._unanswerable]
        if not batch:
            return
        async with self._turn:  # one question at a time, so that a dead worker is blamed on the right unit
            if self._session.documents.get(document.uri) is not document:
                return
            if not document.followed:
                document.followed = True
                self._session.analyser.tell(self.open_message(document))
            units = [[state.unit.header, state.share.counts] for state in batch]
            answer = await self._session.analyser.ask({"do": "analyse", "uri": document.uri, "units": units})
        if "error" in answer:
            log.error("the analysis of %s failed: %s", document.uri, answer["error"])
        self._take(document, answer)

    def _take(self, document: TrackedDocument, answer: dict[str, Any]) -> None:
        """Take over what the worker says of texts that still stand."""
        by_digest: dict[str, list[UnitState]] = {}
        for state in document.units:
            by_digest.setdefault(state.digest, []).append(state)
        for judged in answer.get("units", ()):
            for state in by_digest.get(judged["digest"], ()):
                state.answered, state.pending = state.digest, judged["pending"]
                why = judged["not_analysed"]
                state.not_analysed = NotAnalysed(why) if why else None
                if not why:  # else the last good findings stay
                    state.findings = tuple(finding_from_json(value) for value in judged["findings"])
                for code in judged["faults"]:
                    self._session.showing.fault(code)

    def _survive(self, batch: list[UnitState], why: str) -> bool:
        """The worker died over these units. True: ask about each alone, to find which one it was."""
        if len(batch) == 1:
            self._unanswerable[batch[0].digest] = f"its analysis ended the process ({why})"
        return True

    # documents that are not open

    def survey(self, folder: Folder) -> None:
        """Follow the folder's files that hold generated regions, though they are not open."""
        self._spawn(self._survey(folder))

    async def _survey(self, folder: Folder) -> None:
        for stored in folder.store.attributed_paths()[:_SURVEYED]:
            place = folder.place(folder.location.root / stored)
            if place is not None:
                self.read(place, place.file.as_uri())
            await asyncio.sleep(0)
        self._session.showing.notice(folder.store.notice)

    def read(self, place: Place, uri: str) -> None:
        """Follow a file as it is on disk, if generated text still stands in it."""
        if uri in self._session.documents:
            return
        text = read_source(place.file)
        if isinstance(text, NotAnalysed):
            log.info("%s is not followed: %s", place.file, text.reason)
            return
        document = TrackedDocument(uri, text, None, place)
        document.restore(place.folder.store.load(place.stored, document.document.text()))
        if document.attributed:
            self._session.adopt(document)

    def reviewed(self, document: TrackedDocument) -> None:
        """Load what a person confirmed of the document."""
        if document.place is not None:
            reviews = document.place.folder.store.reviews(document.place.stored)
            document.reviews = {review.digest: review.time for review in reviews}

    # attribution

    def attribute(self, message: DidAttribute) -> None:
        """Give text to its origin: at once, or when the version it speaks of arrives."""
        document = self._session.documents.get(message.uri)
        if document is None or document.version is None:
            log.warning("an attribution for a document that is not open is left out: %s", message.uri)
            return
        if message.version > document.version:
            document.early = [*document.early[-99:], message]
            return
        origin = origin_of(message)
        for place in message.ranges:
            now = document.history.forward(place, message.version)
            if now is None:
                log.warning("an attribution for version %s of %s came too late", message.version, message.uri)
                continue
            document.attribute(convert.to_range(document.document, now, self._session.encoding), origin)
        self.want(document)
        self._session.showing.regions_changed(document)

    def open_message(self, document: TrackedDocument) -> dict[str, Any]:
        """What the worker is to know of a document."""
        place = document.place
        return {
            "do": "open",
            "uri": document.uri,
            "root": str(place.folder.root) if place is not None else None,
            "path": place.path if place is not None else document.uri.rpartition("/")[2],
            "text": document.document.raw_text(),
        }

    async def close(self) -> None:
        """Stop judging."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.wait(self._tasks, timeout=TIME_LIMIT) if self._tasks else None


def origin_of(message: DidAttribute) -> Origin:
    """The origin an attribution speaks of; the same fields have the same id."""
    time = message.time or datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    via = f"accept:{message.event}" if message.kind == "completion" and message.event else f"client:{message.kind}"
    fields = (message.kind, message.grade, via, message.tool, message.model, message.session, message.event, time)
    digest = hashlib.blake2b("\0".join(map(str, fields)).encode(), digest_size=8).hexdigest()
    return Origin(
        id=f"o_{digest}",
        kind=message.kind,
        grade=message.grade,
        via=via,
        tool=message.tool,
        model=message.model,
        session=message.session,
        event=message.event,
        time=time,
    )

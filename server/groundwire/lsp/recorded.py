"""What other processes recorded: edits that agents told of, and what another window saved."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.lsp.git_calls import answered
from groundwire.provenance.git import Repository
from groundwire.provenance.store.take_in import TakeIn
from groundwire.text.notebook import is_notebook

if TYPE_CHECKING:
    from groundwire.lsp.folders import Folder
    from groundwire.lsp.session import Session

log = logging.getLogger(__name__)

QUICK: Final = 60_000
"""Bytes of edits that are taken in within some five milliseconds."""
_LOOK_EVERY: Final = 1.0
"""Seconds between looks at what others recorded; a look costs a folder listing and a number from SQLite."""


class _Seen(NamedTuple):
    """How far one folder's store has been read."""

    take_in: TakeIn
    version: int
    latest: int
    cleared: int


class Recorded:
    """Follows the stores of the workspace's folders."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: dict[str, _Seen] = {}
        """By the folder's URI."""
        self._looking = asyncio.Lock()
        self._asked: asyncio.Event = asyncio.Event()
        self.taking_in = False
        """A thread takes edits in, and whoever writes to that store meanwhile waits for it."""

    async def watch(self) -> None:
        """Look every so often, and when something suggests it."""
        while True:
            for folder in list(self._session.folders.values()):
                await self._look_safely(folder)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._asked.wait(), _LOOK_EVERY)
            self._asked.clear()

    async def _look_safely(self, folder: Folder) -> None:
        try:
            await self.look(folder)
        except Exception:  # the next look may fare better, and other folders have theirs
            log.exception("what was recorded of %s could not be read", folder.root)

    def soon(self) -> None:
        """Files changed: someone may just have recorded it."""
        self._asked.set()

    async def look(self, folder: Folder) -> None:
        """Take in what was recorded in a folder, and show what is new."""
        async with self._looking:
            if not self._stands(folder):
                return
            seen = self._seen.get(folder.uri)
            if seen is None:
                store = folder.store
                seen = _Seen(TakeIn(folder.location.store), store.version(), store.latest(), store.cleared())
            news = await self._take_in(folder, seen.take_in)
            if not self._stands(folder):
                return
            version = folder.store.version()
            paths = folder.store.saved_since(seen.latest) if news or version != seen.version else []
            latest = folder.store.latest()
            if latest < seen.latest:  # texts were cleared, and their numbers given again
                paths = folder.store.saved_since(0)
            cleared = folder.store.cleared() if version != seen.version else seen.cleared
            self._seen[folder.uri] = _Seen(seen.take_in, version, latest, cleared)
            if cleared != seen.cleared:
                self._forget_cleared(folder)
            for path in paths:
                if not self._stands(folder):
                    return
                self._changed(folder, path)
                await asyncio.sleep(0)

    async def _take_in(self, folder: Folder, take_in: TakeIn) -> bool:
        """Whether edits that were told came into the store."""
        if not take_in.waiting():
            return False
        await self._session.keeping.save_in(folder)  # an edit builds on what is known of the text before
        for root, path in take_in.unknown(folder.store):
            take_in.committed[root, path] = await answered(Repository(Path(root)).committed_steps(path))
            if not self._stands(folder):
                return False
        if folder.store.on_disk and take_in.size() > QUICK:
            self.taking_in = True
            try:
                told = await self._session.background.do(take_in.all_at_once)
            finally:
                self.taking_in = False
            if told is not None:
                self._session.showing.notice(told.notice)
                return told.news
        news = False
        for edit in take_in.steps(folder.store):
            news |= edit is not None
            await asyncio.sleep(0)
            if not self._stands(folder):
                break
        self._session.showing.notice(folder.store.notice)
        return news

    def _forget_cleared(self, folder: Folder) -> None:
        """Another window cleared what was known of some files: it goes from here, too."""
        for document in list(self._session.documents.values()):
            place = document.place
            if place is None or not document.attributed or place.folder.location.store != folder.location.store:
                continue
            left = folder.store.without_cleared(place.stored, document.attribution)
            if left is document.attribution:
                continue
            if not document.open:
                self._session.unopened.recorded(place)
                continue
            document.restore(left)
            self._session.judging.want(document)
            self._session.showing.regions_changed(document)

    def _stands(self, folder: Folder) -> bool:
        return self._session.folders.get(folder.uri) is folder

    def _changed(self, folder: Folder, path: str) -> None:
        """The store has another text of a path, or knows more of it; each work tree may have a file there."""
        for tree in folder.trees():
            place = self._session.place_of(tree / path)
            if place is None or place.stored != path:
                continue
            document = self._session.by_file.get(place.file)
            if is_notebook(path):
                self._session.notebooks.recorded(place)
            elif document is None or not document.open:
                self._session.unopened.recorded(place)
            elif (latest := folder.store.latest_text(path)) is not None:
                self._session.awaited.learn(document, *latest)

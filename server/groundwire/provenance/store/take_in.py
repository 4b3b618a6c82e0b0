"""Takes the edits that wait beside a store into it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from groundwire.provenance.git import Repository
from groundwire.provenance.records import inbox
from groundwire.provenance.records.edit import Edit
from groundwire.provenance.store.database import MEANWHILE
from groundwire.provenance.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)


class TakenIn(NamedTuple):
    """What came of taking in what waited."""

    news: bool
    """Any of it was."""
    notice: str | None
    """What a person should be told."""


class TakeIn:
    """The edits that wait beside one store. Those that cannot be removed are read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._read: set[str] = set()
        self.committed: dict[tuple[str, str], str | None] = {}
        """By work tree and path, what git's last commit holds of files of which nothing else is known."""

    def waiting(self) -> bool:
        """Whether any edit has been told since."""
        return any(file not in self._read for file in inbox.waiting(self._folder))

    def size(self) -> int:
        """Bytes of the edits that wait."""
        return sum(inbox.size(file) for file in inbox.waiting(self._folder) if file not in self._read)

    def all_at_once(self) -> TakenIn | None:
        """Take in what waits by a connection of its own, in a thread beside that of any store; None where that cannot
        be: then nothing was read.
        """
        store = Store.open(Path(self._folder))
        try:
            if not store.on_disk:
                return None
            known = set(self._read)
            news = False
            for edit in self.steps(store):
                news |= edit is not None
            if not store.on_disk:  # what it took in is lost with it, and still waits
                self._read = known
                return None
            return TakenIn(news, store.notice)
        finally:
            store.close()

    def steps(self, store: Store) -> Iterator[Edit | None]:
        """Take in one edit after another, the oldest first; each that was news, and None for one that was not.

        Stops where the store is busy: what is left is taken in next time. An edit leaves the inbox only when it is on
        disk in the store.
        """
        inbox.clear_unfinished(self._folder)
        for file in inbox.waiting(self._folder):
            if file in self._read:
                continue
            try:
                value = inbox.read(file)
                edit = Edit.of(value) if value is not None else None
            except (OSError, ValueError) as error:
                log.warning("%s is no edit and is left out: %s", file, error)
                edit = None
            if edit is not None and edit.before is None:
                edit = self._resolved(store, edit)
            news = store.record(edit) if edit is not None else False
            if news is None:
                return
            self._read.add(file)
            if store.on_disk:
                self._remove(file)
            yield edit if news else None

    def unknown(self, store: Store) -> Iterator[tuple[str, str]]:
        """Work tree and path of waiting edits whose text before only git may know; their answers go to `committed`."""
        for file in inbox.waiting(self._folder):
            if file in self._read or not file.endswith(f"{inbox.OPEN}.json"):
                continue
            try:
                value = inbox.read(file)
                edit = Edit.of(value) if value is not None else None
            except (OSError, ValueError):
                continue  # `steps` says so
            if edit is None or edit.root is None or edit.created or (edit.root, edit.path) in self.committed:
                continue
            if store.latest_text(edit.path) is None:
                yield edit.root, edit.path

    def _resolved(self, store: Store, edit: Edit) -> Edit | None:
        """The edit with its text before: the last one known, else the committed one, which may lack much of a person's;
        None where nothing is known of a file that was there."""
        latest = store.latest_text(edit.path)
        if latest is not None:
            return edit.resolved(latest[0])
        if edit.created:
            return edit.resolved("")
        before = self.committed.pop((edit.root or "", edit.path), None)
        return None if before is None else edit.resolved(before, "C")

    def _remove(self, file: str) -> None:
        try:
            inbox.done(file)
            self._read.discard(file)
        except OSError as error:
            log.warning("%s was taken in and cannot be removed: %s", file, error)


def take_in_all(folder: str) -> str | None:
    """Take everything that waits into a folder's store; what stands in the way, as a sentence.

    Nothing is read where nothing could be kept.
    """
    if not inbox.waiting(folder):
        return None
    store = Store.open(Path(folder))
    try:
        if store.on_disk:
            _take_in(Path(folder), store)
        if store.on_disk:
            return store.notice
        waiting = len(inbox.waiting(folder))
        left = f"{waiting} {'edit waits' if waiting == 1 else 'edits wait'} in {Path(folder) / inbox.FOLDER}"
        return f"{left}: {(store.notice or '').removesuffix(MEANWHILE)}"
    finally:
        store.close()


def read_store(folder: Path) -> Store | None:
    """A snapshot of a store with the edits that wait beside it, None where there is neither; the disk stays as is."""
    store = Store.read(folder)
    if store is None and inbox.waiting(str(folder)):
        store = Store.in_memory(folder)
    if store is not None:
        _take_in(folder, store)
    return store


def _take_in(folder: Path, store: Store) -> None:
    take_in = TakeIn(folder)
    for root, path in take_in.unknown(store):
        take_in.committed[root, path] = Repository(Path(root)).committed(path)
    for _ in take_in.steps(store):
        pass

"""Edits that were told and not yet taken in: one file each beside the store, so that telling never waits for anyone.

Writers take no lock and cannot collide. Whoever opens the store next takes them in, oldest first.
"""

from __future__ import annotations

import os
import time

from groundwire.provenance.records import json_form

TYPE_CHECKING = False
if TYPE_CHECKING:  # the `typing` module itself takes a while to load
    from collections.abc import Mapping
    from typing import Any

FOLDER = "inbox"
MANY = 64
"""Waiting edits from which the teller takes them in itself."""
_AGAIN = (MANY, 2 * MANY, 4 * MANY, 8 * MANY)
"""Where taking in fails, it is tried again only when twice as many wait."""
_TOGETHER = 8
"""Agents that tell at once: of some of them the count may be passed over."""
FULL = 1024
"""Waiting edits above which nothing is added: nobody can take them in."""
OPEN = "-open"
"""Ends the name of an edit whose text before is what was last known, so that it is found without reading the others."""
_LARGEST = 64 * 1024 * 1024


class FullError(Exception):
    """Nobody takes the edits in; the message says what to do."""


def put(store: str, record: Mapping[str, str | None]) -> int:
    """Leave an edit for whoever opens the store; how many wait now. Raises `OSError` and `FullError`."""
    folder = os.path.join(store, FOLDER)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    count = len(os.listdir(folder))
    if count >= FULL:
        raise FullError(
            f"{count} edits wait in {folder} and nobody could take them in; see that {store} can be written"
        )
    mark = OPEN if record.get("before") is None else ""
    # One process may leave several within what the clock can tell apart.
    name = os.path.join(folder, f"{time.time_ns():020}-{os.getpid()}-{count}{mark}")
    handle = os.open(name + ".part", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(json_form.written(record))
    os.rename(name + ".part", name + ".json")
    return count + 1


def due(count: int) -> bool:
    """Whether so many wait that the teller is to take them in itself."""
    return any(0 <= count - number < _TOGETHER for number in _AGAIN)


def waiting(store: str) -> list[str]:
    """The files of the edits that wait, in the order in which they were told."""
    folder = os.path.join(store, FOLDER)
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".json")]
    except OSError:
        return []


def size(file: str) -> int:
    """Bytes of a waiting edit; 0 where it is gone."""
    try:
        return os.path.getsize(file)
    except OSError:
        return 0


def read(file: str) -> Any:
    """What a waiting edit says; None where it is gone: another process took it in. Raises `ValueError`, `OSError`."""
    try:
        if os.path.getsize(file) > _LARGEST:
            raise ValueError("it is too large")
        with open(file, encoding="utf-8") as told:
            return json_form.read(told.read())
    except FileNotFoundError:
        return None
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def done(file: str) -> None:
    """The edit is taken in. Raises `OSError` where its file cannot be removed."""
    try:
        os.remove(file)
    except FileNotFoundError:  # another process took it in, too, and was quicker
        return


def clear_unfinished(store: str, seconds: float = 3600.0) -> None:
    """Remove what a writer that was killed left half written, long ago."""
    folder = os.path.join(store, FOLDER)
    try:
        for name in os.listdir(folder):
            file = os.path.join(folder, name)
            if name.endswith(".part") and os.path.getmtime(file) < time.time() - seconds:
                os.remove(file)
    except OSError:
        return

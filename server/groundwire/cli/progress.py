"""A line on a terminal that says how far a long command is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

_SILENT: Final = 1.0
"""Seconds before anything is said: short work needs no progress."""
_BETWEEN: Final = 0.1


class Progress:
    """Writes to a stream only where a person watches it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._watched = stream.isatty()
        self._next = time.monotonic() + _SILENT
        self._written = False

    def following(self, items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        """The same items, counted on the way."""
        for done, item in enumerate(items, 1):
            yield item
            self._say(f"{what} {done:,}" + (f" of {total:,}" if total is not None else ""))
        self.clear()

    def _say(self, text: str) -> None:
        if self._watched and time.monotonic() >= self._next:
            self._next = time.monotonic() + _BETWEEN
            self._written = True
            self._stream.write(f"\r\x1b[K{text}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._written:
            self._written = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()

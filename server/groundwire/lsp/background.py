"""What would hold up the event loop, done in a thread beside it: work on texts that nothing else changes."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_TURN: Final = 0.001
"""Seconds after which the thread lets others go on, while it works: each message of the client waits for several turns,
and Python's own five milliseconds would be felt."""


class Background:
    """One thread, which does one thing after another."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "background")
        self._closed = False

    async def do(self, work: Callable[[], T]) -> T:
        """What the work comes to; where the caller is cancelled, it is still done, or never begun.

        Once it is closed, whoever asks or still waits is cancelled: what they would go on with is closed, too.
        """
        if not self._closed:
            found = await asyncio.get_running_loop().run_in_executor(self._pool, _in_turns, work)
        if self._closed:
            raise asyncio.CancelledError
        return found

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)


def _in_turns(work: Callable[[], T]) -> T:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        return work()
    finally:
        sys.setswitchinterval(usual)

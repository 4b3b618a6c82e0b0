"""Being told to stop, from the keyboard or by another program: once, and in time to end what was started."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from groundwire.cli.exit_codes import INTERRUPTED, TERMINATED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""The last is there where terminals can be hung up."""

_held: Final[list[None]] = []
"""An entry for each `stops_held` that is entered."""
_waiting: Final[list[type[KeyboardInterrupt]]] = []
"""What is to be raised when the last of them is left."""


class Terminated(KeyboardInterrupt):
    """Another program ended this one, or its terminal was closed."""


def status_of(stop: KeyboardInterrupt) -> int:
    """The exit status of a command that was stopped."""
    return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED


@contextmanager
def heeding() -> Iterator[None]:
    """Raise `KeyboardInterrupt` when told to stop; what is said after that is not heard, for the work is being ended.

    What somebody has set to be ignored, as `nohup` does, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {each: handler for each in signals if (handler := signal.getsignal(each)) not in {signal.SIG_IGN, None}}
    stopped = False

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        kind = KeyboardInterrupt if number == signal.SIGINT else Terminated
        if not _held:
            raise kind
        _waiting.append(kind)

    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        if not stopped:
            for each, handler in before.items():
                signal.signal(each, handler)


@contextmanager
def stops_held() -> Iterator[None]:
    """Be told to stop when this is over; a process started meanwhile hears no interrupt from the keyboard."""
    _held.append(None)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        _held.remove(None)
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if not _held and _waiting:
        raise _waiting.pop()

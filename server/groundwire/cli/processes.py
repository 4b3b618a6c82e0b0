"""Work through a list in several processes; one that dies or hangs costs its task, not the run."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from groundwire.cli.exit_codes import TERMINATED
from groundwire.cli.stopping import stops_held

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from multiprocessing.context import ForkProcess, SpawnProcess

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

TIME_LIMIT: Final = 120.0
"""Seconds for one task."""
_COLLECTED: Final = (20_000, 20, 20)
"""How many objects are made between collections: trees are many objects, and go away by themselves."""
_LAST: Final = 10.0
"""Seconds a process has to end what it started when there is nothing more to do."""
_SOON: Final = 2.0
"""Seconds it has for that when it is told to stop in the middle of its work."""


class Lost(str):
    """Why a task has no result."""

    __slots__ = ()


def spread(
    make: Callable[[S], Callable[[T], R]],
    setup: S,
    tasks: Sequence[T],
    count: int,
    limit: float = TIME_LIMIT,
) -> Generator[tuple[T, R | Lost], None, None]:
    """Each task with its result, in the order they are done.

    Each of `count` processes calls `make(setup)` once and what that returns for every task it gets; all of it must be
    picklable. A process that dies, or works on a task longer than `limit` seconds, is replaced.

    They are copies of this one where that can be (see `can_copy`), and have all that is loaded and read here.
    """
    waiting = list(reversed(tasks))
    workers: dict[Connection, _Worker[S, T, R]] = {}
    copies = can_copy()
    packed = pickle.dumps(setup, pickle.HIGHEST_PROTOCOL) if tasks and not copies else b""  # once for all of them
    try:
        while waiting or workers:
            fresh: list[_Worker[S, T, R]] = []
            for _ in range(min(count - len(workers), len(waiting))):  # they start side by side
                with stops_held():  # one that is started is one that will be ended
                    fresh.append(_Worker(make, setup, list(workers)) if copies else _Worker(make))
                    workers[fresh[-1].connection] = fresh[-1]
            for worker in fresh:
                if not copies:
                    worker.set_up(packed)
                worker.give(waiting.pop(), limit)
            patience = max(0.0, min(worker.deadline for worker in workers.values()) - time.monotonic())
            ready = wait(list(workers), patience)
            late = [key for key, worker in workers.items() if key not in ready and worker.deadline < time.monotonic()]
            for connection in [*ready, *late]:
                worker = workers[connection]  # type: ignore[index]
                result = Lost(f"its analysis took longer than {limit:.0f} s") if connection in late else worker.result()
                yield worker.task, result
                if isinstance(result, Lost) or not waiting:
                    if isinstance(result, Lost):
                        worker.end()
                    else:
                        worker.finish()
                    del workers[connection]  # type: ignore[arg-type]
                else:
                    worker.give(waiting.pop(), limit)
    finally:
        for worker in workers.values():
            worker.tell_to_end()
        for worker in workers.values():
            worker.end()


def can_copy() -> bool:
    """Whether a process can be a copy of this one: libraries of other systems do not survive it, nor do threads."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Worker(Generic[S, T, R]):
    """A process and the task it has."""

    task: T

    def __init__(
        self, make: Callable[[S], Callable[[T], R]], setup: S | None = None, others: Sequence[Connection] | None = None
    ) -> None:
        """With `others`, the connections to those before it, it is a copy of this process."""
        self.connection, theirs = multiprocessing.Pipe()
        self._process: SpawnProcess | ForkProcess
        if others is None:
            self._process = multiprocessing.get_context("spawn").Process(
                target=_start, args=(theirs, make), daemon=True
            )
        else:
            ours = [*others, self.connection]
            self._process = multiprocessing.get_context("fork").Process(
                target=_copied, args=(theirs, make, setup, ours), daemon=True
            )
        self.deadline = 0.0
        _track_resources()  # before, for it unblocks interrupts
        with stops_held():  # its first steps are not ours, and say much when they are interrupted
            self._process.start()
            theirs.close()

    def set_up(self, setup: bytes) -> None:
        """Hand over what all tasks need, pickled; it waits until the process stands and takes it."""
        with suppress(OSError):  # as for tasks
            self.connection.send_bytes(setup)

    def give(self, task: T, limit: float) -> None:
        """Hand over a task."""
        self.task = task
        self.deadline = time.monotonic() + limit
        try:
            self.connection.send(task)
        except OSError:
            return  # it died: its end of the pipe says so when the result is asked for

    def result(self) -> R | Lost:
        """The task's result, waiting for it where it is not there yet."""
        try:
            result: R = self.connection.recv()
        except (EOFError, OSError):
            return Lost("its analysis ended the process")
        return result

    def finish(self) -> None:
        """Let the process end what it started, and stop it where that takes too long."""
        with suppress(OSError):
            self.connection.send(None)
        self._process.join(_LAST)
        self.end()

    def tell_to_end(self) -> None:
        """Have the process end what it started, and itself, as soon as it can."""
        self.connection.close()
        self._process.terminate()

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self.tell_to_end()
        self._process.join(_SOON)
        self._process.kill()
        self._process.join()


def _start(connection: Connection, make: Callable[[S], Callable[[T], R]]) -> None:
    _heed_the_parent()
    try:
        setup = connection.recv_bytes()
    except (EOFError, OSError):
        return  # whoever started it is gone
    _serve(connection, make(pickle.loads(setup)))  # noqa: S301 - from the process that started this one


def _copied(
    connection: Connection, make: Callable[[S], Callable[[T], R]], setup: S, others: Sequence[Connection]
) -> None:
    _heed_the_parent()
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the handler is the parent's
    for each in others:
        each.close()  # so that each hears when the parent is gone
    _serve(connection, make(setup))


def _heed_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGTERM, _leave)


def _serve(connection: Connection, work: Callable[[T], R]) -> None:
    try:
        gc.freeze()  # what was handed over lives as long as the process
        gc.set_threshold(*_COLLECTED)
        while (task := _next(connection)) is not None:
            result = work(task)
            try:
                connection.send(result)
            except OSError:
                break  # whoever asked is gone
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        close = getattr(work, "close", None)
        if close is not None:
            close()
        connection.close()


def _next(connection: Connection) -> Any:
    """The next task; None where there will be none."""
    try:
        return connection.recv()
    except (EOFError, OSError):
        return None


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(TERMINATED)


def _track_resources() -> None:
    """Start what `multiprocessing` has beside its processes, where it has that."""
    if sys.platform != "win32":
        from multiprocessing import resource_tracker  # noqa: PLC0415 - not there everywhere

        resource_tracker.ensure_running()

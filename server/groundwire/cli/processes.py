"""Work through a list in several processes; one that dies or hangs costs its task, not the run."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from multiprocessing.context import SpawnProcess

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

TIME_LIMIT: Final = 120.0
"""Seconds for one task."""
_COLLECTED: Final = (20_000, 20, 20)
"""How many objects are made between collections: trees are many objects, and go away by themselves."""
_LAST: Final = 10.0
"""Seconds a process has to end what it started when there is nothing more to do."""
_CONTEXT: Final = multiprocessing.get_context("spawn")


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
    """
    waiting = list(reversed(tasks))
    workers: dict[Connection, _Worker[S, T, R]] = {}
    try:
        while waiting or workers:
            while waiting and len(workers) < count:
                worker = _Worker(make, setup)
                workers[worker.connection] = worker
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
            worker.end()


class _Worker(Generic[S, T, R]):
    """A process and the task it has."""

    task: T

    def __init__(self, make: Callable[[S], Callable[[T], R]], setup: S) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process: SpawnProcess = _CONTEXT.Process(target=_serve, args=(theirs, make, setup), daemon=True)
        self._process.start()
        theirs.close()
        self.deadline = 0.0

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

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.join()


def _serve(connection: Connection, make: Callable[[S], Callable[[T], R]], setup: S) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    work = make(setup)
    gc.freeze()  # what was handed over lives as long as the process
    gc.set_threshold(*_COLLECTED)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            break
        if task is None:
            break
        connection.send(work(task))
    close = getattr(work, "close", None)
    if close is not None:
        close()
    connection.close()

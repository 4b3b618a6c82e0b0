"""Owns the analysis process: starts it, asks it, replaces it when it dies, hangs or grows."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire.lsp.processor_time import processor_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

TIME_LIMIT: Final = 10.0
"""Seconds one request may take before the process is replaced, unless the machine gave it little of that time."""
BUSY_LIMIT: Final = 12
"""Times the limit is granted again, on a busy machine, to a process that works."""
START_LIMIT: Final = 60.0
"""Seconds a process may take to start: a cold disk and a virus scanner included."""
START_AGAIN: Final = 10.0
"""Seconds before another start is tried where one failed."""
_MAIN: Final = Path(__file__).resolve().parent.parent / "__main__.py"
_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0
"""On Windows a console program opens a console unless told not to."""
_END_LIMIT: Final = 2.0
"""Seconds to wait for the ends of processes that were killed."""
_LINE_LIMIT: Final = 64 * 1024 * 1024
"""Longest answer read, bytes."""


class WorkerDied(Exception):
    """The analysis process ended, hung, or was replaced before it answered."""


class NotStarted(WorkerDied):
    """The analysis process cannot be started; no unit is to blame."""


class Analyser:
    """One analysis process at a time, talking JSON lines.

    `greet` yields the messages that bring a fresh process up to date (folders, open documents); `heard` is given what
    the process says without being asked.
    """

    def __init__(self, greet: Callable[[], Iterator[dict[str, Any]]], heard: Callable[[dict[str, Any]], None]) -> None:
        self._greet = greet
        self._heard = heard
        self._process: asyncio.subprocess.Process | None = None
        self._starting: asyncio.Task[asyncio.subprocess.Process] | None = None
        self._waiting: dict[int, tuple[asyncio.subprocess.Process, asyncio.Future[dict[str, Any]]]] = {}
        self._numbers = itertools.count(1)
        self._readers: set[asyncio.Task[None]] = set()
        self._closed = False
        self._ready: asyncio.Future[None] | None = None
        """Done when the process said that it stands."""
        self._failed: tuple[float, NotStarted] | None = None
        """When a start failed last, and how."""

    @property
    def pid(self) -> int | None:
        """Process id of the running worker."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the process if none is running; messages sent before it stands are part of its greeting.

        Raises `NotStarted`.
        """
        await self._running()

    async def _running(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise WorkerDied("the server is shutting down")
        if self._starting is None and self._process is not None and self._process.returncode is None:
            return self._process
        if self._failed is not None:
            when, failure = self._failed
            if asyncio.get_running_loop().time() - when < START_AGAIN:
                raise failure
            self._failed = None
        if self._starting is None:
            self._starting = asyncio.create_task(self._spawn())
        try:
            return await asyncio.shield(self._starting)
        finally:
            if self._starting is not None and self._starting.done():
                self._starting = None

    async def _spawn(self) -> asyncio.subprocess.Process:
        try:
            process = await self._spawned()
            assert self._ready is not None  # noqa: S101 - made with the process
            try:
                await asyncio.wait_for(self._ready, START_LIMIT)
            except asyncio.TimeoutError as error:
                self._kill(process)
                raise NotStarted(f"the analysis process did not start in {START_LIMIT:.0f} s") from error
        except NotStarted as failure:
            if not self._closed:
                log.error("%s", failure)  # noqa: TRY400 - its cause is in its message
            self._failed = asyncio.get_running_loop().time(), failure
            raise
        return process

    async def _spawned(self) -> asyncio.subprocess.Process:
        """A new process that was told what it must know, and is not yet known to stand."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                str(_MAIN),
                "worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=None,  # the log goes where the server's goes
                limit=_LINE_LIMIT,
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise NotStarted(f"the analysis process cannot be started: {error}") from error
        self._process = process
        self._ready = asyncio.get_running_loop().create_future()
        reader = asyncio.create_task(self._read(process, self._ready))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        for message in self._greet():
            self._write(process, message)
        return process

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message that has no answer; without a process it is dropped, for the greeting says it all."""
        process = self._process
        if process is not None and process.returncode is None:
            self._write(process, message)

    async def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer. Raises `WorkerDied`; being cancelled replaces nothing."""
        process = await self._running()
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = process, answer
        try:
            self._write(process, {**message, "id": number})
            waited = await _wait(answer, process.pid)
            if answer.done():
                return answer.result()
            log.warning("the analysis process gave no answer in %.0f s and is replaced", waited)
            self._kill(process)
            raise WorkerDied(f"no answer in {waited:.0f} s")
        finally:
            self._waiting.pop(number, None)

    def _write(self, process: asyncio.subprocess.Process, message: dict[str, Any]) -> None:
        if process.stdin is None or process.stdin.is_closing():
            return
        # Not as escapes: two halves of one character that came with two edits would be read as that character.
        line = json.dumps(message, ensure_ascii=False) + "\n"
        process.stdin.write(line.encode("utf-8", "surrogatepass"))

    async def _read(self, process: asyncio.subprocess.Process, ready: asyncio.Future[None]) -> None:
        """Hand answers to those who wait, until the process ends."""
        assert process.stdout is not None  # noqa: S101 - it was started with a pipe
        try:
            while line := await process.stdout.readline():
                message = json.loads(line)
                if message.get("event") == "ready":
                    if not ready.done():
                        ready.set_result(None)
                elif "id" not in message:
                    self._heard(message)
                elif (waiting := self._waiting.get(message["id"])) is not None and not waiting[1].done():
                    waiting[1].set_result(message)
        except Exception:  # whatever is wrong with what it says, those who wait must hear that it is over
            log.exception("the analysis process broke its protocol and is replaced")
            self._kill(process)
        status = await process.wait()
        if process is self._process and not self._closed:
            self._process = None
            log.warning("the analysis process ended with status %s", status)
        if ready.done() and not self._closed:
            self._heard({"event": "ended"})
        if not ready.done():
            ready.set_exception(NotStarted(f"the analysis process ended at its start, with status {status}"))
        for asked, future in self._waiting.values():
            if asked is process and not future.done():
                future.set_exception(WorkerDied(f"the analysis process ended with status {status}"))

    def _kill(self, process: asyncio.subprocess.Process) -> None:
        """End a process; whoever asks next gets another one, without waiting for its end."""
        if process is self._process and not self._closed:
            self._process = None
        if process.returncode is None:
            process.kill()

    async def close(self) -> None:
        """End the process for good; it ends by itself when its input closes, and is killed if it does not."""
        self._closed = True
        process = self._process
        if process is not None and process.returncode is None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 0.5)
            except asyncio.TimeoutError:
                self._kill(process)
                await process.wait()
            if self._starting is not None:
                await asyncio.gather(self._starting, return_exceptions=True)
        if self._readers:  # of processes that were killed before, too
            await asyncio.wait(self._readers, timeout=_END_LIMIT)


async def _wait(answer: asyncio.Future[dict[str, Any]], process: int) -> float:
    """Wait for a process's answer, for as long as it may take; the seconds that it was given."""
    begun = before = processor_seconds(process)
    waited = 0.0
    for _ in range(BUSY_LIMIT):
        await asyncio.wait({answer}, timeout=TIME_LIMIT)
        waited += TIME_LIMIT
        now = processor_seconds(process)
        if answer.done() or begun is None or before is None or now is None:
            break
        if now - before < TIME_LIMIT / 100 or now - begun > TIME_LIMIT / 2:  # it does nothing, or has had its time
            break
        before = now
    return waited

"""Git, asked without keeping the event loop waiting."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

from groundwire.provenance.git_call import TIMEOUT_SECONDS, Answer

if TYPE_CHECKING:
    from groundwire.provenance.git import Steps
    from groundwire.provenance.git_call import Call

T = TypeVar("T")


async def answered(steps: Steps[T]) -> T:
    """What the steps come to. Raises `GitError`."""
    try:
        call = next(steps)
        while True:
            call = steps.send(await _run(call))
    except StopIteration as stop:
        found: T = stop.value
        return found


async def _run(call: Call) -> Answer:
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(
            *call.command,
            cwd=call.folder,
            env=call.environment,
            stdin=pipe if call.sent else asyncio.subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
        )
    except (OSError, ValueError):  # a null byte in a revision, say
        return Answer(None, b"", b"")
    try:
        output, errors = await asyncio.wait_for(process.communicate(call.sent or None), TIMEOUT_SECONDS)
    except (asyncio.TimeoutError, asyncio.CancelledError) as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
        return Answer(None, b"", b"")
    return Answer(process.returncode, output, errors)

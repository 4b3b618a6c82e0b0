"""Messages off standard input, each read whole; where one ends and the next begins is never guessed."""

from __future__ import annotations

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, Final

from pygls.io_ import StdoutWriter

if TYPE_CHECKING:
    from groundwire.lsp.protocol import GroundwireProtocol
    from groundwire.lsp.server import GroundwireServer

log = logging.getLogger(__name__)

_LONGEST_HEADER: Final = 1024
_LONGEST_BODY: Final = 256 * 1024 * 1024
"""Bytes; an editor sends a document in one message."""


class FramingLostError(Exception):
    """What came is no header, so nobody knows where the next message begins."""


def read_message(stream: BinaryIO) -> bytes | None:
    """The body of the next message; None at the end of the input, be it in the middle of one.

    Raises `FramingLostError`.
    """
    length: int | None = None
    while line := stream.readline(_LONGEST_HEADER):
        if line.strip():
            length = _length(line, length)
        elif length is not None:
            body = stream.read(length)
            return body if len(body) == length else None
    return None


def _length(line: bytes, known: int | None) -> int | None:
    name, colon, value = line.partition(b":")
    if not colon or not line.endswith(b"\n") or not name.replace(b"-", b"").isalnum():
        raise FramingLostError(f"{line[:40]!r} is no header")
    if name.lower() != b"content-length":
        return known
    if not value.strip().isdigit() or known is not None or len(value) > 20 or int(value) > _LONGEST_BODY:
        raise FramingLostError(f"{line[:40]!r} is no length of a message")
    return int(value)


def serve(server: GroundwireServer, protocol: GroundwireProtocol) -> int:
    """Serve on standard input and output until the client says exit or goes away; the exit status."""
    protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    try:
        return asyncio.run(_serve(server, protocol, sys.stdin.buffer))
    except BrokenPipeError:
        log.error("the client does not read any more; the server ends")  # noqa: TRY400 - there is no more to it
    except KeyboardInterrupt:
        log.warning("interrupted; the server ends")
    return 1


async def _serve(server: GroundwireServer, protocol: GroundwireProtocol, stream: BinaryIO) -> int:
    loop = asyncio.get_running_loop()
    status = 0
    with ThreadPoolExecutor(1, "input") as reader:
        try:
            while (body := await loop.run_in_executor(reader, read_message, stream)) is not None:
                if not protocol.receive(body):
                    status = 0 if protocol.stage == "ended" else 1
                    break
        except FramingLostError as error:
            log.error("the client's messages cannot be told apart any more (%s); the server ends", error)  # noqa: TRY400
            status = 1
    await server.session.close()
    return status

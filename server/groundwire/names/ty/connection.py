"""A language server that is spoken to over its standard input and output, and never waited for longer than told."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

log = logging.getLogger(__name__)

_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of one message; what says that it sends more is not understood."""
_NO_SUCH_METHOD: Final = -32601


class NoAnswer(Exception):
    """The server ended, is stuck, or says what is no message; the text says which."""


class Connection:
    """One running server, whose input and output are pipes of bytes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a server is started with pipes")
        self._process = process
        self._input, self._output = process.stdin, process.stdout
        self._number = 0
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._unsent: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        """Written by a thread: a server that is stuck takes nothing, and a long text fills the pipe."""
        for work in (self._listen, self._write):
            threading.Thread(target=work, daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def tell(self, method: str, parameters: Mapping[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, parameters: Mapping[str, Any], until: float) -> Any:
        """The result of a request, None where it was refused. Raises `NoAnswer` at `until`, by the monotonic clock."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while (left := until - time.monotonic()) > 0:
            try:
                message = self._said.get(timeout=left)
            except queue.Empty:
                break
            if message is None:
                raise NoAnswer("it ended, or said what is no message")
            if "method" not in message:
                if message.get("id") == self._number:
                    return message.get("result")
            elif "id" in message:  # it asks for what no client has to have
                self._send({"id": message["id"], "error": {"code": _NO_SUCH_METHOD, "message": "not supported"}})
        raise NoAnswer("it gave no answer in time")

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._unsent.put(None)
        self._process.kill()
        self._process.wait()

    def _send(self, message: Mapping[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._unsent.put(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))

    def _write(self) -> None:
        try:
            with self._input as pipe:
                while (content := self._unsent.get()) is not None:
                    pipe.write(content)
                    pipe.flush()
        except (OSError, ValueError):
            log.debug("process %d takes no more messages", self.pid)

    def _listen(self) -> None:
        try:
            with self._output as pipe:
                while (message := _message(pipe)) is not None:
                    self._said.put(message)
        except (OSError, ValueError) as error:
            log.debug("process %d is heard no more: %s", self.pid, error)
        self._said.put(None)


def _message(pipe: IO[bytes]) -> dict[str, Any] | None:
    """The next message; None where there are no more. Raises `ValueError` on what is none."""
    length = 0
    while line := pipe.readline(1_000).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if not length:
        return None
    if not 0 < length <= _LONGEST:
        raise ValueError(f"a message of {length} bytes")
    message = json.loads(pipe.read(length))
    if isinstance(message, dict):
        return message
    raise ValueError("a message that is no object")

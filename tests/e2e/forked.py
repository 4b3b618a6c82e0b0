"""Commands of Groundwire that start at once: copies of a process that stands ready. See `fork_server.py`."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

import groundwire

MAIN = Path(groundwire.__file__).parent / "__main__.py"
POSSIBLE = hasattr(os, "pidfd_open")
"""Whether the system can do it; elsewhere each process is started from nothing."""
LIMIT = 120.0
_SERVER = Path(__file__).parent / "fork_server.py"


class Forked:
    """A running command, with pipes to its streams; as far as tests ask, what `subprocess.Popen` is."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]

    def __init__(
        self, arguments: list[str], modules: tuple[str, ...], folder: Path, environment: dict[str, str]
    ) -> None:
        inner_in, outer_in = os.pipe()
        outer_out, inner_out = os.pipe()
        outer_err, inner_err = os.pipe()
        self._status, told = os.pipe()
        request = {"arguments": arguments, "folder": str(folder), "environment": environment}
        given = [inner_in, inner_out, inner_err, told]
        requests, self._copied = _server(modules)
        try:
            with suppress(BrokenPipeError):  # told by the status that does not come
                socket.send_fds(requests, [json.dumps(request).encode()], given)
        finally:
            for file in given:
                os.close(file)
        self.stdin = open(outer_in, "wb")  # noqa: SIM115, PTH123 (closed by whoever closes a Popen's)
        self.stdout = open(outer_out, "rb")  # noqa: SIM115, PTH123
        self.stderr = open(outer_err, "rb")  # noqa: SIM115, PTH123
        self.returncode: int | None = None
        self.pid = self._told()

    def _told(self) -> int:
        said = b""
        while not said.endswith(b"\n"):
            byte = os.read(self._status, 1)
            assert byte, f"the process that is copied has ended: {self._copied.communicate()[1].decode()}"
            said += byte
        return int(said)

    def poll(self) -> int | None:
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        status = self._ended(timeout)
        if status is None:
            assert timeout is not None
            raise subprocess.TimeoutExpired(str(MAIN), timeout)
        return status

    def _ended(self, limit: float | None) -> int | None:
        if self.returncode is None:
            poll = select.poll()
            poll.register(self._status, select.POLLIN)
            if poll.poll(None if limit is None else limit * 1000):
                self.returncode = self._told()
                os.close(self._status)
        return self.returncode

    def communicate(self, sent: bytes, limit: float) -> tuple[bytes, bytes]:
        """Send all it is to read; what it says until it ends."""
        with ThreadPoolExecutor(2) as readers:
            said = [readers.submit(stream.read) for stream in (self.stdout, self.stderr)]
            try:
                with suppress(BrokenPipeError), self.stdin:
                    self.stdin.write(sent)
                self.wait(limit)
            finally:
                self.kill()  # so that the readers end
        out, err = (reader.result() for reader in said)
        return out, err

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.wait(LIMIT)
        for stream in (self.stdin, self.stdout, self.stderr):
            stream.close()


@cache
def _server(modules: tuple[str, ...]) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The process that is copied, and a socket to ask it; it ends when the socket is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        server = subprocess.Popen(
            [sys.executable, "-I", str(_SERVER), str(number), str(MAIN), *modules],
            stdin=subprocess.PIPE,  # Python asks what its streams are when it starts, so these are what the copies' are
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[number],
        )
    atexit.register(_end, ours, server)
    return ours, server


def _end(ours: socket.socket, server: subprocess.Popen[bytes]) -> None:
    ours.close()
    server.communicate(timeout=LIMIT)

"""A child that is spoken to in JSON lines: what it says is queued as it comes, so that waiting for it has a limit."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

log = logging.getLogger(__name__)


class LineProcess:
    """One running child, whose input and output are pipes of text."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message; one that has ended says so to whoever waits, by its closed output."""
        if self._process.stdin is None:
            return
        try:
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            log.debug("process %d takes no more messages", self.pid)

    def answer(self, number: int, limit: float) -> dict[str, Any] | None:
        """The answer with this `id`; None where it ended or said what is none. `queue.Empty` after `limit` seconds."""
        until = time.monotonic() + limit
        while True:
            line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
            try:
                answer = json.loads(line) if line is not None else None
            except ValueError:
                return None
            if not isinstance(answer, dict):
                return None
            if answer.get("id") == number:
                return answer

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    log.debug("a pipe of process %d, which was ended, broke", self.pid)

    def _listen(self) -> None:
        try:
            for line in self._process.stdout or ():
                self._lines.put(line)
        except (OSError, ValueError):
            log.debug("process %d was ended while it was heard", self.pid)
        self._lines.put(None)

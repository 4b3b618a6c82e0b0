"""The names process: a JSON line in, a JSON line out, until standard input closes."""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundwire.names.classes import infer
from groundwire.names.quiet import script, silence
from groundwire.names.receivers import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)


class Names:
    """Answers questions about one text at a time."""

    def __init__(self) -> None:
        self._project: tuple[str, Sequence[str], tuple[int, int]] = ("", (), sys.version_info[:2])
        self._text: Text | None = None
        self._script: Any = None

    def do_project(self, message: dict[str, Any]) -> None:
        """What follows is about a project: `{root, sys_path, version}`."""
        major, minor = message["version"]
        self._project = (message["root"], message["sys_path"], (major, minor))

    def do_text(self, message: dict[str, Any]) -> None:
        """What follows is about a module: `{path, text}`; its path is whole."""
        self._text = self._script = None
        root, sys_path, version = self._project
        try:
            self._text = Text(message["text"])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self._script = script(message["text"], message["path"], root, sys_path, version)

    def do_ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Which class the object is of whose attribute's name ends at `{line, column}`.

        Lines count from 1, columns from 0 in code points, of the last character. → `{class, exact}`; null where it is
        not settled.
        """
        if self._text is None:
            return {"class": None, "exact": False}
        found = infer(self._text.source(message["line"], message["column"]), self._script)
        return {"class": found and found.path, "exact": found is not None and found.exact}


def memory() -> int:
    """Bytes the process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _listen(requests: queue.SimpleQueue[str | None]) -> None:
    """Queue the lines of standard input; when it closes, end the process even in the middle of a stuck question."""
    for line in sys.stdin:
        requests.put(line)
    requests.put(None)
    threading.Event().wait(1)
    os._exit(1)


def main() -> int:
    """Serve on standard input and output."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s names: %(message)s")
    answers, sys.stdout = sys.stdout, sys.stderr  # nothing that prints may break the protocol
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    silence()
    requests: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    names = Names()
    while (line := requests.get()) is not None:
        message = json.loads(line)
        try:
            answer = getattr(names, f"do_{message['do']}")(message)
        except Exception as error:
            log.info("a question about %s failed: %r", message.get("line"), error)
            answer = {"class": None, "exact": False}
        if "id" in message:
            try:
                answers.write(json.dumps({"id": message["id"], **answer, "memory": memory()}) + "\n")
                answers.flush()
            except OSError:  # whoever asked is gone
                os._exit(1)
    return 0

"""The names process: a JSON line in, a JSON line out, until standard input closes."""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from groundwire.names.classes import infer, of_literal
from groundwire.names.memory import held
from groundwire.names.quiet import script, silence
from groundwire.names.receivers import Held, Text
from groundwire.names.ty.process import Project, Ty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.analysis.members.answer import ObjectClass
    from groundwire.names.receivers import Source

log = logging.getLogger(__name__)

_IDLE: Final = 120.0
"""Seconds without a question after which `ty` ends."""


class Names:
    """Answers questions about one text at a time: `ty` first, where there is one, and jedi where that has no answer.

    What `ty` says nothing certain of costs jedi most and is next to never settled by it, but for attributes of objects:
    jedi looks for what a library's methods set, where `ty` wants a declaration.
    """

    def __init__(self) -> None:
        self._project: tuple[str, Sequence[str], tuple[int, int]] = ("", (), sys.version_info[:2])
        self._ty: Ty | None = None
        self._told: dict[str, Any] = {}
        """The text that questions are about, as it was told."""
        self._text: Text | None = None
        self._script: Any = None
        """jedi's view of the text; made when it is asked."""

    def do_project(self, message: dict[str, Any]) -> None:
        """What follows is about a project: `{root, sys_path, version, ty, prefix}`."""
        major, minor = message["version"]
        self._project = (message["root"], message["sys_path"], (major, minor))
        if message["ty"] is not None:
            project = Project(message["root"], message["prefix"], (major, minor), message["sys_path"])
            self._ty = Ty(message["ty"], project)

    def do_changed(self, message: dict[str, Any]) -> None:
        """Files of the project changed on disk, came or went: `{paths}`, from its folder."""
        self._told, self._text, self._script = {}, None, None
        if self._ty is not None:
            self._ty.changed(message["paths"])

    def do_text(self, message: dict[str, Any]) -> None:
        """What follows is about a module: `{path, text}`; its path is whole."""
        if message == self._told:
            return
        self._told, self._text, self._script = message, None, None
        try:
            self._text = Text(message["text"])
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        if self._ty is not None:
            self._ty.take(message["path"], self._text)

    def do_ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Which class the object is of whose attribute's name ends at `{line, column}`.

        Lines count from 1, columns from 0 in code points, of the last character. → `{class, exact}`; null where it is
        not settled.
        """
        if self._text is None:
            return {"class": None, "exact": False}
        line, column = message["line"], message["column"]
        source = self._text.source(line, column)
        found, settled = of_literal(source), False
        if found is None and self._ty is not None:
            found, understood = self._ty.class_of(line, column, source)
            settled = understood and not isinstance(source, Held)
        if found is None and not settled:
            found = self._by_jedi(source)
        return {"class": found and found.path, "exact": found is not None and found.exact}

    def _by_jedi(self, source: Source) -> ObjectClass | None:
        if source is None:
            return None
        if self._script is None:
            root, sys_path, version = self._project
            self._script = script(self._told["text"], self._told["path"], root, sys_path, version)
        return infer(source, self._script)

    def rest(self) -> None:
        """Nobody asks."""
        if self._ty is not None:
            self._ty.end()


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
    while True:
        try:
            line = requests.get(timeout=_IDLE)
        except queue.Empty:
            names.rest()
            continue
        if line is None:
            return 0
        message = json.loads(line)
        try:
            answer = getattr(names, f"do_{message['do']}")(message)
        except Exception as error:
            log.info("a question about %s failed: %r", message.get("line"), error)
            answer = {"class": None, "exact": False}
        if "id" in message:
            try:
                answers.write(json.dumps({"id": message["id"], **answer, "memory": held()}) + "\n")
                answers.flush()
            except OSError:  # whoever asked is gone
                os._exit(1)

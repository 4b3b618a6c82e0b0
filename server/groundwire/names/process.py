"""Owns the names process: starts it when it is first needed, asks it, replaces it when it dies, hangs or grows."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.analysis.members.answer import ObjectClass
from groundwire.names.line_process import LineProcess
from groundwire.names.ty.program import program_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.analysis.index import ProjectIndex

log = logging.getLogger(__name__)

DEADLINE: Final = 10.0
"""Seconds for one name; a process that takes longer is replaced, and the name has no answer."""
START_LIMIT: Final = 60.0
"""Seconds for the first name of a process, its start included: a cold disk and a virus scanner."""
MEMORY_LIMIT: Final = 250_000_000
"""Bytes; a process that holds more after an answer is replaced before the next."""
REST: Final = 30.0
"""Seconds without a process after one could not be started, or died three times without an answer."""
_DEATHS: Final = 3
_MAIN: Final = Path(__file__).resolve().parent.parent / "__main__.py"
_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0


class Surroundings(NamedTuple):
    """Where the imports of a project look."""

    root: str
    sys_path: tuple[str, ...]
    version: tuple[int, int]
    ty: str | None = None
    """The type checker `ty`, a program that may be started."""
    prefix: str = ""
    """Folder of the environment."""

    @classmethod
    def of(cls, index: ProjectIndex, *, trusted: bool) -> Surroundings:
        """Those of an indexed project; the running Python's version where its own is not known.

        Only where the workspace is `trusted` programs of its environment may be started.
        """
        environment = index.environment
        version = environment.version if environment is not None else None
        ty = program_of(environment) if trusted else None
        prefix = str(environment.prefix) if environment is not None else ""
        return cls(str(index.root), index.search_path(), version or sys.version_info[:2], ty, prefix)


class NamesProcess:
    """One process at a time; used by one thread at a time, and by any to close it."""

    def __init__(self, surroundings: Surroundings, *, memory: int = MEMORY_LIMIT, deadline: float = DEADLINE) -> None:
        self._surroundings = surroundings
        self._memory = memory
        self._deadline = deadline
        self._process: LineProcess | None = None
        self._numbers = 0
        self._deaths = 0
        self._not_before = 0.0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._process.pid if self._process is not None else None

    def ask(self, path: str, text: str, places: Sequence[tuple[int, int]]) -> tuple[ObjectClass | None, ...]:
        """The class of the object before each attribute; None where it is not settled, or nothing can be asked now.

        `path` is whole. A place is the last character of an attribute's name: line from 1, column from 0, in code
        points.
        """
        found: list[ObjectClass | None] = []
        told = False
        for line, column in places:
            started = self._process is None
            if started and not self._start():
                found.append(None)
                continue
            if started or not told:
                self._write({"do": "text", "path": path, "text": text})
                told = True
            found.append(self._one(line, column, START_LIMIT if started else self._deadline))
        return tuple(found)

    def changed(self, paths: Sequence[str]) -> None:
        """Files of the project changed on disk, came or went; a process that is started later sees them as they are."""
        self._write({"do": "changed", "paths": list(paths)})

    def _one(self, line: int, column: int, limit: float) -> ObjectClass | None:
        self._numbers += 1
        self._write({"do": "ask", "id": self._numbers, "line": line, "column": column})
        answer = self._answer(limit)
        if answer is None:
            return None
        self._deaths = 0
        if answer["memory"] > self._memory:
            log.info("the names process holds %d MB and is replaced", answer["memory"] // 1_000_000)
            self._end()
        return ObjectClass(answer["class"], answer["exact"]) if answer["class"] is not None else None

    def _answer(self, limit: float) -> dict[str, Any] | None:
        process = self._process
        try:
            answer = process.answer(self._numbers, limit) if process is not None else None
        except queue.Empty:
            log.info("the names process gave no answer in %.0f s and is replaced", limit)
            self._end()
            return None
        if answer is None:
            self._died()
        return answer

    def _died(self) -> None:
        self._end()
        self._deaths += 1
        if self._deaths >= _DEATHS and not self._closed:
            log.warning("the names process died %d times: classes of objects are not asked for a while", self._deaths)
            self._not_before = time.monotonic() + REST
            self._deaths = 0

    def _start(self) -> bool:
        if self._closed or time.monotonic() < self._not_before:
            return False
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", str(_MAIN), "names"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None,  # the log goes where ours goes
                text=True,
                encoding="utf-8",
                start_new_session=True,  # an interrupt from the keyboard is not for it: who started it ends it
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            log.warning("the names process cannot be started: %s", error)
            self._not_before = time.monotonic() + REST
            return False
        self._process = LineProcess(process)
        self._write({"do": "project", **self._surroundings._asdict()})
        return True

    def _write(self, message: dict[str, Any]) -> None:
        if (process := self._process) is not None:
            process.tell(message)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the process for good."""
        self._closed = True
        self._end()

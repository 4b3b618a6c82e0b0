"""Owns the child of the project's own Python: starts it when needed, asks it, ends it when it is stuck, big or idle."""

from __future__ import annotations

import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire.names.line_process import LineProcess

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

DEADLINE: Final = 45.0
"""Seconds for one question, the imports that it needs included; what takes longer is not asked about again."""
START_LIMIT: Final = 60.0
"""Seconds for the first question of a child: a cold disk and a virus scanner."""
MEMORY_LIMIT: Final = 250_000_000
"""Bytes; a child that holds more is ended as soon as nothing waits for it."""
REST: Final = 30.0
"""Seconds without a child after one could not be started."""
_MUTE: Final = 3
"""Children in a row that said nothing at all, after which none is started: this Python is no use."""
_CHILD: Final = Path(__file__).with_name("child.py")
_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "LANG", "LC_ALL")
"""Variables handed on; tokens and the paths of a home folder are none of them."""
_CALM: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1") | {
    "MPLBACKEND": "Agg"
}
"""Variables that keep well-known packages from starting threads and screens."""


class InstalledProcess:
    """One child at a time; used by one thread at a time, and by any to close it."""

    def __init__(
        self,
        executable: str,
        sites: tuple[str, ...],
        *,
        deadline: float = DEADLINE,
        memory: int = MEMORY_LIMIT,
    ) -> None:
        self._command = [executable, "-I", "-S", "-B", "-X", "utf8", str(_CHILD), *sites]
        self._deadline = deadline
        self._memory = memory
        self._process: LineProcess | None = None
        self._folder = ""
        self._numbers = 0
        self._held = 0
        self._mute = 0
        self._not_before = 0.0
        self._closed = False
        self._given_up: set[str] = set()
        """Outermost packages over which a child died or was stuck."""

    @property
    def pid(self) -> int | None:
        """Of the running child."""
        return self._process.pid if self._process is not None else None

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer as the child gives it (see `child_answers.py`); None where there is none and will be none."""
        top = str(question["path"]).partition(".")[0]
        if top in self._given_up:
            return None
        started = self._process is None
        if started and not self._start():
            return None
        self._numbers += 1
        answer = self._answer(question, START_LIMIT if started else self._deadline)
        if answer is None:
            if not self._closed:
                log.info("asking the installed %s gave no answer, and it is asked no more", top)
                self._given_up.add(top)
                self._mute += started
            self._end()
            return None
        self._mute = 0
        self._held = answer.get("memory", 0)
        return answer

    def rest(self, *, idle: bool = False) -> None:
        """Nothing waits for the child: end it where it holds much, or where it has been `idle`."""
        if idle or self._held > self._memory:
            self._end()

    def close(self) -> None:
        """End the child for good."""
        self._closed = True
        self._end()

    def _answer(self, question: Mapping[str, Any], limit: float) -> dict[str, Any] | None:
        if (process := self._process) is None:
            return None
        process.tell({**question, "id": self._numbers})
        try:
            return process.answer(self._numbers, limit)
        except queue.Empty:
            return None

    def _start(self) -> bool:
        if self._closed or self._mute >= _MUTE or time.monotonic() < self._not_before:
            return False
        self._folder = tempfile.mkdtemp(prefix="groundwire-")
        home = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), self._folder)
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | _CALM | home,
                text=True,
                encoding="utf-8",
                start_new_session=True,
                creationflags=_NO_WINDOW,
            )
        except (OSError, ValueError) as error:
            log.warning("%s cannot be started, so what it has installed is not asked: %s", self._command[0], error)
            self._not_before = time.monotonic() + REST
            self._remove_folder()
            return False
        self._process = LineProcess(process)
        self._held = 0
        return True

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
            self._remove_folder()

    def _remove_folder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

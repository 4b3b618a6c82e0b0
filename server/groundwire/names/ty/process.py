"""Owns the running `ty`: starts it when it is first needed, replaces it when it fails or grows, and gives it up."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from groundwire.analysis.members.answer import ObjectClass
from groundwire.names.memory import held
from groundwire.names.receivers import Call
from groundwire.names.ty.connection import Connection, NoAnswer
from groundwire.names.ty.conversation import Conversation, NotUnderstood
from groundwire.names.ty.definitions import Definitions
from groundwire.names.ty.named_calls import NamedCalls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundwire.names.receivers import Source, Text
    from groundwire.names.ty.named_calls import Place

log = logging.getLogger(__name__)

DEADLINE: Final = 3.0
"""Seconds for one name. Less than a names process has for it: jedi is asked where there is no answer."""
START_LIMIT: Final = 7.0
"""Seconds for the first name, with the start: a cold disk and a virus scanner."""
MEMORY_LIMIT: Final = 400_000_000
"""Bytes; one that holds more after an answer is replaced before the next."""
_FAILURES: Final = 3
"""In a row, after which it is given up."""
_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0


class Project(NamedTuple):
    """What `ty` is to look at."""

    root: str
    prefix: str
    """The environment's folder."""
    version: tuple[int, int]
    folders: Sequence[str]
    """Where imports look."""


class Said(NamedTuple):
    """What was said of an object."""

    known: ObjectClass | None
    understood: bool
    """It was spoken of, whether or not as an object of one class."""


_NOTHING: Final = Said(None, understood=False)


class Ty:
    """One process at a time, asked about one text at a time; where anything fails there is no answer, and no error."""

    def __init__(
        self, program: str, project: Project, *, deadline: float = DEADLINE, memory: int = MEMORY_LIMIT
    ) -> None:
        self._program = program
        self._project = project
        self._deadline = deadline
        self._memory = memory
        self._definitions = Definitions(project.folders)
        self._connection: Connection | None = None
        self._conversation: Conversation | None = None
        self._failures = 0
        self._given_up = False
        self._avoided: set[int] = set()
        """Texts over which it failed, by their hashes."""
        self._changed: set[Path] = set()
        """Files that changed since the process was asked."""
        self._file = Path()
        self._text: Text | None = None
        self._calls: NamedCalls | None = None
        """The text in question, as it is given; None where it is not asked about."""

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._connection.pid if self._connection is not None else None

    def take(self, file: str, text: Text) -> None:
        """What follows is about this text, whatever the file holds."""
        self._file, self._text = Path(file).absolute(), text
        plain = not self._given_up and not any("\r" in line for line in text.lines)  # it would count other lines
        calls = NamedCalls(text) if plain else None
        self._calls = calls if calls is not None and hash(calls.text) not in self._avoided else None

    def changed(self, paths: Sequence[str]) -> None:
        """Files of the project changed on disk, came or went."""
        if self._conversation is not None:
            self._changed.update(Path(self._project.root, path).absolute() for path in paths)

    def class_of(self, line: int, column: int, source: Source) -> Said:
        """The class of the object before the attribute whose name ends there; `source` as `Text.source` has it."""
        if self._calls is None or self._text is None or (place := self._calls.receiver(line, column)) is None:
            return _NOTHING
        callee = self._calls.moved(*source.callee) if isinstance(source, Call) else None
        try:
            said = self._asked(self._text, self._calls.text, place, callee)
        except NoAnswer as error:
            self._failed(error)
            return _NOTHING
        if self._connection is not None:
            self._failures = 0
            if held(self._connection.pid) > self._memory:
                log.info("ty holds over %d MB and is replaced", self._memory // 1_000_000)
                self.end()
        return said

    def _asked(self, text: Text, told: str, place: Place, callee: Place | None) -> Said:
        """The class by its name, and whether it was called itself. Raises `NoAnswer`."""
        until = time.monotonic() + (self._deadline if self._conversation is not None else START_LIMIT)
        conversation = self._ready(told, until)
        found = conversation.named(self._file, text.tree, place, until) if conversation is not None else None
        if conversation is None or found is None:
            return _NOTHING
        if found.path is None or found.is_class:
            return Said(None, understood=True)
        made = conversation.named(self._file, text.tree, callee, until) if callee is not None else None
        exact = made is not None and made.is_class and made.path == found.path
        return Said(ObjectClass(found.path, exact), understood=True)

    def end(self) -> None:
        """End the process; it is started again when it is asked."""
        connection, self._connection, self._conversation = self._connection, None, None
        self._changed.clear()
        if connection is not None:
            connection.end()

    def _ready(self, text: str, until: float) -> Conversation | None:
        """A conversation about the text; None where `ty` is given up. Raises `NoAnswer`."""
        if self._conversation is None and not self._start(until):
            return None
        if (conversation := self._conversation) is not None:
            if self._changed:
                conversation.changed(self._changed)
                self._changed.clear()
            conversation.take(self._file, text)
        return conversation

    def _start(self, until: float) -> bool:
        try:
            process = subprocess.Popen(
                [self._program, "server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
            )
        except (OSError, ValueError) as error:
            self._give_up(f"it cannot be started: {error}")
            return False
        self._connection = Connection(process)
        conversation = Conversation(self._connection, self._definitions)
        try:
            conversation.begin(Path(self._project.root).absolute(), self._settings(), until)
        except NotUnderstood as error:
            self._give_up(str(error))
            return False
        self._conversation = conversation
        return True

    def _settings(self) -> dict[str, Any]:
        version = "{}.{}".format(*self._project.version)
        environment = {"python": self._project.prefix, "python-version": version}
        return {"configuration": {"environment": environment}, "logLevel": "error"}

    def _failed(self, error: NoAnswer) -> None:
        """End it, and ask it about this text no more: it may well be the text."""
        self.end()
        if self._calls is not None:
            self._avoided.add(hash(self._calls.text))
        self._calls = None
        self._failures += 1
        if self._failures >= _FAILURES:
            self._give_up(f"{error}, {self._failures} times in a row")

    def _give_up(self, why: str) -> None:
        log.warning("%s is not asked for classes: %s", self._program, why)
        self._given_up = True
        self._calls = None
        self.end()

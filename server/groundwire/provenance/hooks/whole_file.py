"""A file that is ours alone: a script or a plugin that the host finds by where it lies."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.provenance.hooks.command import is_ours
from groundwire.provenance.hooks.form import SettingsShapeError, is_blank
from groundwire.provenance.hooks.json_text import Splice

_COMMAND: Final = "@COMMAND@"


@dataclass(frozen=True, slots=True)
class WholeFile:
    """The file's text around the command; the host runs no other hook from it, so one of somebody else's stays."""

    template: str
    """Holds `@COMMAND@` once, alone or where a JSON string may stand."""
    quoted: bool
    """Whether the command is written as a JSON string."""
    executable: bool = False

    def commands(self, text: str) -> list[str]:
        """Our command in the file, if it is ours. Raises `SettingsShapeError` for somebody else's."""
        if is_blank(text):
            return []
        before, after = self.template.split(_COMMAND)
        line = re.search(re.escape(before.rpartition("\n")[2]) + "(.*)" + re.escape(after.partition("\n")[0]), text)
        command = None if line is None else self._read(line[1])
        if command is None or not is_ours(command):
            raise SettingsShapeError("it is a hook of somebody else's, and the host runs one per file")
        return [command]

    def narrowed(self, text: str) -> str | None:  # noqa: ARG002 (a form's shape)
        """Nothing: the file is run after each edit."""
        return None

    def off(self, text: str) -> bool | None:  # noqa: ARG002
        """None: the file says nothing of others."""
        return None

    def install(self, text: str, command: str) -> Splice | None:
        """The change to our text with that command; None where it is that already."""
        wanted = self.new(command)
        if text == wanted:
            return None
        self._own(text)
        return Splice(0, text, wanted)

    def remove(self, text: str) -> Splice | None:
        """The change that leaves nothing of it. Raises `SettingsShapeError` where it is not as we wrote it."""
        if is_blank(text):
            return None
        self._own(text)
        return Splice(0, text, "")

    def new(self, command: str) -> str:
        """Our text with that command."""
        return self.template.replace(_COMMAND, json.dumps(command) if self.quoted else command)

    def empty(self, text: str) -> bool:
        """Whether nothing is left of the file."""
        return is_blank(text)

    def _own(self, text: str) -> None:
        for command in self.commands(text):
            if text != self.new(command):
                raise SettingsShapeError("someone changed it since it was installed; take it away yourself")

    def _read(self, written: str) -> str | None:
        try:
            command = json.loads(written) if self.quoted else written
            shlex.split(command)
        except (ValueError, AttributeError):
            return None
        return command if isinstance(command, str) else None


def _template(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


CLINE: Final = WholeFile(_template("cline_hook.sh"), quoted=False, executable=True)
OPENCODE: Final = WholeFile(_template("opencode_plugin.js"), quoted=True)

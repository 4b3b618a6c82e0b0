"""The command line that an agent's hook runs: written so that a shell reads it back, and checked for what it starts."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROGRAMS: Final = frozenset({"groundwire", "groundwire.exe", "groundwire-record", "groundwire-record.cmd"})
"""The last of a path: what pip installs, also as `python -m groundwire`, and the extension's launcher."""
_LAUNCHERS: Final = frozenset({"groundwire-record", "groundwire-record.cmd"})
"""They start `record` by themselves."""
_MAIN: Final = Path(__file__).resolve().parents[2] / "__main__.py"


def own_command() -> list[str]:
    """What runs `groundwire record` from any folder: this interpreter, by its whole path, and this package.

    `-I` keeps the project's files and the environment out of the way; `-S` leaves out the start of site packages, which
    the command does not need.
    """
    return [sys.executable, "-I", "-S", str(_MAIN), "record"]


def quoted(words: Sequence[str]) -> str:
    """The words as one line for the shell that runs hooks; on Windows with slashes, which every shell there reads."""
    if sys.platform == "win32":
        return subprocess.list2cmdline([word.replace("\\", "/") for word in words])
    return shlex.join(words)


def is_ours(command: str) -> bool:
    """Whether a hook's command is one that we write, or a person has us write: it ends by starting our `record`.

    A command that only names us somewhere is somebody else's.
    """
    words = _words(command)
    if not words or "\n" in command:
        return False
    if len(words) == 1 or words[-1] != "record":
        return len(words) == 1 and _name(words[0]) in _LAUNCHERS
    return _name(words[-2]) in _PROGRAMS or words[-2].lower().endswith("groundwire/__main__.py")


class Missing(NamedTuple):
    """What a command would start and is not found."""

    program: str
    on_path: bool
    """It is looked for on the PATH, which may be another one where the agent runs."""


def missing(command: str) -> Missing | None:
    """What the command would start and is not there; None where all of it is."""
    words = _words(command)
    while words and words[0].partition("=")[0].isidentifier() and "=" in words[0]:
        del words[0]  # a variable for the program
    if not words:
        return Missing(command, on_path=False)
    if words[0].startswith("~") or "$" in words[0]:
        return None  # the shell's to settle
    if shutil.which(words[0]) is None:
        return Missing(words[0], on_path="/" not in words[0])
    # A whole path of a script is something the command starts.
    gone = next((word for word in words[1:] if Path(word).is_absolute() and not Path(word).exists()), None)
    return Missing(gone, on_path=False) if gone is not None else None


def _words(command: str) -> list[str]:
    """The command as a shell reads it; nothing where it cannot be read."""
    try:
        return shlex.split(command.replace("\\", "/") if sys.platform == "win32" else command)
    except ValueError:
        return []


def _name(word: str) -> str:
    return word.rpartition("/")[2].lower()

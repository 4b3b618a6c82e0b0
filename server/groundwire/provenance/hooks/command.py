"""The command line that an agent's hook runs: written so that a shell reads it back, and checked for what it starts."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_OURS: Final = re.compile(r"groundwire.*\brecord\b", re.IGNORECASE | re.DOTALL)
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
    """Whether a hook's command is one that we wrote: it names groundwire, and then its `record`."""
    return _OURS.search(command) is not None


def missing(command: str) -> str | None:
    """What the command would start and is not there any more; None where all of it is."""
    try:
        words = shlex.split(command)
    except ValueError:
        return command
    if not words:
        return command
    if shutil.which(words[0]) is None:
        return words[0]
    # A whole path of a script is something the command starts; `~` and variables are the shell's to settle.
    return next((word for word in words[1:] if Path(word).is_absolute() and not Path(word).exists()), None)

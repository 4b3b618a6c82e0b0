"""Where `ty` is, if it is anywhere: it is neither brought along nor fetched."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.text.written_paths import is_file

if TYPE_CHECKING:
    from groundwire.analysis.environment import Environment

_NAME: Final = "ty.exe" if sys.platform == "win32" else "ty"
_SCRIPTS: Final = "Scripts" if sys.platform == "win32" else "bin"


def program_of(environment: Environment | None) -> str | None:
    """The `ty` of an environment, else the first on the `PATH`; only for a workspace whose programs may be started.

    None where there is none, and where no environment is known: what it said of names would be said of others.
    Folders of the `PATH` that are not absolute are left out, for they would be looked for in the workspace.
    """
    if environment is None:
        return None
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder).is_absolute()]
    candidates = (environment.prefix / _SCRIPTS / _NAME, *(Path(folder) / _NAME for folder in folders))
    return next((str(file) for file in candidates if is_file(file) and os.access(file, os.X_OK)), None)

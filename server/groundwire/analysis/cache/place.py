"""Where the cache lies, and what tells one Groundwire from another: nothing that another code found is used."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cache.database import FORM, Cache

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS: Final = frozenset({"lsp", "stubs", "hooks", "records", "exchange"})
"""Folders whose code has no part in what is found."""
_LIBRARIES: Final = ("libcst", "radon", "jedi", "packaging")


def open_cache(variables: Mapping[str, str] | None = None) -> Cache | None:
    """The cache of this user and this Groundwire; None where there is no folder for it.

    It lies in the user's cache directory, never in a work tree. `variables` are the process's where none are given.
    """
    folder = _directory(os.environ if variables is None else variables)
    return Cache(folder / "groundwire" / f"findings-{FORM}.sqlite3") if folder is not None else None


def _directory(variables: Mapping[str, str]) -> Path | None:
    if sys.platform == "win32":
        found = variables.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        found = os.path.join(variables.get("HOME", ""), "Library", "Caches")  # noqa: PTH118 - a text, perhaps of none
    else:
        found = variables.get("XDG_CACHE_HOME") or os.path.join(variables.get("HOME", ""), ".cache")  # noqa: PTH118
    return Path(found) if found and os.path.isabs(found) else None  # noqa: PTH117 - of what may be no path


def code_digest() -> bytes:
    """Of all that an answer depends on beside its subject: our sources, the interpreter, the libraries that parse."""
    digest = blake2b(repr((sys.version, sys.platform)).encode(), digest_size=16)
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - fast
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name not in _OTHERS and not name.startswith(("_", ".")))
        inside = folder[len(package) :].replace(os.sep, "/").lstrip("/")
        for name in sorted(files):
            if name.endswith((".py", ".json", ".pyi")):
                digest.update(f"{inside}/{name}\0".lstrip("/").encode())
                with suppress(OSError), open(f"{folder}/{name}", "rb", buffering=0) as opened:  # noqa: PTH123 - fast, too
                    digest.update(opened.readall())
    for library in _LIBRARIES:
        spec = find_spec(library)
        status = os.stat(spec.origin) if spec is not None and spec.origin else None  # noqa: PTH116
        digest.update(repr(status and (spec and spec.origin, status.st_size, status.st_mtime_ns)).encode())
    return digest.digest()

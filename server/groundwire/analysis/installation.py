"""Where a Python installation keeps its libraries, by the names of its folders and its `pyvenv.cfg`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.text.read import read_plain
from groundwire.text.written_paths import is_file, is_folder, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.stdlib import Version

_VERSION: Final = re.compile(r"python(\d)\.(\d+)t?$")


def settings(prefix: Path) -> dict[str, str] | None:
    """Settings of `pyvenv.cfg`; None where the folder is no virtual environment."""
    text = read_plain(prefix / "pyvenv.cfg")
    if text is None:
        return None
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def configured_version(configuration: Mapping[str, str]) -> Version | None:
    """The version that a `pyvenv.cfg` names."""
    text = configuration.get("version") or configuration.get("version_info") or ""
    found = re.match(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else None


def library_of(prefix: Path, version: Version | None = None) -> tuple[Path | None, Version | None]:
    """`lib/pythonX.Y` (`Lib` on Windows) of a prefix and its version; the newest where there are several."""
    entries = [prefix / name / entry for name in ("lib", "lib64") for entry in names_in(prefix / name)]
    matches = [(match, entry) for entry in entries if (match := _VERSION.match(entry.name)) and is_folder(entry)]
    found = [((int(match[1]), int(match[2])), entry) for match, entry in matches]
    if version is not None:
        found = [pair for pair in found if pair[0] == version]
    if found:
        newest, library = max(found, key=lambda pair: (pair[0], is_file(pair[1] / "os.py")))
        return library, newest
    windows = prefix / "Lib"
    return (windows, version) if is_folder(windows / "site-packages") else (None, version)


def shared_sites(prefix: Path, library: Path, version: Version | None) -> tuple[Path, ...]:
    """Folders of installed packages of a Python that is no virtual environment."""
    folders = [library / "site-packages", library / "dist-packages", prefix / "lib" / "python3" / "dist-packages"]
    if version is not None:
        name = f"python{version[0]}.{version[1]}"
        folders.append(prefix / "local" / "lib" / name / "dist-packages")
        folders.append(Path.home() / ".local" / "lib" / name / "site-packages")
    return tuple(folder for folder in folders if is_folder(folder))

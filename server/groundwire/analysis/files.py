"""The files of a project that its index reads: Python sources, manifests, and what hints at generated modules."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import basename, splitext
from typing import TYPE_CHECKING, Final

from groundwire.analysis.declared import is_manifest
from groundwire.analysis.ignored import Ignored
from groundwire.text.read import read_plain
from groundwire.text.written_paths import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FILES: Final = 30_000
MAX_BYTES: Final = 600_000
"""Larger Python files are data."""
_SKIPPED: Final = frozenset(
    {"node_modules", "__pycache__", "site-packages", "dist-packages", "htmlcov", "__pypackages__"}
)
_OUTPUT: Final = frozenset({"build", "dist", "_build"})
"""Folders of build output, unless they are packages."""
_CONFIGURATION: Final = frozenset({"pytest.ini", ".pytest.ini", "tox.ini"})
_BUILD: Final = frozenset(
    {"CMakeLists.txt", "Makefile", "MANIFEST.in", "meson.build", "noxfile.py", "build.py", "hatch_build.py", "BUILD"}
)
_GENERATORS: Final = frozenset(
    {".proto", ".g4", ".ui", ".qrc", ".pyx", ".thrift", ".fbs", ".capnp", ".c", ".cpp", ".rs"}
)


@dataclass
class ProjectFiles:
    """What a walk through a project found; paths are POSIX, relative to the project's folder."""

    python: set[str] = field(default_factory=set)
    notebooks: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    """Manifests and test configuration, read."""
    build: dict[str, str] = field(default_factory=dict)
    """Files that steer a build, read: manifests are not repeated here."""
    generators: set[str] = field(default_factory=set)
    """Stems of files that build steps turn into modules."""
    environments: set[str] = field(default_factory=set)
    """Folders that are virtual environments."""
    ignored: Ignored = field(default_factory=Ignored)
    truncated: bool = False
    """Whether the project holds more Python files than are read."""

    def takes(self, path: str) -> bool:
        """Whether a file that appears belongs to the project, by its path."""
        parts = path.split("/")
        if path.startswith("/") or any(part.startswith(".") or part in _SKIPPED for part in parts[:-1]):
            return False
        if any(path.startswith(f"{environment}/") for environment in self.environments):
            return False
        return len(self.python) < MAX_FILES and not self.ignored.covers(path)


def walk(root: Path, found: ProjectFiles) -> Iterator[str]:
    """Fill `found`, yielding after each folder; hidden, ignored, installed and built folders are passed over."""
    stack = [""]
    while stack:
        folder = stack.pop()
        yield folder
        entries = _entries(root / folder)
        names = {entry.name for entry in entries}
        if folder and names & {"pyvenv.cfg", "conda-meta"}:
            found.environments.add(folder)
            continue
        if folder.rpartition("/")[2] in _OUTPUT and "__init__.py" not in names:
            continue
        if ".gitignore" in names:
            found.ignored.add(folder, read(root / folder / ".gitignore") or "")
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if _enters(entry, path, found):
                    stack.append(path)
            elif not found.ignored.matches(path, folder=False):
                _take(root, path, found)
        if len(found.python) > MAX_FILES:
            found.truncated = True
            return


def read(path: Path) -> str | None:
    """A file's text with LF line ends; None where it cannot be read, is too large, or is not text."""
    text = read_plain(path, MAX_BYTES)
    return None if text is None or "\0" in text else text


def is_configuration(path: str) -> bool:
    """Whether a file declares dependencies or settings of the test runner."""
    return is_manifest(path) or basename(path) in _CONFIGURATION


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _enters(entry: os.DirEntry[str], path: str, found: ProjectFiles) -> bool:
    name = entry.name
    if name.startswith("."):
        if is_file(Path(entry.path) / "pyvenv.cfg"):
            found.environments.add(path)
        return False
    if name in _SKIPPED or name.endswith(".egg-info"):
        return False
    if is_file(Path(entry.path) / "pyvenv.cfg"):
        found.environments.add(path)
        return False
    return not found.ignored.matches(path, folder=True)


def _take(root: Path, path: str, found: ProjectFiles) -> None:
    name = basename(path)
    stem, extension = splitext(name)
    if extension in {".py", ".pyi"}:
        found.python.add(path)
    elif extension == ".ipynb":
        found.notebooks.add(path)
    if is_configuration(path):
        if (text := read(root / path)) is not None:
            found.texts[path] = text
    elif name in _BUILD or extension == ".cmake":
        if (text := read(root / path)) is not None:
            found.build[path] = text
    elif extension in _GENERATORS:
        found.generators.add(stem)

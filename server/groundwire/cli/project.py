"""The project that a command is about: its folder, its settings, its rules."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire import config as configuration
from groundwire.analysis.cache.catalogue import Entry, catalogue
from groundwire.analysis.cache.place import code_digest, open_cache
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.file_codes import FileCodes
from groundwire.analysis.ignored import Ignored
from groundwire.analysis.selection import matching
from groundwire.provenance.location import locate
from groundwire.text.read import read_plain
from groundwire.text.written_paths import is_folder, is_there, under

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.analysis.cache.database import Cache
    from groundwire.config import Config

_NAME_ONE: Final = "name an interpreter, or a virtual environment's folder"
_UNLOOKED: Final = (
    "no Python environment of the project is known, so installed modules and their names are not checked; name it with "
    "--environment, or as `environment` in [tool.groundwire] of pyproject.toml"
)
_GROUNDING: Final = "GW1"
"""How the codes begin of rules that look up what code names."""
_MARKERS: Final = ("pyproject.toml", "setup.cfg", "setup.py", ".git")


@dataclass(frozen=True, slots=True)
class Project:
    """What holds for one run."""

    root: Path
    start: Path
    """The folder that the command is about: of the paths given, or the current one."""
    config: Config
    select: frozenset[str]
    """Codes of the rules to run."""
    environment: Environment | None
    """Where its imports are looked up; None where nothing says which it is."""
    rules: tuple[Entry, ...]
    """Every rule there is."""
    cache: Cache | None
    """What was found before; None where nobody wants to know, or there is no place for it."""
    code: bytes
    """Tells this Groundwire from any other."""

    files: FileCodes
    """Which of them run on a file."""

    def codes(self, path: str) -> frozenset[str]:
        """Codes of the rules that run on a file, given by its path from the root."""
        return self.files.of(path)

    def relative(self, file: Path) -> str:
        """A file's path from the root with slashes; its whole path where it lies outside."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()


def open_project(paths: Sequence[Path], flags: Mapping[str, Any], *, cached: bool = False) -> Project | str:
    """The project of whole paths, or of the current folder; a sentence where the flags make no sense.

    `cached` says that what was found before may be used.

    Problems of the configuration are told on standard error, and the rest of it is used.
    """
    start = _common_folder(paths or [Path.cwd()])
    root = project_root(start)
    if flags.get("environment"):  # a person means the current folder, a file its own
        flags = {**flags, "environment": str(under(Path.cwd(), flags["environment"]))}
    config, problems = configuration.load(root, {}, flags)
    if wrong := [problem for problem in problems if problem.source == "command line"]:
        return str(wrong[0])
    cache, code = (open_cache(), code_digest()) if cached else (None, b"")
    rules = catalogue(cache, code)
    select, unselected = matching(rules, config.select)
    ignore, unignored = matching(rules, config.ignore)
    more, unextended = matching(rules, config.extend_select)
    unlisted = [name for names in config.per_file_ignores.values() for name in matching(rules, names)[1]]
    for name in (*unselected, *unignored, *unextended, *unlisted):
        if any(name in (flags.get(flag) or ()) for flag in ("select", "ignore", "extend_select")):
            return f"there is no rule {name}; `groundwire rules` lists them"
        problems.append(configuration.Problem("pyproject.toml", f"there is no rule {name}"))
    environment = discover(root) if config.environment is None else Environment.read(Path(config.environment))
    if config.environment is not None and environment is None:
        if flags.get("environment"):
            return f"there is no Python at {config.environment}; {_NAME_ONE}"
        problems.append(
            configuration.Problem(
                "pyproject.toml",
                f"there is no Python at {config.environment}, so installed modules and their names are not checked; "
                f"{_NAME_ONE}",
            )
        )
    for problem in problems:
        print(f"groundwire: {problem}", file=sys.stderr)
    chosen = (select if config.select else frozenset(rule.code for rule in rules)) | more
    chosen -= ignore
    heard = matching(rules, flags.get("select") or ())[0]
    files = FileCodes(root, rules, chosen, config.per_file_ignores, overlap=config.overlap, heard=heard)
    return Project(root, start, config, chosen, environment, rules, cache, code, files)


def unlooked(project: Project) -> str | None:
    """What is not looked up because nothing says which Python is the project's; None where nothing would be.

    A setting that names none was told already.
    """
    asking = {rule.code for rule in project.rules if rule.needs_project and rule.code.startswith(_GROUNDING)}
    if project.environment is not None or project.config.environment is not None or not asking & project.select:
        return None
    return _UNLOOKED


def _common_folder(paths: Sequence[Path]) -> Path:
    return Path(os.path.commonpath([path if is_folder(path) else path.parent for path in paths]))


def project_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that looks like a project's.

    Where none does, it is the one that something is on record of, so that a check inside it says the same; else
    `start`. A folder that its repository ignores, such as an environment inside it, is a project of its own.
    """
    for folder in (start, *start.parents):
        if any(is_there(folder / marker) for marker in _MARKERS):
            return start if _left_out(folder, start) else folder
    recorded = locate(start).root
    return recorded if start.is_relative_to(recorded) else start


def _left_out(root: Path, folder: Path) -> bool:
    """Whether a `.gitignore` between the root and the folder leaves the folder out."""
    ignored = Ignored()
    parts = folder.relative_to(root).parts
    for depth in range(len(parts) + 1):
        path = "/".join(parts[:depth])
        if path and ignored.matches(path, folder=True):
            return True
        ignored.add(path, read_plain(root / path / ".gitignore") or "")
    return False


def shown(file: Path) -> str:
    """A file's path as a person would write it in the current folder."""
    current = Path.cwd()
    return file.relative_to(current).as_posix() if file.is_relative_to(current) else file.as_posix()

"""The project that a command is about: its folder, its settings, its rules."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from groundwire import config as configuration
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.ignored import Ignored
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.rules import RULES
from groundwire.analysis.selection import matching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.cli.progress import Progress
    from groundwire.config import Config

_NAME_ONE: Final = "name an interpreter, or a virtual environment's folder"
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

    def relative(self, file: Path) -> str:
        """A file's path from the root with slashes; its whole path where it lies outside."""
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()


def open_project(paths: Sequence[Path], flags: Mapping[str, Any]) -> Project | str:
    """The project of whole paths, or of the current folder; a sentence where the flags make no sense.

    Problems of the configuration are told on standard error, and the rest of it is used.
    """
    start = _common_folder(paths or [Path.cwd()])
    root = project_root(start)
    if flags.get("environment"):  # a person means the current folder, a file its own
        flags = {**flags, "environment": str(Path(flags["environment"]).expanduser().absolute())}
    config, problems = configuration.load(root, {}, flags)
    if wrong := [problem for problem in problems if problem.source == "command line"]:
        return str(wrong[0])
    select, unselected = matching(RULES, config.select)
    ignore, unignored = matching(RULES, config.ignore)
    for name in (*unselected, *unignored):
        if name in (*(flags.get("select") or ()), *(flags.get("ignore") or ())):
            return f"there is no rule {name}; `groundwire rules` lists them"
        problems.append(configuration.Problem("pyproject.toml", f"there is no rule {name}"))
    environment = discover(root) if config.environment is None else Environment.read(Path(config.environment))
    if config.environment is not None and environment is None:
        if flags.get("environment"):
            return f"there is no Python at {config.environment}; {_NAME_ONE}"
        problems.append(
            configuration.Problem("pyproject.toml", f"there is no Python at {config.environment}; {_NAME_ONE}")
        )
    for problem in problems:
        print(f"groundwire: {problem}", file=sys.stderr)
    chosen = (select if config.select else frozenset(rule.code for rule in RULES)) - ignore
    return Project(root, start, config, chosen, environment)


def read_index(project: Project, progress: Progress) -> ProjectIndex:
    """The project's index, built now."""
    index = ProjectIndex(project.root, project.environment)
    for _ in progress.following(index.build_steps(), "reading the project: file"):
        pass
    return index


def _common_folder(paths: Sequence[Path]) -> Path:
    return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in paths]))


def project_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that looks like a project's; where none does, `start`.

    A folder that its repository ignores, such as an environment inside it, is a project of its own.
    """
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in _MARKERS):
            return start if _left_out(folder, start) else folder
    return start


def _left_out(root: Path, folder: Path) -> bool:
    """Whether a `.gitignore` between the root and the folder leaves the folder out."""
    ignored = Ignored()
    parts = folder.relative_to(root).parts
    for depth in range(len(parts) + 1):
        path = "/".join(parts[:depth])
        if path and ignored.matches(path, folder=True):
            return True
        try:
            ignored.add(path, (root / path / ".gitignore").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
    return False


def shown(file: Path) -> str:
    """A file's path as a person would write it in the current folder."""
    current = Path.cwd()
    return file.relative_to(current).as_posix() if file.is_relative_to(current) else file.as_posix()

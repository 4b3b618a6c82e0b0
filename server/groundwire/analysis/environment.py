"""The project's Python, known from its files: version, folders, distributions, and the program to start."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.analysis import stdlib
from groundwire.analysis.distribution_name import canonicalize_name
from groundwire.analysis.distributions import Distribution, installed
from groundwire.analysis.editable import mapped_modules, pth_folders, pth_paths
from groundwire.analysis.installation import configured_version, library_of, settings, shared_sites
from groundwire.analysis.lookup import Folders
from groundwire.analysis.members.places import locate
from groundwire.text.written_paths import is_file, is_folder, is_there

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.lookup import Found
    from groundwire.analysis.members.places import Place
    from groundwire.analysis.stdlib import Version

VENV_NAMES: Final = (".venv", "venv", "env", ".env")
"""Folders that hold a project's virtual environment, in order of preference."""


class Environment:
    """One Python installation or virtual environment; made by `read` or `discover`."""

    def __init__(
        self,
        prefix: Path,
        version: Version | None,
        sites: tuple[Path, ...],
        base: Path | None,
        program: Path | None = None,
    ) -> None:
        self._program = program
        self.prefix = prefix
        self.version = version
        self._sites = sites
        self._base = base
        """Prefix of the Python it was made from; its own where it is no virtual environment."""
        self._folders = Folders()
        self._stamp = self._modified()

    @classmethod
    def read(cls, path: Path) -> Environment | None:
        """The environment of a Python executable or of a folder; None where there is none.

        Links are not followed from an executable inside a virtual environment: they lead out of it.
        """
        folder = is_folder(path)
        if not folder and not is_there(path):  # the folders above it may well hold a Python
            return None
        prefix = path if folder else path.parent.parent
        program = None if folder else path
        configuration = settings(prefix)
        if configuration is None and not folder:
            prefix = Path(os.path.realpath(path)).parent.parent
        library, version = library_of(prefix)
        if library is None:
            return None
        if configuration is None:
            return cls(prefix, version, shared_sites(prefix, library, version), prefix, program)
        version = configured_version(configuration) or version
        home = Path(configuration["home"]) if configuration.get("home") else None
        base = home.parent if home is not None and home.name in {"bin", "Scripts"} else home
        sites: tuple[Path, ...] = (library / "site-packages",)
        if configuration.get("include-system-site-packages", "").lower() == "true" and base is not None:
            shared, _ = library_of(base, version)
            sites += shared_sites(base, shared, version) if shared is not None else ()
        return cls(prefix, version, sites, base, program)

    def label(self, root: Path) -> str:
        """How a person calls it: `.venv` inside the workspace folder `root`, else its path."""
        try:
            return self.prefix.relative_to(root).as_posix()
        except ValueError:
            return str(self.prefix)

    @cached_property
    def distributions(self) -> Mapping[str, Distribution]:
        """Installed distributions by normalised name."""
        return installed(self._sites)

    @cached_property
    def stdlib_names(self) -> frozenset[str]:
        """Top-level modules of its standard library."""
        names = stdlib.module_names(self.version)
        for folder in self._stdlib_folders:
            names |= self._folders.module_names(folder) - {"site-packages", "dist-packages", *stdlib.REMOVED}
        return names

    @cached_property
    def top_level(self) -> frozenset[str]:
        """Every top-level name its installed packages provide."""
        names = set(self._mapped)
        for folder in self._search:
            names |= self._folders.module_names(folder)
        return frozenset(names)

    def find(self, name: str) -> Found:
        """Whether a dotted module is in its standard library or among its installed packages."""
        top = name.partition(".")[0]
        if top in self.stdlib_names:
            return self._find_in_stdlib(name)
        if top == "distutils" and "setuptools" in self.distributions:
            return "unknown"  # setuptools brings it back through an import hook
        if top in self._mapped:
            return "found" if name == top else "unknown"
        return self._folders.find(name, self._search)

    @property
    def search_path(self) -> tuple[str, ...]:
        """The folders that imports look in: the standard library's, then those of installed packages."""
        return (*self._stdlib_folders, *self._search)

    @property
    def sites(self) -> tuple[str, ...]:
        """The folders that packages are installed in; none that a path file or an editable installation names."""
        return tuple(map(str, self._sites))

    @property
    def site_folders(self) -> tuple[str, ...]:
        """The folders that installed packages are looked up in; those installed for editing lie anywhere."""
        return self._search

    @property
    def named_folders(self) -> tuple[str, ...]:
        """`site_folders`, and those that a path file names before they are there."""
        named = {str(path): None for site in self._sites for path in pth_paths(site)}
        return tuple(dict.fromkeys((*self._search, *named)))

    @property
    def stdlib_folders(self) -> tuple[str, ...]:
        """The folders of its standard library; none where they are not found."""
        return self._stdlib_folders

    @property
    def fingerprint(self) -> str:
        """Another one where something was installed or removed."""
        return f"{self.prefix}:{self.version}:{self.executable}:{self._stamp}"

    @cached_property
    def executable(self) -> str | None:
        """Its Python, as a program that may be started; None where there is none."""
        chosen = (self._program,) if self._program is not None else ()
        names = ("python.exe", "Scripts/python.exe") if sys.platform == "win32" else ("bin/python", "bin/python3")
        return next((str(file) for file in (*chosen, *(self.prefix / name for name in names)) if is_file(file)), None)

    def in_sites(self, top: str) -> bool:
        """Whether a top-level module stands in the folders that packages are installed in."""
        return self._folders.file(top, self.sites) is not None

    def place(self, name: str) -> Place | None:
        """Where an installed module stands on disk; None for one of the standard library, or where it is not there."""
        top = name.partition(".")[0]
        if top in self.stdlib_names or top in self._mapped:
            return None
        return locate(name, self._search, self._folders)

    def provider(self, name: str) -> Distribution | None:
        """The installed distribution that provides a dotted module, by its own list of files."""
        best: tuple[int, Distribution] | None = None
        for distribution in self.distributions.values():
            for provided in distribution.import_names:
                if name == provided or name.startswith(f"{provided}."):
                    best = max(best or (0, distribution), (len(provided), distribution), key=lambda pair: pair[0])
        return best[1] if best is not None else None

    def renamed(self, name: str) -> Distribution | None:
        """The installed distribution of this name, where what it provides is imported by another one."""
        distribution = self.distributions.get(canonicalize_name(name.partition(".")[0]))
        if distribution is None:
            return None
        tops = {provided.partition(".")[0] for provided in distribution.import_names}
        return None if name.partition(".")[0] in tops else distribution

    def refresh(self) -> bool:
        """Forget what was read where a package was installed or removed since; whether that was so."""
        stamp = self._modified()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        self._folders.clear()
        for name in ("distributions", "stdlib_names", "top_level", "_search", "_mapped", "_stdlib_folders"):
            self.__dict__.pop(name, None)
        return True

    def _find_in_stdlib(self, name: str) -> Found:
        if "." not in name:
            return "found"
        if not self._stdlib_folders:
            return "unknown"
        top = name.partition(".")[0]
        if self._folders.find(top, self._stdlib_folders) != "found":
            return "unknown"  # built in, or split off by the system's packager
        return self._folders.find(name, self._stdlib_folders)

    @cached_property
    def _stdlib_folders(self) -> tuple[str, ...]:
        candidates: list[Path | None] = []
        if self._base is not None:
            candidates.append(library_of(self._base, self.version)[0])
        if self.version in {None, sys.version_info[:2]}:
            candidates.append(Path(sysconfig.get_path("stdlib")))
        for library in candidates:
            if library is not None and is_file(library / "os.py"):
                return (str(library), str(library / "lib-dynload"))
        return ()

    @cached_property
    def _search(self) -> tuple[str, ...]:
        folders: dict[str, None] = {}
        for site in self._sites:
            folders[str(site)] = None
            folders.update((str(folder), None) for folder in pth_folders(site))
        for distribution in self.distributions.values():
            if (source := distribution.editable_source) is not None:
                folders[str(source)] = None
                folders[str(source / "src")] = None
        return tuple(folders)

    @cached_property
    def _mapped(self) -> Mapping[str, str]:
        return {name: path for site in self._sites for name, path in mapped_modules(site).items()}

    def _modified(self) -> tuple[int, ...]:
        return tuple(map(_modified, self._sites))


def _modified(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0


def discover(root: Path, variables: Mapping[str, str] | None = None) -> Environment | None:
    """The environment of a workspace folder, or None where nothing says which it is.

    In order: a virtual environment in the folder, the activated one (`VIRTUAL_ENV`, `CONDA_PREFIX`), the one this
    process runs in where that lies inside the folder. `variables` are the process's where none are given.
    """
    variables = os.environ if variables is None else variables
    candidates = [root / name for name in VENV_NAMES]
    candidates += [Path(variables[name]) for name in ("VIRTUAL_ENV", "CONDA_PREFIX") if variables.get(name)]
    if sys.prefix != sys.base_prefix and Path(sys.prefix).is_relative_to(root):
        candidates.append(Path(sys.prefix))
    for candidate in candidates:
        if is_file(candidate / "pyvenv.cfg") or is_folder(candidate / "conda-meta"):
            environment = Environment.read(candidate)
            if environment is not None:
                return environment
    return None

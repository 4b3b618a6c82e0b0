"""Look up an imported module: in the project's own folders first, then outside it."""

from __future__ import annotations

import re
from functools import cached_property
from posixpath import dirname
from typing import TYPE_CHECKING, Final

from groundwire.analysis import stdlib
from groundwire.analysis.calls.asked import AskedCalls
from groundwire.analysis.calls.calls import Calls
from groundwire.analysis.import_names import HOST_MODULES
from groundwire.analysis.layout import path_suffixes
from groundwire.analysis.lookup import Folders
from groundwire.analysis.members.asked import Asked
from groundwire.analysis.members.members import Members
from groundwire.analysis.members.places import locate
from groundwire.analysis.outside import FOUND, PENDING, UNKNOWN, Outside, close, declared_otherwise
from groundwire.analysis.project import ModuleAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from groundwire.analysis.declared import Declared
    from groundwire.analysis.environment import Environment
    from groundwire.analysis.files import ProjectFiles
    from groundwire.analysis.layout import Layout
    from groundwire.analysis.lookup import Found
    from groundwire.analysis.members.installed import Installed
    from groundwire.analysis.members.places import Place
    from groundwire.analysis.members.texts import Texts

_GENERATED: Final = re.compile(
    r"_pb2(?:_grpc)?$|^_?version$|^__version__$|^_?build_info$|^ui_|_ui$|_rc$|^_git|^_cython"
)
"""Names of modules that build steps write."""
_STEM: Final = re.compile(r"_pb2(?:_grpc)?$|(?:Parser|Lexer|Listener|Visitor)$|^ui_|_rc$")
"""What generators add to the name of their source."""
_SUPPLIED: Final = ("_example", "_sample", "_template", "_dist")
"""What stands behind a module's name where whoever installs the program writes it: `settings_example.py` is copied."""


class Modules:
    """The modules that imports of one project can reach."""

    def __init__(
        self,
        root: Path,
        files: ProjectFiles,
        layout: Layout,
        dependencies: Mapping[str, Declared],
        environment: Environment | None,
        installed: Installed | None = None,
        texts: Texts | None = None,
    ) -> None:
        self._texts = texts
        self._root = root
        self._installed = installed
        self._environment = environment
        self._files = files
        self._layout = layout
        self._dependencies = dependencies
        self._outside = Outside(environment, dependencies, root) if environment is not None else None
        self._stdlib = environment.stdlib_names if environment is not None else stdlib.module_names(None)
        self._folders = Folders()
        # What is asked for every import of a project; it holds until files come or go, and then there are new modules.
        self._starting: dict[str, tuple[str, ...]] = {}
        self._paths: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._places: dict[tuple[str, tuple[str, ...]], Place | None] = {}
        self._own: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._written: dict[str, bool] = {}
        self._stems = {stem for path in files.python for stem in path_suffixes(path)}

    def find(self, name: str, importer: str) -> ModuleAnswer:
        """The answer for a dotted name (relative ones with their dots) imported by a file of the project.

        What is no dotted name is unknown. What files say of a module from outside the project is confirmed by what is
        installed, where that may be asked.
        """
        answer = self._by_files(name, importer)
        if self._installed is None or answer.kind == "found" or name.startswith(".") or not name:
            return answer
        top = name.partition(".")[0]
        if self._own_package(top, importer) or self._inside(top, importer) != "absent":
            return answer
        if answer.kind == "unknown" and ("." not in name or not self.members.is_installed(top)):
            return answer
        asked = self._installed.name(name)
        if asked is None:
            return PENDING
        if asked.kind == "present":
            return FOUND
        if asked.kind == "absent" and answer.kind == "unknown" and asked.depth and self._outside is not None:
            return self._outside.absent_in(top)
        return answer

    def _by_files(self, name: str, importer: str) -> ModuleAnswer:
        member = name.lstrip(".")
        if not name or (member and not all(part.isidentifier() for part in member.split("."))):
            return UNKNOWN
        if name.startswith("."):
            return self._relative(name, importer)
        top = name.partition(".")[0]
        if top in HOST_MODULES:
            return UNKNOWN
        inside = self._inside(name, importer)
        if inside == "found":
            return FOUND
        if self._outside is None and top in self._stdlib:
            return FOUND if name == top else UNKNOWN
        own = self._own_package(top, importer)
        outside = self._outside.find(name) if self._outside is not None else UNKNOWN
        if outside.kind == "found" or (outside.kind == "unknown" and self._outside is not None and not own):
            return outside
        if inside == "unknown" or self._generated(name):
            return UNKNOWN
        if outside.kind == "declared":
            return outside
        if own:
            return self._missing_member(name, importer)
        if self._outside is None:
            return declared_otherwise(name, self._dependencies) or UNKNOWN
        if top in self._stdlib or self._outside.holds(top):
            return outside
        return self._outside.missing(name, self._own_names(), development=self._layout.is_development(importer))

    def place(self, name: str, importer: str = "") -> Place | None:
        """Where a module of the project stands on disk, as a file imports it; without a file, by the roots alone."""
        starts = self._starts(importer) if importer else self._layout.roots
        key = (name, starts)
        if key not in self._places:
            self._places[key] = locate(name, self._whole(starts), self._folders)
        return self._places[key]

    @cached_property
    def members(self) -> Members:
        """The names that modules and classes have: the project's own, and those of its environment."""
        return Members(self._environment, self.place, self._texts)

    @cached_property
    def names(self) -> Members | Asked:
        """The same, confirmed by what is installed where that may be asked."""
        return Asked(self.members, self._installed) if self._installed is not None else self.members

    @cached_property
    def calls(self) -> Calls | AskedCalls:
        """What functions and classes can be called with: the project's own, and those of its environment."""
        calls = Calls(self.members)
        return AskedCalls(calls, self._installed.signature) if self._installed is not None else calls

    def _relative(self, name: str, importer: str) -> ModuleAnswer:
        member = name.lstrip(".")
        level = len(name) - len(member)
        folder = dirname(importer)
        for _ in range(level - 1):
            if not folder:
                return UNKNOWN  # out of the project, where nothing was read
            folder = dirname(folder)
        place = self._root / folder
        if not member:
            return FOUND if self._folders.listing(str(place)) else UNKNOWN
        path = f"{folder}/{member.replace('.', '/')}".lstrip("/")
        if any(f"{path}{end}" in self._files.python for end in (".py", ".pyi", "/__init__.py")):
            return FOUND
        # Asked through its package, so that one which extends its own path is noticed.
        answer = self._folders.find(f"{place.name}.{member}", (str(place.parent),))
        if answer != "absent":
            return FOUND if answer == "found" else UNKNOWN
        if self._generated(path.replace("/", ".")):
            return UNKNOWN
        beside = close(member, self._folders.module_names(str(place)))
        suggestion = f"{'.' * level}{beside}" if beside is not None else None
        return ModuleAnswer("absent", suggestion=suggestion, looked_in=(f"the folder `{folder or '.'}`",))

    def _inside(self, name: str, importer: str) -> Found:
        """*unknown* where a module of that name stands somewhere that is no known place to import from."""
        path = name.replace(".", "/")
        places = [f"{root}/{path}".lstrip("/") for root in self._import_folders(importer)]
        if any(f"{place}{end}" in self._files.python for place in places for end in (".py", ".pyi", "/__init__.py")):
            return "found"
        answer = self._folders.find(name, self._whole(self._import_folders(importer)))
        return "unknown" if answer == "absent" and path in self._stems else answer

    def _own_package(self, top: str, importer: str) -> bool:
        """Whether the project has modules of this top-level name; a folder of other files is none."""
        key = (top, self._starts(importer))
        if key not in self._own:
            places = tuple(f"{root}/{top}".lstrip("/") for root in key[1])
            self._own[key] = any(f"{place}.py" in self._files.python for place in places) or any(
                path.startswith(tuple(f"{place}/" for place in places)) for path in self._files.python
            )
        return self._own[key]

    def _whole(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Whole paths of folders of the project."""
        if folders not in self._paths:
            self._paths[folders] = tuple(str(self._root / folder) for folder in folders)
        return self._paths[folders]

    def _import_folders(self, importer: str) -> tuple[str, ...]:
        """Where absolute imports of a file may start, its own folder included: a module may be run as a script."""
        own = folder = dirname(importer)
        if own not in self._starting:
            folders = [folder]
            while folder and folder in self._layout.packages:
                folder = dirname(folder)
                folders.append(folder)
            self._starting[own] = tuple(dict.fromkeys([*self._layout.roots, *folders]))
        return self._starting[own]

    def _starts(self, importer: str) -> tuple[str, ...]:
        """The import folders that are no packages themselves."""
        return tuple(folder for folder in self._import_folders(importer) if folder not in self._layout.packages)

    def _missing_member(self, name: str, importer: str) -> ModuleAnswer:
        """The package is the project's, the module is not in it."""
        parent, _, member = name.rpartition(".")
        beside: frozenset[str] = frozenset()
        for folder in self._starts(importer):
            beside |= self._folders.module_names(str(self._root.joinpath(folder, *parent.split("."))))
        like = close(member, beside)
        suggestion = f"{parent}.{like}" if like is not None else None
        path = parent.replace(".", "/")
        plain = any(f"{root}/{path}.py".lstrip("/") in self._files.python for root in self._starts(importer))
        return ModuleAnswer(
            "absent",
            suggestion=suggestion,
            looked_in=(f"the project's {'module' if plain else 'package'} `{parent}`",),
            reason=f"`{parent}` is a module, not a package." if plain else None,
        )

    def _generated(self, name: str) -> bool:
        if name not in self._written:
            self._written[name] = self._may_be_written(name)
        return self._written[name]

    def _may_be_written(self, name: str) -> bool:
        """Whether a build step, or whoever installs it, may write a module of this dotted name, inside the project."""
        top, _, _ = name.partition(".")
        leaf = name.rpartition(".")[2]
        if "." in name and _GENERATED.search(leaf):
            return True
        if {leaf, _STEM.sub("", leaf)} & self._files.generators:
            return True
        if any(f"{name.replace('.', '/')}{end}" in self._stems for end in _SUPPLIED):
            return True
        if top in self._own_names():
            path = name.replace(".", "/")
            if any(self._files.ignored.covers(f"{root}/{path}.py".lstrip("/")) for root in self._layout.roots):
                return True
        written = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])|(?:^|[/\s\"'=]){re.escape(leaf)}\.pyi?\b")
        return any(written.search(text) for text in self._files.build.values()) or (
            "." in name and any(written.search(text) for text in self._files.texts.values())
        )

    def _own_names(self) -> frozenset[str]:
        return frozenset().union(*(self._folders.module_names(str(self._root / root)) for root in self._layout.roots))

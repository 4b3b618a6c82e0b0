"""Find a dotted module under search folders, by reading folder listings and never by importing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

from groundwire.text.read import read_plain

Found = Literal["found", "absent", "unknown"]
"""*unknown*: a package on the way extends its path, fills `sys.modules`, or is compiled."""

_SUFFIXES: Final = (".py", ".pyi", ".pyx", ".pyw", ".pyc", ".so", ".pyd", ".abi3.so")
_COMPILED: Final = (".so", ".pyd")
_DYNAMIC: Final = (
    "__path__",
    "sys.modules",
    "meta_path",
    "declare_namespace",
    "extend_path",
    "_LazyModule",
    "add_module",
)
"""Marks, in a module's text, of submodules that no listing shows."""
_MAX_TEXT: Final = 2_000_000


class Folders:
    """Listings of folders, each read once until `clear`."""

    def __init__(self) -> None:
        self._listings: dict[str, frozenset[str]] = {}
        self._compiled: dict[str, dict[str, str]] = {}
        """By folder: modules that stand there compiled, each with its file."""

    def clear(self) -> None:
        """Forget what was listed."""
        self._listings.clear()
        self._compiled.clear()

    def listing(self, folder: str) -> frozenset[str]:
        """Names in a folder; empty where it cannot be read."""
        names = self._listings.get(folder)
        if names is None:
            try:
                names = frozenset(os.listdir(folder))  # noqa: PTH208 - names alone, a third of the cost
            except (OSError, ValueError):  # the folder may be one that a setting names
                names = frozenset()
            self._listings[folder] = names
        return names

    def module_names(self, folder: str) -> frozenset[str]:
        """Names in a folder that an import could mean; a folder counts whether or not it holds `__init__.py`."""
        found = set()
        for name in self.listing(folder):
            stem, dot, _ = name.partition(".")
            if stem.isidentifier() and stem != "__pycache__" and (not dot or name.endswith(_SUFFIXES)):
                found.add(stem)
        return frozenset(found)

    def find(self, name: str, folders: tuple[str, ...]) -> Found:
        """Whether `a.b.c` stands under any of the folders, searched in order as the import system does."""
        found, passed = self._walk(name, folders)
        if found:
            return "found"
        return "unknown" if any(_dynamic(file) for file in passed) else "absent"

    def file(self, name: str, folders: tuple[str, ...]) -> str | None:
        """The file that is the module `a.b.c`, the folder of a namespace package, or None where neither is there."""
        found, _ = self._walk(name, folders)
        return found[-1] if found else None

    def _walk(self, name: str, folders: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """The file or folder of each part where all are there, and the files of the packages passed on the way."""
        portions = folders
        found: list[str] = []
        passed: list[str] = []
        for part in name.split("."):
            packages: list[str] = []
            file: str | None = None
            for folder in portions:
                file = self._module_file(folder, part)
                if file is not None:
                    break
                if self._is_folder(folder, part):
                    packages.append(f"{folder}{os.sep}{part}")
            if file is not None:
                passed.append(file)
                found.append(file)
                is_package = os.path.basename(file).startswith("__init__.")  # noqa: PTH119
                portions = (os.path.dirname(file),) if is_package else ()  # noqa: PTH120
            elif packages:
                found.append(packages[0])
                portions = tuple(packages)
            else:
                return [], passed
        return found, passed

    def _module_file(self, folder: str, part: str) -> str | None:
        """The file that is the module `part` of a folder: a package's `__init__`, else a source or compiled file."""
        listing = self.listing(folder)
        if part in listing:
            package = f"{folder}{os.sep}{part}"
            for name in self.listing(package):
                if name.startswith("__init__.") and name.endswith(_SUFFIXES):
                    source = "__init__.py"
                    return f"{package}{os.sep}{source if source in self.listing(package) else name}"
        for suffix in _SUFFIXES:
            if part + suffix in listing:
                return f"{folder}{os.sep}{part}{suffix}"
        if folder not in self._compiled:
            files = [name for name in sorted(listing) if name.endswith(_COMPILED)]
            self._compiled[folder] = {name.partition(".")[0]: name for name in files}
        compiled = self._compiled[folder].get(part)
        return f"{folder}{os.sep}{compiled}" if compiled is not None else None

    def _is_folder(self, folder: str, part: str) -> bool:
        return part in self.listing(folder) and bool(self.listing(f"{folder}{os.sep}{part}"))


def _dynamic(file: str) -> bool:
    """Whether a module may have submodules that are not beside it; stubs may tell of some of them."""
    if not file.endswith((".py", ".pyw")):
        return True
    text = read_plain(Path(file), _MAX_TEXT)
    return text is None or any(mark in text for mark in _DYNAMIC)

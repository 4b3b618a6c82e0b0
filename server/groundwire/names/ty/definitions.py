"""The dotted path of a class, from where a language server says that it is defined."""

from __future__ import annotations

import ast
import os
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from groundwire.analysis.files import read
from groundwire.text.written_paths import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STUBS: Final = ("typeshed", "stdlib")
"""Folders that lead to the stubs of the standard library: `…/typeshed/0a1b2c/stdlib/queue.pyi`."""
_OF_TYPES: Final = frozenset({"_typeshed", "ty_extensions", "typing", "typing_extensions"})
"""Modules whose classes are those of no object."""
_SHAPES: Final = frozenset({"Protocol", "TypedDict"})
"""Bases of what only says which objects are taken."""


class Defined(NamedTuple):
    """A class by its definition."""

    path: str
    """Absolute and dotted."""
    name: str


class Definitions:
    """Classes, by the files and lines that define them, where imports look in these folders."""

    def __init__(self, folders: Sequence[str]) -> None:
        given = [folder for folder in folders if folder]
        found = {PurePath(os.path.normcase(path)) for folder in given for path in (folder, os.path.realpath(folder))}
        self._folders = sorted(found, key=lambda folder: len(folder.parts), reverse=True)

    def at(self, locations: Any, own: Path, tree: ast.Module) -> Defined | None:
        """The one class that is defined there; `locations` as LSP has them, links or not.

        `tree` is what the file `own` holds by now, whatever stands on disk.
        """
        if isinstance(locations, dict):
            locations = [locations]
        if not isinstance(locations, list) or len(locations) != 1 or not isinstance(locations[0], dict):
            return None
        (location,) = locations
        uri = location.get("targetUri", location.get("uri"))
        place = location.get("targetSelectionRange", location.get("range"))
        try:
            file, line = _path(str(uri)), int(place["start"]["line"])
        except (TypeError, KeyError, ValueError):
            return None
        module = self._module(file)
        if module is None or module.partition(".")[0] in _OF_TYPES:
            return None
        if file == own:
            name = dict(_found(tree, "")).get(line)
        else:
            stamp = _stamp(file)
            name = _classes(str(file), stamp).get(line) if stamp is not None else None
        return Defined(f"{module}.{name}", name.rpartition(".")[2]) if name is not None else None

    def _module(self, file: Path) -> str | None:
        """The module that a file is, as it is imported."""
        inside = self._below(file)
        if inside is None or not inside.parts:
            return None
        *folders, last = inside.with_suffix("").parts
        if folders:
            folders[0] = folders[0].removesuffix("-stubs")
        parts = folders if last == "__init__" else [*folders, last]
        return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None

    def _below(self, file: Path) -> PurePath | None:
        parts = file.parts
        for index in range(len(parts) - 2, 1, -1):
            if parts[index] == _STUBS[1] and _STUBS[0] in parts[:index]:
                return PurePath(*parts[index + 1 :])
        normal = PurePath(os.path.normcase(file))
        folder = next((folder for folder in self._folders if normal.is_relative_to(folder)), None)
        return PurePath(*parts[len(folder.parts) :]) if folder is not None else None


def _path(uri: str) -> Path:
    """The file of a URI. Raises `ValueError` where it is of none."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise ValueError(f"{uri} is no file")
    return Path(url2pathname(parts.path) if os.name == "nt" else unquote(parts.path))


def _stamp(file: Path) -> tuple[int, int] | None:
    """Another one where the file changed; None where there is none."""
    if not is_file(file):
        return None
    status = file.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=500)
def _classes(file: str, stamp: tuple[int, int]) -> dict[int, str]:
    """Qualified names by line, from 0, of the classes of a file that can be reached by name, and have objects."""
    del stamp  # part of the key
    text = read(Path(file))
    if text is None:
        return {}
    try:
        return dict(_found(ast.parse(text), ""))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}


def _found(node: ast.AST, prefix: str) -> Iterator[tuple[int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            name = f"{prefix}{child.name}"
            if not any(_last_name(base) in _SHAPES for base in child.bases):
                yield child.lineno - 1, name
            yield from _found(child, f"{name}.")
        elif isinstance(child, (ast.If, ast.Try, ast.With)):
            yield from _found(child, prefix)


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""

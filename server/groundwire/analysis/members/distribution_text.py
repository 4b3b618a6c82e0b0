"""What the other files of an installed package do to a name: a name that some file sets is not called absent."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.analysis.members.places import MAX_TEXT
from groundwire.text.read import read_bytes
from groundwire.text.written_paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_FILES: Final = 6_000
_REMOVAL: Final = re.compile(
    r"\b(?:removed?|renamed?|deprecated|no longer|replaced|replacement|moved|expired|versionchanged)\b", re.IGNORECASE
)
_MAX_LINE: Final = 160
_MAX_BYTES: Final = 64 * 1024 * 1024
"""Longest file searched: one over `MAX_TEXT` is searched for the name alone."""
_BY_STRING: Final = re.compile(
    rb"\bsetattr\(|\bglobals\(|\bvars\(|__dict__|\bsys\.modules\b|__setattr__|\bexec\(|\btype\([^)]*,"
)
"""What sets attributes by names that stand in strings."""


def assigned_in(files: Iterable[str], name: str) -> bool:
    """Whether one of a project's files sets an attribute of that name on something, or has a test replace it."""
    escaped = re.escape(name.encode())
    store = re.compile(
        rb"\.%b\b\s*(?::[^=\n]+)?=[^=]|(?:setattr|patch|delattr)\b[^\n]*\n?[^\n]*[\"'.]%b[\"']" % (escaped, escaped)
    )
    return any(store.search(_bytes(file)) is not None for file in files)


def set_in(files: Iterable[str], name: str) -> bool:
    """Whether one of a project's files sets an attribute of that name, or allows for a replacement of none."""
    escaped = re.escape(name.encode())
    store = re.compile(
        rb"\.%b\b\s*(?::[^=\n]+)?=[^=]|(?<![\w.])setattr\([^\n]*[\"']%b[\"']"
        rb"|[\"'.]%b[\"'][^\n]*(?:raising\s*=\s*False|create\s*=\s*True)" % (escaped, escaped, escaped)
    )
    return any(store.search(_bytes(file)) is not None for file in files)


def replaced_in(file: str, others: Iterable[str], name: str) -> bool:
    """Whether a file, or another of its project, puts something of its own under that name on what it imports."""
    return assigned_in((file,), name) or any(_replaces(_bytes(other), name.encode()) for other in others)


def _replaces(data: bytes, name: bytes) -> bool:
    """Whether a text assigns to a name of a module that it imports, or of one that an expression gives."""
    for found in re.finditer(rb"(\w+|[\])])\.%b[ \t]*(?::[^=\n]+)?=[^=]" % re.escape(name), data):
        owner = found.group(1)
        if owner in b"])" or re.search(rb"\bimport\b(?:\s*\([^)]*|[^\n]*)\b%b\b" % owner, data):
            return True
    return False


def definitions_in(files: Iterable[str], name: str) -> int:
    """How many methods and class attributes of that name a project's files define."""
    defined = _definition(name)
    return sum(len(defined.findall(_bytes(file))) for file in files)


def defined_in(files: Iterable[str], name: str) -> bool:
    """Whether one of a project's files defines a method or class attribute of that name."""
    defined = _definition(name)
    return any(defined.search(_bytes(file)) is not None for file in files)


def _definition(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"^[ \t]+(?:(?:async[ \t]+)?def[ \t]+)?%b\b[ \t]*[(:=]" % re.escape(name.encode()), re.MULTILINE)


class PackageText:
    """The source files under one outermost package or one module file, searched as text."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._sets: dict[tuple[str, bool], bool | None] = {}

    def sets(self, name: str, *, on_module: bool) -> bool | None:
        """Whether some file may give a name to a class, or to a module; None where too much is there to be read.

        That is an assignment to such an attribute, or the name as a string in a file that sets attributes by strings.
        """
        key = (name, on_module)
        if key not in self._sets:
            self._sets[key] = self._search(name.encode(), on_module)
        return self._sets[key]

    def assigns(self, name: str, *, on_module: bool) -> bool | None:
        """Whether some file assigns to an attribute of that name, of something; None where too much is to be read."""
        store = _store(name.encode(), on_module=on_module)
        for count, file in enumerate(self._files()):
            if count > _MAX_FILES:
                return None
            data = _bytes(file)
            if name.encode() in data and store.search(data):
                return True
        return False

    def fills(self, module: str, name: str) -> bool | None:
        """Whether some file assigns to an attribute of that name of something called as the module is, or a module."""
        called = re.escape(module.rpartition(".")[2].encode())
        store = re.compile(
            rb"(?:\b%b|\b\w*mod(?:ule)?|\])\.%b\b\s*(?::[^=\n]+)?=[^=]" % (called, re.escape(name.encode()))
        )
        for count, file in enumerate(self._files()):
            if count > _MAX_FILES:
                return None
            if store.search(_bytes(file)):
                return True
        return False

    def remakes(self, owner: str, name: str) -> bool:
        """Whether some file assigns to `OWNER.NAME`."""
        store = re.compile(rb"\b%b\.%b[ \t]*=[^=]" % (owner.encode(), name.encode()))
        return any(store.search(_bytes(file)) is not None for file in self._files())

    def replaces(self, name: str) -> bool:
        """Whether some file puts something else under a name of a module, or too much is there to be read."""
        for count, file in enumerate(self._files()):
            data = _bytes(file)
            if count > _MAX_FILES or (name.encode() in data and _replaces(data, name.encode())):
                return True
        return False

    def modules_defining(self, name: str, package: str) -> Iterator[str]:
        """Dotted modules of the package in which a class may define `name`."""
        defined = _definition(name)
        for file in self._files():
            if not file.endswith(".py") or defined.search(_bytes(file)) is None:
                continue
            parts = Path(file).relative_to(self._place).with_suffix("").parts if file != self._place else ()
            yield ".".join([package, *(part for part in parts if part != "__init__")])

    def _search(self, name: bytes, on_module: bool) -> bool | None:
        store = _store(name, on_module=on_module)
        string = re.compile(rb"[\"']%b[\"']" % re.escape(name))
        for count, file in enumerate(self._files()):
            if count > _MAX_FILES:
                return None
            data = _bytes(file)
            if name not in data:
                continue
            if len(data) > MAX_TEXT or store.search(data) or (string.search(data) and _BY_STRING.search(data)):
                return True
        return False

    def _files(self) -> Iterator[str]:
        if not is_folder(Path(self._place)):
            yield self._place
            return
        for folder, folders, files in os.walk(self._place):
            folders[:] = [name for name in folders if name not in {"tests", "testing", "__pycache__"}]
            yield from (os.path.join(folder, file) for file in files if file.endswith((".py", ".pyx", ".pyi")))  # noqa: PTH118


def _store(name: bytes, *, on_module: bool) -> re.Pattern[bytes]:
    """An assignment to an attribute of that name; on a module it is none of an object's own."""
    escaped = re.escape(name)
    owner = rb"(?<!\bself)(?<!\bcls)" if on_module else b""
    return re.compile(
        rb"%b\.%b\b\s*(?::[^=\n]+)?=[^=]|^[^\n=()]*\.%b\b[^\n=()]*,[^\n=()]*=[^=]" % (owner, escaped, escaped),
        re.MULTILINE,
    )


def _bytes(file: str) -> bytes:
    content = read_bytes(Path(file), _MAX_BYTES)
    return content if isinstance(content, bytes) else b""


def removal(text: str, name: str) -> str | None:
    """What a module's text says of a name's end, as one line; None where it says nothing of it."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    for line in text.split("\n"):
        if name in line and _REMOVAL.search(line) is not None and word.search(line) is not None:
            said = " ".join(line.strip(" #\"'`,()").split())
            return said if len(said) <= _MAX_LINE else f"{said[:_MAX_LINE]}…"
    return None

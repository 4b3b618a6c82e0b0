"""What the other files of an installed package do to a name: a name that some file sets is not called absent."""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.analysis.members.written_names import content, replaces
from groundwire.text.written_paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from groundwire.analysis.members.texts import Texts
    from groundwire.analysis.members.written_names import WrittenNames

_MAX_FILES: Final = 6_000
_REMOVAL: Final = re.compile(
    r"\b(?:removed?|renamed?|deprecated|no longer|replaced|replacement|moved|expired|versionchanged)\b", re.IGNORECASE
)
_MAX_LINE: Final = 160


class PackageText:
    """The source files under one outermost package or one module file, by the names that are written in them."""

    def __init__(self, place: str, texts: Texts) -> None:
        self._place = place
        self._texts = texts
        self._listed: tuple[str, ...] | None = None

    def sets(self, name: str, owner: str, *, on_module: bool) -> bool | None:
        """Whether some file may give a name to a class, or to a module; None where too much is there to be read.

        That is an assignment to such an attribute, the name as a string in a file that sets attributes by strings, or a
        file that sets attributes of something called as the `owner` by names that are computed.
        """
        encoded, called = name.encode(), owner.rpartition(".")[2].encode()

        def told(written: WrittenNames) -> bool:
            given = written.given_to_others if on_module else written.given
            return encoded in given or encoded in written.by_string or called in written.filled

        return self._some(told, name)

    def assigns(self, name: str) -> bool | None:
        """Whether some file assigns to an attribute of that name, of something; None where too much is to be read."""
        encoded = name.encode()
        return self._some(lambda written: encoded in written.given, name)

    def fills(self, module: str, name: str) -> bool | None:
        """Whether some file assigns to an attribute of that name of something called as the module is, or a module."""
        called = re.escape(module.rpartition(".")[2].encode())
        store = re.compile(
            rb"(?:\b%b|\b\w*mod(?:ule)?|\])\.%b\b\s*(?::[^=\n]+)?=[^=]" % (called, re.escape(name.encode()))
        )
        if len(self._files()) > _MAX_FILES:
            return None
        return any(store.search(content(file)) is not None for file in self._giving(name))

    def remakes(self, owner: str, name: str) -> bool:
        """Whether some file assigns to `OWNER.NAME`."""
        store = re.compile(rb"\b%b\.%b[ \t]*=[^=]" % (owner.encode(), name.encode()))
        return any(store.search(content(file)) is not None for file in self._giving(name))

    def replaces(self, name: str) -> bool:
        """Whether some file puts something else under a name of a module, or too much is there to be read."""
        if len(self._files()) > _MAX_FILES:
            return True
        return any(replaces(content(file), name) for file in self._giving(name))

    def modules_defining(self, name: str, package: str) -> Iterator[str]:
        """Dotted modules of the package in which a class may define `name`."""
        encoded = name.encode()
        for file, written in zip(self._modules, map(self._texts.names, self._modules), strict=True):
            if encoded in written.defined or written.too_long:
                parts = Path(file).relative_to(self._place).with_suffix("").parts if file != self._place else ()
                yield ".".join([package, *(part for part in parts if part != "__init__")])

    def _some(self, told: Callable[[WrittenNames], bool], name: str) -> bool | None:
        """Whether one file tells of a name; one too long to be read tells where the name stands in it at all."""
        files = self._files()
        if len(files) > _MAX_FILES:
            return None
        for file in files:
            written = self._texts.names(file)
            if told(written) or (written.too_long and name.encode() in content(file)):
                return True
        return False

    def _giving(self, name: str) -> Iterator[str]:
        """Files that may assign to an attribute of that name."""
        encoded = name.encode()
        for file in self._files():
            if encoded in (written := self._texts.names(file)).given or written.too_long:
                yield file

    @cached_property
    def _modules(self) -> tuple[str, ...]:
        return tuple(file for file in self._files() if file.endswith(".py"))

    def _files(self) -> tuple[str, ...]:
        if self._listed is None:
            self._listed = tuple(self._walk())
        return self._listed

    def _walk(self) -> Iterator[str]:
        if not is_folder(Path(self._place)):
            yield self._place
            return
        for folder, folders, files in os.walk(self._place):
            folders[:] = [name for name in folders if name not in {"tests", "testing", "__pycache__"}]
            yield from (os.path.join(folder, file) for file in files if file.endswith((".py", ".pyx", ".pyi")))  # noqa: PTH118


def removal(text: str, name: str) -> str | None:
    """What a module's text says of a name's end, as one line; None where it says nothing of it."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    for line in text.split("\n"):
        if name in line and _REMOVAL.search(line) is not None and word.search(line) is not None:
            said = " ".join(line.strip(" #\"'`,()").split())
            return said if len(said) <= _MAX_LINE else f"{said[:_MAX_LINE]}…"
    return None

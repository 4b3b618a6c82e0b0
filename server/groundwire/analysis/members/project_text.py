"""What the files of a project do to a name: one that some file sets, or has a test replace, is not called absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.members.written_names import content, replaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from groundwire.analysis.members.texts import Texts
    from groundwire.analysis.members.written_names import WrittenNames


class ProjectText:
    """The files of one project, by the names that are written in them.

    `sources(tests)` gives their whole paths, with or without its tests. A file that is too long to be read may set,
    define and replace whatever is asked about.
    """

    def __init__(self, texts: Texts, sources: Callable[[bool], Iterable[str]]) -> None:
        self._texts = texts
        self._sources = sources

    def assigns(self, name: str) -> bool:
        """Whether a file sets an attribute of that name on something, or has a test replace it."""
        encoded = name.encode()
        return self._some(lambda written: _assigns(written, encoded))

    def sets(self, name: str) -> bool:
        """Whether a file sets an attribute of that name, or allows for a replacement of none."""
        encoded = name.encode()
        return self._some(lambda written: encoded in written.given or encoded in written.allowed_for)

    def defines(self, name: str) -> bool:
        """Whether a file defines a method or class attribute of that name."""
        encoded = name.encode()
        return self._some(lambda written: encoded in written.defined)

    def definitions(self, name: str) -> int:
        """How many methods and class attributes of that name the files define."""
        encoded = name.encode()
        return sum(self._texts.names(file).defined.get(encoded, 0) for file in self._sources(True))

    def replaces(self, file: str, name: str) -> bool:
        """Whether a file, or one of the program, puts something of its own under that name on what it imports."""
        encoded = name.encode()
        written = self._texts.names(file)
        return (
            written.too_long
            or _assigns(written, encoded)
            or any(
                encoded in self._texts.names(other).given and replaces(content(other), name)
                for other in self._sources(False)
            )
        )

    def _some(self, told: Callable[[WrittenNames], bool]) -> bool:
        return any(written.too_long or told(written) for written in map(self._texts.names, self._sources(True)))


def _assigns(written: WrittenNames, name: bytes) -> bool:
    return name in written.given or name in written.patched or name in written.set_by_value

"""What is read from files, each once: the names that are written in them, and what modules bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.members.reading import summarise
from groundwire.analysis.members.written_names import content, written_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.members.summary import Summary
    from groundwire.analysis.members.written_names import WrittenNames


class Texts:
    """The files of one project and its environment, each read when it is first asked about, until it is forgotten."""

    def __init__(self) -> None:
        self._names: dict[str, WrittenNames] = {}
        self.summarised: Callable[..., Summary | None] = summarise
        """What the text of a file binds, found now or kept by others who read it."""
        self.most_summaries = 1_000
        """Summaries of modules that are held in memory at once, by each who reads."""

    def names(self, file: str) -> WrittenNames:
        """What is written in a file; nothing where it cannot be read."""
        found = self._names.get(file)
        if found is None:
            found = self._names[file] = written_names(content(file))
        return found

    def forget(self, file: str) -> None:
        """Read a file anew when it is next asked about."""
        self._names.pop(file, None)

    def clear(self) -> None:
        """Read every file anew when it is next asked about."""
        self._names.clear()

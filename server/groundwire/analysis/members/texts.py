"""What is read from files, each once: the names that are written in them, and what modules bind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from groundwire.analysis.members.places import read_text
from groundwire.analysis.members.reading import summarise
from groundwire.analysis.members.written_names import content, written_names

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from groundwire.analysis.members.summary import Summary
    from groundwire.analysis.members.written_names import WrittenNames
    from groundwire.analysis.stdlib import Version


class Texts:
    """The files of one project and its environment, each read when it is first asked about, until it is forgotten."""

    def __init__(self) -> None:
        self._names: dict[str, WrittenNames] = {}
        self.summarised: Callable[..., Summary | None] = summarise
        """What the text of a file binds, found now or kept by others who read it."""
        self.most_summaries = 1_000
        """Summaries of modules that are held in memory at once, by each who reads."""
        self.ahead = False
        """Whether every summary is held until a file is forgotten: this process will have copies that need it, too."""
        self._ahead: dict[tuple[str, str, Version | None], Summary | None] = {}
        """By file, module, and for a stub the version it was read for: environments in one project may differ."""

    def names(self, file: str) -> WrittenNames:
        """What is written in a file; nothing where it cannot be read."""
        found = self._names.get(file)
        if found is None:
            found = self._names[file] = written_names(content(file))
        return found

    def summary(self, file: str, module: str, *, package: bool, version: Version | None) -> Summary | None:
        """What the text of a file binds, as a module of that name; None where it has none."""
        stub = file.endswith(".pyi")
        version = version if stub else None
        key = (file, module, version)
        if key in self._ahead:
            return self._ahead[key]
        if (text := read_text(file)) is None:
            return None
        found = self.summarised(text, module, package=package, version=version, stub=stub)
        if self.ahead:
            self._ahead[key] = found
        return found

    def read_ahead(self, file: str, module: str, text: str, tree: ast.Module) -> None:
        """Read what a source file of the project binds now, for all copies that this process will have."""
        package = os.path.basename(file) == "__init__.py"  # noqa: PTH119 - of each file of a project
        self._ahead[file, module, None] = self.summarised(text, module, package=package, tree=tree)

    def forget(self, file: str) -> None:
        """Read a file anew when it is next asked about."""
        self._names.pop(file, None)
        self._ahead.clear()

    def clear(self) -> None:
        """Read every file anew when it is next asked about."""
        self._names.clear()
        self._ahead.clear()

"""Which files of a project import which, followed backwards."""

from __future__ import annotations

import sys
from collections import defaultdict
from posixpath import dirname
from typing import TYPE_CHECKING, Final

from groundwire.analysis.layout import path_suffixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from groundwire.analysis.file_facts import FileFacts
    from groundwire.analysis.layout import Layout

_MEMBERS: Final = 2
"""How many names may follow the module in a dotted target: a class and its method."""


class ImportGraph:
    """Import edges between project files; errs towards an edge where a name could mean several files."""

    def __init__(self, facts: Mapping[str, FileFacts], layout: Layout) -> None:
        self._facts = facts
        self._layout = layout
        self._by_suffix: dict[str, list[str]] = defaultdict(list)
        for path in facts:
            for suffix in path_suffixes(path):
                self._by_suffix[suffix].append(path)
        self._targets: dict[str, frozenset[str]] = {}
        self._importers: dict[str, set[str]] = defaultdict(set)
        self._reached: dict[str, frozenset[str]] = {}
        for path in facts:
            self.changed(path)

    def changed(self, path: str) -> None:
        """Take in a file's imports anew."""
        targets = frozenset(self._imported(path))
        before = self._targets.get(path, frozenset())
        if targets == before:
            return
        for target in before - targets:
            self._importers[target].discard(path)
        for target in targets - before:
            self._importers[target].add(path)
        self._targets[path] = targets
        self._reached.clear()

    def importers(self, path: str) -> frozenset[str]:
        """Every file that imports this one, directly or through others; and itself."""
        if path not in self._reached:
            found = {path}
            stack = [path]
            while stack:
                new = self._importers.get(stack.pop(), set()) - found
                found |= new
                stack.extend(new)
            self._reached[path] = frozenset(found)
        return self._reached[path]

    def leads_inside(self, name: str) -> bool:
        """Whether a base class's name is local to its file, or one that a module of the project may hold."""
        return "." not in name or name.startswith("/") or any(True for _ in self._resolve(name))

    def _imported(self, path: str) -> Iterator[str]:
        facts = self._facts.get(path)
        for name in facts.imports if facts is not None else ():
            yield from self._resolve(name)
        folder = dirname(path)
        if folder:  # a module's package is imported before it
            yield from self._present(f"{folder}/__init__.py")
        if self._layout.is_test(path):
            while True:
                yield from self._present(f"{folder}/conftest.py".lstrip("/"))
                if not folder:
                    break
                folder = dirname(folder)

    def _resolve(self, name: str) -> Iterator[str]:
        if name.startswith("/"):
            yield from self._present(f"{name[1:]}.py")
            yield from self._present(f"{name[1:]}/__init__.py".lstrip("/"))
            return
        parts = name.split(".")
        if parts[0] in sys.stdlib_module_names and parts[0] not in self._by_suffix:
            return
        for length in range(len(parts), max(0, len(parts) - _MEMBERS - 1), -1):
            if (found := self._by_suffix.get("/".join(parts[:length]))) is not None:
                yield from found
                return

    def _present(self, path: str) -> Iterator[str]:
        if path in self._facts:
            yield path

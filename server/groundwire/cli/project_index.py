"""The index of a project, read for a scan of it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from groundwire.analysis.cache.facts import FactsCache
from groundwire.analysis.cache.summaries import SummaryCache
from groundwire.analysis.file_facts import facts_of, read_facts
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.syntax_tree import syntax_tree

if TYPE_CHECKING:
    from groundwire.analysis.file_facts import FileFacts
    from groundwire.cli.known_files import KnownFiles
    from groundwire.cli.progress import Progress
    from groundwire.cli.project import Project

_IMPORTERS: Final = 3
"""Files that import a name, from which most copies will ask about it."""


def read_index(project: Project, progress: Progress, known: KnownFiles | None, *, ahead: bool) -> ProjectIndex:
    """The project's index, built now; what modules bind is kept where results are.

    `ahead`: with more of each file, for all copies that this process will have.
    """
    index = ProjectIndex(project.root, project.environment)
    if known is not None:
        index.texts.summarised = SummaryCache(known.cache, known.code)
    cache = FactsCache(project.cache, project.code) if project.cache is not None else None
    if ahead:
        index.facts_of = _Ahead(index, cache).facts
    elif cache is not None:
        index.facts_of = cache.facts
    gc.disable()  # nothing of it goes away before the end; looking for what does takes as long as reading
    try:
        for _ in progress.following(index.build_steps(), "reading the project: file"):
            pass
        if ahead:
            index.texts.ahead = True
            index.ask_of_imports(_IMPORTERS)
            index.find_member("builtins.str", "")
            index.texts.ahead = False
    finally:
        gc.enable()
        gc.freeze()
    index.facts_of = read_facts
    return index


class _Ahead:
    """Reads more of each file than its facts: the names written in it, and what a new one binds, unless it is short."""

    def __init__(self, index: ProjectIndex, cache: FactsCache | None) -> None:
        self._index = index
        self._cache = cache

    def facts(self, path: str, text: str, *, test: bool) -> FileFacts | None:
        """As `read_facts` tells them, looked up where they can be."""
        if path.endswith(".py"):
            self._index.texts.names(self._file(path))
        if self._cache is None:
            return self._new(path, text, test=test)
        return self._cache.facts(path, text, test=test, read=self._new)

    def _new(self, path: str, text: str, *, test: bool) -> FileFacts | None:
        if (tree := syntax_tree(text)) is None:
            return None
        name = self._index.layout.module_name(path)
        if name is not None and path.endswith(".py"):
            self._index.texts.read_ahead(self._file(path), name, text, tree)
        return facts_of(path, text, tree, test=test)

    def _file(self, path: str) -> str:
        return str(self._index.root / path)

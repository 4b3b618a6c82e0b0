"""One workspace folder under analysis: its engine, and its index once built."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.engine import KNOWN, Engine
from groundwire.analysis.environment import Environment, discover
from groundwire.analysis.file_codes import FileCodes
from groundwire.analysis.file_facts import read_facts
from groundwire.analysis.files import read
from groundwire.analysis.index import ProjectIndex
from groundwire.analysis.rules import RULES
from groundwire.analysis.selection import matching
from groundwire.text.written_paths import under

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from groundwire.analysis.cache.kept import Kept
    from groundwire.analysis.project import RecordedRuns

_END: Final = object()
_SUMMARIES: Final = 400
"""Held in memory: an editor runs all day beside other programs, and what is dropped is quickly fetched again."""


class Folder:
    """A folder with its configuration `{environment?, select?, …}` as `lsp` sends it; other rules leave its index."""

    def __init__(
        self,
        root: Path,
        configuration: Mapping[str, Any],
        runs: RecordedRuns | None = None,
        kept: Kept | None = None,
    ) -> None:
        self.root = root
        self.runs = runs
        self.kept = kept
        self.engine = self._new_engine(configuration)
        self.environment = configuration.get("environment")
        self.trusted = configuration.get("trusted") is True
        """Whether the project's Python may be started."""
        self.index = self._new_index()
        self.steps: Iterator[object] | None = self.index.build_steps()
        self._late: set[str] = set()
        """Files that changed while the index was being built, and may have been read before."""

    def _new_engine(self, configuration: Mapping[str, Any]) -> Engine:
        select = configuration.get("select", ())
        chosen = matching(RULES, select)[0] if select else KNOWN
        chosen |= matching(RULES, configuration.get("extend_select", ()))[0]
        chosen -= matching(RULES, configuration.get("ignore", ()))[0]
        per_file, overlap = configuration.get("per_file_ignores", {}), configuration.get("overlap", True) is True
        self._new_codes = partial(FileCodes, self.root, RULES, chosen, per_file, overlap=overlap)
        self.codes = self._new_codes()
        disk = self.kept.units if self.kept is not None else None
        return Engine(ignore=KNOWN - chosen, disk=disk, reasons=configuration.get("require_reason") is True)

    def _new_index(self) -> ProjectIndex:
        chosen = self.environment
        environment = Environment.read(under(self.root, chosen)) if chosen else discover(self.root)
        index = ProjectIndex(self.root, environment)
        index.runs = self.runs
        if self.kept is not None:
            index.facts_of = self.kept.facts.facts
            index.texts.summarised = self.kept.summaries
            index.texts.most_summaries = _SUMMARIES
        return index

    def configure(self, configuration: Mapping[str, Any]) -> None:
        """Choose other rules; another environment is read anew, and the index with it."""
        self.engine = self._new_engine(configuration)
        if configuration.get("environment") != self.environment:
            self.environment = configuration.get("environment")
            self.index = self._new_index()
            self.steps = self.index.build_steps()
        elif self.steps is None:
            self.engine.facts = self.index

    def step(self) -> bool:
        """Read one more file into the index; True when that ended it."""
        if self.steps is None:
            return False
        if next(self.steps, _END) is not _END:
            return False
        self.steps = None
        self.index.facts_of = read_facts  # what is typed from now on is nobody else's
        if self.kept is not None:
            self.kept.facts.flush()
        self.index.look_at_runs()
        self.engine.facts = self.index
        late, self._late = self._late, set()
        self.saved(sorted(late))
        return True

    def saved(self, paths: list[str]) -> bool:
        """Take in files as they are on disk; whether any answer of the index may be another one.

        While the index is being built, this waits until it is.
        """
        self.codes = self._new_codes()  # another tool may be set up anew
        if self.steps is not None:
            self._late.update(paths)
            return False
        changed = [self.index.update(path, read(self.root / path)) for path in paths]
        return self.look_at_runs() or any(changed)

    def look_at_runs(self) -> bool:
        """Notice a test run that was recorded meanwhile; whether there is one, and the index to ask."""
        return self.steps is None and self.index.look_at_runs()

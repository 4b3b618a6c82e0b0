"""Which rules run on a file: those chosen, without what is set for such files and what another tool says already."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from groundwire.analysis.files import read
from groundwire.analysis.overlap import ruff
from groundwire.analysis.overlap.patterns import matches
from groundwire.analysis.overlap.ty import ty_runs
from groundwire.analysis.overlap.type_checkers import mypy_runs, pyright_runs
from groundwire.analysis.selection import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    class Declared(Protocol):
        """A rule, or an entry of the catalogue."""

        @property
        def code(self) -> str:
            """As `GW101`."""

        @property
        def name(self) -> str:
            """As `unresolved-module`."""

        @property
        def overlaps(self) -> tuple[str, ...]:
            """As `ruff:S311`."""

        @property
        def overlaps_in_part(self) -> tuple[str, ...]:
            """The same, of some of its findings alone."""


_TOOLS: Final[Mapping[str, Callable[[str, str, Callable[[str], str | None]], bool]]] = {
    "ruff": ruff.runs,
    "pyright": pyright_runs,
    "mypy": mypy_runs,
    "ty": ty_runs,
}
TYPE_CHECKERS: Final = frozenset({"pyright", "mypy", "ty"})
"""Tools that each say all that a rule says; what linters say may be a part of it."""


class FileCodes:
    """Of one project, as its settings are now; `heard` are codes that run whatever another tool says."""

    def __init__(
        self,
        root: Path,
        rules: Sequence[Declared],
        chosen: Iterable[str],
        per_file: Mapping[str, Sequence[str]],
        *,
        overlap: bool,
        heard: Iterable[str] = (),
    ) -> None:
        self._chosen = frozenset(chosen)
        self._per_file = [(pattern, matching(rules, codes)[0]) for pattern, codes in per_file.items()]
        heard = frozenset(heard)
        self._overlaps = {
            rule.code: rule.overlaps
            for rule in rules
            if overlap and rule.overlaps and rule.code in self._chosen - heard
        }
        self._in_part = {
            rule.code: rule.overlaps_in_part
            for rule in rules
            if overlap and rule.overlaps_in_part and rule.code in self._chosen - heard
        }
        self._by_path: dict[str, frozenset[str]] = {}
        self._read = lru_cache(maxsize=2_000)(lambda path: read(root / path))

    def of(self, path: str) -> frozenset[str]:
        """Codes of the rules that run on a file, given by its POSIX path from the project's folder."""
        if path not in self._by_path:
            self._by_path[path] = self._of(path)
        return self._by_path[path]

    def _of(self, path: str) -> frozenset[str]:
        left_out = frozenset().union(*(codes for pattern, codes in self._per_file if matches(pattern, path)))
        return self._chosen - left_out - frozenset(self.told(path))

    def told(self, path: str) -> dict[str, str]:
        """Codes of rules that are silent in a file, each with the rules of another tool that say the same.

        Each of its overlaps may be a part of what a rule says, so all those of linters must run; of type checkers, that
        say the same of the same code, one is enough.
        """
        found: dict[str, str] = {}
        if path.startswith("/"):  # outside the project
            return found
        for code, overlaps in self._overlaps.items():
            groups: dict[str, list[str]] = defaultdict(list)
            for each in overlaps:
                tool = each.partition(":")[0]
                groups[tool if tool in TYPE_CHECKERS else ""].append(each)
            for all_of in groups.values():
                if all(self._runs(each, path) for each in all_of):
                    found[code] = ", ".join(each.replace(":", " ", 1) for each in all_of)
                    break
        return found

    def told_in_part(self, path: str) -> frozenset[tuple[str, str]]:
        """A rule's code with another tool's rule that runs on the file, where that makes some of its marks, too."""
        if path.startswith("/"):  # outside the project
            return frozenset()
        return frozenset(
            (code, each) for code, overlaps in self._in_part.items() for each in overlaps if self._runs(each, path)
        )

    def in_part(self, path: str) -> dict[str, str]:
        """Codes of rules with those of other tools that make some of their marks in a file."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, each in sorted(self.told_in_part(path)):
            found[code].append(each.replace(":", " ", 1))
        return {code: " and ".join(tools) for code, tools in found.items()}

    def _runs(self, overlap: str, path: str) -> bool:
        """Whether another tool's rule runs on a file; never of a tool whose settings do not tell."""
        tool, _, theirs = overlap.partition(":")
        runs = _TOOLS.get(tool)
        return runs is not None and runs(theirs, path, self._read)

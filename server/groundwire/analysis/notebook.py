"""What a notebook does beside Python that its imports depend on: installing packages, and moving to other folders."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from groundwire.analysis.declared import distribution_name
from groundwire.analysis.distribution_name import canonicalize_name
from groundwire.analysis.import_names import may_bring, provides
from groundwire.text.magics import installed_by

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOVES: Final = re.compile(
    r"\bsys\s*\.\s*(?:path|modules|meta_path)\b|\bchdir\b|^[ \t]*%?cd[ \t]|\baddsitedir\b", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class NotebookFacts:
    """What the cells of one notebook do, in any order: nobody knows in which they are run."""

    installed: frozenset[str] = frozenset()
    """Distributions that it installs."""
    installs_unknown: bool = False
    """It installs what cannot be told, from a file of requirements, say."""
    moves: bool = False
    """It changes where imports look."""

    @classmethod
    def of(cls, cells: Iterable[str]) -> NotebookFacts:
        """The facts of cells, given as their texts."""
        found = [_of_cell(text) for text in cells]
        return cls(
            frozenset().union(*(cell.installed for cell in found)),
            any(cell.installs_unknown for cell in found),
            any(cell.moves for cell in found),
        )

    def may_hold(self, name: str) -> bool:
        """Whether a module that is not there may be when the notebook runs; what is installed brings others along."""
        top = name.partition(".")[0]
        installs = bool(self.installed) or self.installs_unknown
        return self.moves or (installs and top not in sys.stdlib_module_names)

    def may_replace(self, name: str) -> bool:
        """Whether a module that is there may be another version of it when the notebook runs."""
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            return False
        if self.moves or self.installs_unknown:
            return True
        return any(provides(distribution, top) or may_bring(distribution, top) for distribution in self.installed)


@lru_cache(maxsize=5_000)
def _of_cell(text: str) -> NotebookFacts:
    told = list(installed_by(text))
    names = [None if requirement is None else distribution_name(requirement) for requirement in told]
    known = frozenset(canonicalize_name(name) for name in names if name is not None)
    return NotebookFacts(known, None in names, _MOVES.search(text) is not None)

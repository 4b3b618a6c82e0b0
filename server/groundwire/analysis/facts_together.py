"""What the facts of a project's files say together, found once until one of them changes."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import takewhile
from posixpath import dirname
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from groundwire.analysis.file_facts import FileFacts

_SEEDING: Final = frozenset({"manual_seed", "seed", "seed_all", "seed_everything", "set_random_seed", "set_seed"})
"""Functions that seed the generators of `random`, NumPy and others for the whole process."""


class FactsTogether:
    """The facts of all files by path, as they stand: whoever changes them makes this anew."""

    def __init__(self, facts: Mapping[str, FileFacts], is_test: Callable[[str], bool]) -> None:
        self._facts = facts
        self._is_test = is_test

    @cached_property
    def called(self) -> frozenset[str]:
        """Bare names of what some code calls."""
        return frozenset().union(*(facts.called for facts in self._facts.values()))

    @cached_property
    def _optional(self) -> Mapping[str, frozenset[str]]:
        """Paths that some file provides for the absence of, by their first name and by their first two."""
        paths: dict[str, set[str]] = defaultdict(set)
        for facts in self._facts.values():
            for path in facts.optional:
                paths[path.partition(".")[0]].add(path)
                if "." in path:
                    paths[_first_two(path)].add(path)
        return {first: frozenset(found) for first, found in paths.items()}

    def optional(self, dotted: str, is_there: Callable[[str], bool]) -> bool:
        """Whether some file provides for the absence of a path.

        Where its package is there, the path itself must be provided for: who asks whether a package is installed says
        nothing of a module that it has not got. An import's handler is for the first module of its path that is not
        there, or for all of it.
        """
        top = dotted.partition(".")[0]
        if top not in self._optional or not is_there(top):
            return top in self._optional
        parts, shared = dotted.split("."), 0
        for path in self._optional.get(_first_two(dotted), ()) if len(parts) > 1 else ():
            if f"{dotted}.".startswith(f"{path}."):
                return True
            shared = max(shared, _shared(parts, path.split(".")))
        return any(not is_there(".".join(parts[:count])) for count in range(2, shared + 1))

    @cached_property
    def seeds_random(self) -> bool:
        """Whether code, tests aside, seeds a generator that all share."""
        program = (facts for path, facts in self._facts.items() if not self._is_test(path))
        return any(not _SEEDING.isdisjoint(facts.called) for facts in program)

    @cached_property
    def limits_requests(self) -> bool:
        """Whether code, tests aside, replaces what sends all requests."""
        return any(facts.limits_requests for path, facts in self._facts.items() if not self._is_test(path))

    def extends_path(self, importer: str) -> bool:
        """Whether a file, or a `conftest.py` that runs before it, changes where imports look."""
        if importer in self._facts and self._facts[importer].extends_path:
            return True
        folder = dirname(importer)
        while True:
            conftest = f"{folder}/conftest.py".lstrip("/")
            if conftest in self._facts and self._facts[conftest].extends_path:
                return True
            if not folder:
                return False
            folder = dirname(folder)


def _first_two(path: str) -> str:
    return ".".join(path.split(".", 2)[:2])


def _shared(one: list[str], other: list[str]) -> int:
    """How many names two paths begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))

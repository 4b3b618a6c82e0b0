"""Modules from outside the project: the standard library, what is installed, and what the project declares."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from groundwire.analysis import stdlib
from groundwire.analysis.distribution_name import canonicalize_name
from groundwire.analysis.import_names import may_bring, provided, providers, provides
from groundwire.analysis.project import ModuleAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from groundwire.analysis.declared import Declared
    from groundwire.analysis.environment import Environment

_SERVES: Final = 3
"""An environment that lacks most of at least this many required dependencies is not (yet) the project's."""
FOUND: Final = ModuleAnswer("found")
UNKNOWN: Final = ModuleAnswer("unknown")
PENDING: Final = ModuleAnswer("unknown", pending=True)


class Outside:
    """What an environment holds and a project declares."""

    def __init__(self, environment: Environment, dependencies: Mapping[str, Declared], root: Path) -> None:
        self._environment = environment
        self._dependencies = dependencies
        self._python = "Python {}.{}".format(*environment.version) if environment.version else "Python"
        count = len(environment.distributions)
        self._label = environment.label(root)
        self._place = f"{self._label} ({count} distribution{'' if count == 1 else 's'})"

    def find(self, name: str) -> ModuleAnswer:
        """A dotted name by what the environment holds; absent ones may be declared."""
        answer = self._environment.find(name)
        if answer != "absent":
            return FOUND if answer == "found" else UNKNOWN
        if name.partition(".")[0] in self._environment.stdlib_names:
            return ModuleAnswer("absent", looked_in=(f"the standard library of {self._python}",))
        top = name.partition(".")[0]
        return self._declared(name) or self.absent_in(top)

    def absent_in(self, top: str) -> ModuleAnswer:
        """*Absent*, of a module in a package that is installed."""
        return ModuleAnswer("absent", looked_in=(f"the package `{top}` that {self._label} holds",))

    def holds(self, top: str) -> bool:
        """Whether something of this top-level name is there."""
        return self._environment.find(top) != "absent"

    def missing(self, name: str, own_names: AbstractSet[str], *, development: bool) -> ModuleAnswer:
        """The answer for a module whose top-level name is neither in the project nor in the environment.

        `development` says that what is declared for work on the project must be installed to speak of it.
        """
        environment = self._environment
        if (distribution := environment.renamed(name)) is not None:
            return ModuleAnswer("renamed", distribution.name, distribution.import_names[0])
        if (renamed := declared_otherwise(name, self._dependencies)) is not None:
            return renamed
        if (declared := self._declared(name)) is not None:
            return declared
        if not self._serves(development):
            return UNKNOWN
        top = name.partition(".")[0]
        known = providers(name)
        history = stdlib.history(top, environment.version)
        return ModuleAnswer(
            "absent",
            distribution=known[0] if known else None,
            suggestion=close(top, environment.top_level | environment.stdlib_names | own_names),
            looked_in=(f"the standard library of {self._python}", "the project's modules", self._place),
            reason=history and f"{history[0].upper()}{history[1:]}.",
        )

    def _declared(self, name: str) -> ModuleAnswer | None:
        """The answer where a declared distribution that is not installed provides the name, or may."""
        missing = {
            key: found for key, found in self._dependencies.items() if key not in self._environment.distributions
        }
        for key, dependency in missing.items():
            if key in providers(name) or provides(key, name):
                return ModuleAnswer("declared", dependency.name, looked_in=(self._place, dependency.manifest))
        return UNKNOWN if any(may_bring(key, name) for key in missing) else None

    def _serves(self, development: bool) -> bool:
        """Whether the environment holds enough of what is declared to speak for what is not."""
        needed = [key for key, dependency in self._dependencies.items() if dependency.required]
        if not self._mostly_held(needed):
            return False
        return not development or self._mostly_held(list(self._dependencies))

    def _mostly_held(self, names: Sequence[str]) -> bool:
        held = sum(name in self._environment.distributions for name in names)
        return len(names) < _SERVES or held * 2 >= len(names)


def declared_otherwise(name: str, dependencies: Mapping[str, Declared]) -> ModuleAnswer | None:
    """A declared, well-known distribution of this name that is imported by another: `beautifulsoup4`."""
    top = name.partition(".")[0]
    key = canonicalize_name(top)
    names = provided(key)
    if key not in dependencies or not names or top in {other.partition(".")[0] for other in names}:
        return None
    return ModuleAnswer("renamed", dependencies[key].name, names[0])


def close(name: str, candidates: Collection[str]) -> str | None:
    """The public name most like this one, where one is like enough to be meant."""
    lowered = {candidate.lower(): candidate for candidate in sorted(candidates) if not candidate.startswith("_")}
    found = get_close_matches(name.lower(), lowered, 1, 0.85) if len(name) > 2 else []
    return lowered[found[0]] if found else None

"""Which classes of a project have a base outside it that may call their methods by itself."""

from __future__ import annotations

import builtins
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.file_facts import FileFacts
    from groundwire.analysis.import_graph import ImportGraph

_INERT: Final = frozenset(
    """
    ABC Base BaseModel BaseSettings DeclarativeBase Enum Flag Generic IntEnum IntFlag NamedTuple Protocol
    SimpleNamespace SQLModel StrEnum Struct TypedDict
    """.split()  # noqa: SIM905 - reads best as words
)
"""Base classes outside the project that call nothing of a subclass's but its dunder methods."""


class Inheritance:
    """The class headers of a project at one moment."""

    def __init__(self, facts: Mapping[str, FileFacts], graph: ImportGraph) -> None:
        self._graph = graph
        self._bases: dict[tuple[str, str], tuple[str, ...]] = {}
        self._by_name: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._registered: set[tuple[str, str]] = set()
        for path, file in facts.items():
            for name, bases in file.bases:
                self._bases[path, name] = bases
                self._by_name[name.rpartition(".")[2]].append((path, name))
            self._registered.update(
                (path, node.name) for node in file.nodes if node.kind == "class" and node.registered
            )

    def called_from_outside(self, path: str, name: str) -> bool:
        """Whether a class, or a project class it descends from, is registered or has an outside base that calls it."""
        seen: set[tuple[str, str]] = set()
        stack = [(path, name)]
        while stack:
            place = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            if place in self._registered:
                return True
            for base in self._bases.get(place, ()):
                last = base.rpartition(".")[2]
                own = self._by_name.get(last, []) if self._graph.leads_inside(base) else []
                if not own and not _inert(last):
                    return True
                stack += own
        return False


def _inert(name: str) -> bool:
    return name in _INERT or hasattr(builtins, name) or name.endswith(("Error", "Exception"))

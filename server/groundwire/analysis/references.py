"""Whether tests refer to a function: followed backwards, from the function over its callers to a test."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.file_facts import Node
from groundwire.analysis.import_graph import ImportGraph
from groundwire.analysis.inheritance import Inheritance
from groundwire.analysis.project import TestAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from groundwire.analysis.file_facts import FileFacts
    from groundwire.analysis.layout import Layout

_MAX_CALLERS: Final = 5_000


class _Place(NamedTuple):
    path: str
    name: str


class References:
    """Who mentions what in one project. A doubtful mention counts, so that the mistake is silence."""

    def __init__(
        self,
        facts: Mapping[str, FileFacts],
        layout: Layout,
        unread: Collection[str],
        entry_points: Collection[str] = (),
    ) -> None:
        self._facts = facts
        self._layout = layout
        self._unread = unread
        self._entry_points = entry_points
        self._tests = sorted(path for path in facts if layout.is_test(path))
        self._answers: dict[_Place, TestAnswer] = {}
        self._built: ImportGraph | None = None
        self._headers: Inheritance | None = None

    def changed(self, path: str) -> None:
        """Take in a file whose facts are new; files that come or go need a new object."""
        self._answers.clear()
        self._headers = None
        if self._built is not None:
            self._built.changed(path)

    def tested(self, path: str, name: str) -> TestAnswer:
        """Whether a test refers to the unit `name` of the file `path` (see `project.TestAnswer`)."""
        place = _Place(path, name)
        if place not in self._answers:
            self._answers[place] = self._tested(place)
        return self._answers[place]

    def _tested(self, place: _Place) -> TestAnswer:
        modules = [test for test in self._tests if self._layout.is_test_module(test)]
        count = len(modules)
        if self._layout.is_test(place.path) or place.path not in self._facts:
            return TestAnswer("unknown", tests=count)
        if not modules:
            unread = any(self._layout.is_test_module(path) for path in self._unread)
            return TestAnswer("unknown" if unread else "none")
        seen = {place}
        queue = deque([place])
        doubtful = any(self._layout.is_test_module(path) for path in self._unread)
        while queue:
            current = queue.popleft()
            test, loosely = self._test_of(current)
            if test is not None:
                direct = current == place
                return TestAnswer("direct" if direct else "through", test, None if direct else current.name, count)
            doubtful = doubtful or loosely or self._dynamic(current, asked=current == place)
            for caller in self._callers(current):
                if caller not in seen:
                    seen.add(caller)
                    queue.append(caller)
            if len(seen) > _MAX_CALLERS:
                return TestAnswer("unknown", tests=count)
        return TestAnswer("unknown" if doubtful else "none", tests=count)

    @property
    def _graph(self) -> ImportGraph:
        if self._built is None:
            self._built = ImportGraph(self._facts, self._layout)
        return self._built

    @property
    def _inheritance(self) -> Inheritance:
        if self._headers is None:
            self._headers = Inheritance(self._facts, self._graph)
        return self._headers

    def _test_of(self, place: _Place) -> tuple[str | None, bool]:
        """A test file that mentions the place and imports its file; whether another one mentions such a name."""
        if place.name.startswith("<"):
            return None, False
        wanted = _spellings(self._node(place))
        importers = self._graph.importers(place.path)
        loosely = False
        for test in sorted(self._tests, key=lambda path: not self._layout.is_test_module(path)):
            found = wanted & self._facts[test].mentions
            if found and test in importers:
                return test, False
            quoted = place.name.rpartition(".")[2] in self._facts[test].quoted
            loosely = loosely or quoted or any(not spelling.isidentifier() for spelling in found)
        return None, loosely

    def _callers(self, place: _Place) -> Iterator[_Place]:
        """Places outside tests that mention this one; of a dunder method, its class."""
        if place.name.startswith("<"):
            return
        node = self._node(place)
        owner, _, last = place.name.rpartition(".")
        if owner and _is_dunder(last):
            yield _Place(place.path, owner)
            return
        wanted = _spellings(node)
        importers = self._graph.importers(place.path)
        for path, facts in self._facts.items():
            if facts.mentions.isdisjoint(wanted) or self._layout.is_test(path):
                continue
            for other in facts.nodes:
                found = wanted.intersection(other.mentions)
                if not found or (path == place.path and other.name == place.name):
                    continue
                if path in importers or any(not spelling.isidentifier() for spelling in found):
                    yield _Place(path, other.name)
        if owner:
            yield from self._named_in_class(place, owner, last)

    def _named_in_class(self, place: _Place, owner: str, last: str) -> Iterator[_Place]:
        """A class body that uses one of its methods by its bare name, as in `actions = {"sell": sell}`."""
        for node in self._facts[place.path].nodes:
            if node.name == owner and last in node.mentions:
                yield _Place(place.path, owner)

    def _dynamic(self, place: _Place, *, asked: bool) -> bool:
        """Whether something that no mention shows may run the place while tests run.

        Of a caller this counts only where a test can get at it: it imports the file, or drives programs by strings.
        """
        importers = self._graph.importers(place.path)
        driven = any(self._facts[test].drives for test in self._tests)
        reachable = driven or any(test in importers for test in self._tests)
        if place.name == "<module>":
            return any(test in importers for test in self._tests)
        if place.name == "<script>":
            return driven
        return (asked or reachable) and self._dispatched(place)

    def _dispatched(self, place: _Place) -> bool:
        node = self._node(place)
        owner, _, last = place.name.rpartition(".")
        if node.registered or node.doctest or last.startswith("pytest_") or last in self._entry_points:
            return True
        if any(last.startswith(prefix) for facts in self._facts.values() for prefix in facts.prefixes):
            return True
        return bool(owner) and (_is_dunder(last) or self._inheritance.called_from_outside(place.path, owner))

    def _node(self, place: _Place) -> Node:
        for node in self._facts[place.path].nodes:
            if node.name == place.name:
                return node
        return Node("function", place.name)


def _spellings(node: Node) -> frozenset[str]:
    """How a node can be mentioned: a method never by its bare name."""
    last = node.name.rpartition(".")[2]
    method = node.kind == "function" and "." in node.name
    return frozenset({f".{last}", f"'{last}"} if method else {last, f".{last}", f"'{last}"})


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")

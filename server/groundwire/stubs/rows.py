"""Chooses the rows of a test: a typical one, one per boundary and branch, and those that reach each raise statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from groundwire.stubs.boundaries import Boundaries
from groundwire.stubs.forms import ANY
from groundwire.stubs.labels import described, named
from groundwire.stubs.places import Place, Places
from groundwire.stubs.samples import UNKNOWN, Member, Sample, constant
from groundwire.stubs.trace import Tracer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundwire.stubs.evaluate import Evaluator
    from groundwire.stubs.inputs import Input
    from groundwire.stubs.maker import Maker
    from groundwire.stubs.subject import Subject
    from groundwire.stubs.trace import Path

MAX_ROWS: Final = 12
_MAX_RAISING: Final = 4
_MAX_TRIED: Final = 300
_MAX_CLIMBS: Final = 4
"""How many checks in a row, each raising, the typical row is led past."""


@dataclass(frozen=True)
class Row:
    """One set of inputs: what differs from the typical row, by variable."""

    label: str
    changes: Mapping[str, Sample]


@dataclass
class Rows:
    """The rows of one function."""

    base: dict[str, Sample]
    """The typical value of every input that can be written in a row."""
    values: list[Row] = field(default_factory=list)
    """Rows that return, as far as reading tells."""
    raising: dict[int, list[Row]] = field(default_factory=dict)
    """Rows that reach a raise statement, by the statement's identity."""
    tentative: dict[int, list[Row]] = field(default_factory=dict)
    """Rows that may reach one: some condition on the way is not known."""
    rebased: set[str] = field(default_factory=set)
    """Inputs whose typical value had to be another than their default, for the code to return."""


@dataclass(frozen=True)
class _Variation:
    variable: str
    sample: Sample
    label: str
    rank: int
    """0 from the code's own conditions, 1 an edge of the type, 2 the other side of a comparison of two inputs,
    3 an edge of the type of an input that has boundaries of its own."""


@dataclass
class Chooser:
    """Chooses rows for one subject."""

    subject: Subject
    inputs: Sequence[Input]
    maker: Maker
    evaluator: Evaluator
    _tracer: Tracer = field(init=False)
    _preferred: dict[str, Sample] = field(default_factory=dict)
    _seen: set[tuple[tuple[str, str], ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._tracer = Tracer(self.subject.node.body, self.evaluator)

    def rows(self) -> Rows:
        """The rows, at most `MAX_ROWS` that return."""
        base = {item.variable: item.base for item in self.inputs if item.base is not None}
        given = dict(base)
        names = {item.variable: item.name for item in self.inputs}
        variations = self._variations(base)
        base.update(self._preferred)
        for _ in range(_MAX_CLIMBS):
            changed = self._returning_base(base, variations)
            self.inputs = [replace(item, base=changed.get(item.variable)) for item in self.inputs]
            variations = self._variations(changed)
            if changed is base:
                break
            base = changed
        settled = {**given, **self._preferred}
        rebased = {key for key in base if not base[key].same(settled[key])}
        former = [_Variation(key, given[key], named(names[key], given[key]), 0) for key in rebased]
        rows = Rows(base, rebased=rebased)
        covered: set[tuple[int, bool]] = set()
        self._take(Row("typical", {}), rows, covered)
        for variation in variations:
            if variation.rank == 0:
                self._take(Row(variation.label, {variation.variable: variation.sample}), rows, covered)
        self._combine([item for item in variations if item.rank != 1], rows, covered)
        for variation in variations:
            if variation.rank == 3:
                self._take_new(Row(variation.label, {variation.variable: variation.sample}), rows, covered)
        for variation in former:
            self._take_former(Row(variation.label, {variation.variable: variation.sample}), rows)
        for variation in variations:
            if variation.rank == 1 and len(rows.values) < MAX_ROWS:
                self._take(Row(variation.label, {variation.variable: variation.sample}), rows, covered)
        rows.values = self._bounded(rows.values, base)
        rows.raising = {site: found[:_MAX_RAISING] for site, found in rows.raising.items()}
        return rows

    def _path(self, base: Mapping[str, Sample], changes: Mapping[str, Sample]) -> Path:
        env: dict[str, Any] = {item.variable: UNKNOWN for item in self.inputs}
        env.update({variable: sample.known for variable, sample in {**base, **changes}.items()})
        return self._tracer.follow(env)

    def _variations(self, base: Mapping[str, Sample]) -> list[_Variation]:
        places = Places(self.subject.node, self.inputs, self.maker)
        known: dict[str, Any] = {item.variable: UNKNOWN for item in self.inputs}
        known.update({variable: sample.known for variable, sample in base.items()})
        names = {item.variable: item.name for item in self.inputs}
        found: list[_Variation] = []
        boundaries = Boundaries(self.subject.node, self.evaluator, places, known)
        for place, value, words, secondary in boundaries.collect():
            sample = places.put(place, value)
            if sample is not None and not sample.fixture and place.variable in base:
                label = described(place, names[place.variable], sample, value, words)
                found.append(_Variation(place.variable, sample, label, 2 if secondary else 0))
        for variable, value in boundaries.preferred.items():
            item = next(item for item in self.inputs if item.variable == variable)
            sample = places.put(Place(variable), value) if item.way == "parameter" and not item.optional else None
            self._preferred.update({variable: sample} if sample is not None else {})
        shown = {item.variable for item in found if item.rank == 0}
        for item in self.inputs:
            if item.base is None or item.way == "environment":
                continue
            edges = self.maker.edges(item.form, item.name)
            listed = (
                item.form.name in {"|", "Literal", "bool"}
                or item.way == "instance"
                or isinstance(item.base.known, Member)
            )
            if item.optional and item.way == "parameter" and item.variable not in shown:
                edges = [*edges, *self._given(item)]
            own = item.way in {"parameter", "content", "instance"} or not self.subject.parameters
            rank = 1 if own and (listed or item.variable not in shown) else 3
            found.extend(
                _Variation(item.variable, edge, named(item.name, edge), rank) for edge in edges if not edge.fixture
            )
        return [item for item in found if not item.sample.same(base[item.variable])]

    def _given(self, item: Input) -> list[Sample]:
        """A value other than the default of an argument that may be left out."""
        if item.form == ANY or item.form.name == "bool":
            return (
                [constant(not item.base.known)] if item.base is not None and isinstance(item.base.known, bool) else []
            )
        sample = self.maker.typical(item.form, item.name)
        if sample is not None and item.base is not None and sample.same(item.base):
            sample = self.maker.typical(item.form, item.name, turn=1)
        return [sample] if sample is not None else []

    def _returning_base(self, base: dict[str, Sample], variations: list[_Variation]) -> dict[str, Sample]:
        """Inputs that do not raise: as they are, else with one or two of them changed, else that raise further on."""
        path = self._path(base, {})
        if path.end != "raise":
            return base
        best, reached = base, _line(path)
        for size in (1, 2):
            for group in list(combinations(variations, size))[:_MAX_TRIED]:
                changes = {item.variable: item.sample for item in group}
                if len(changes) < size:
                    continue
                path = self._path(base, changes)
                if path.end == "return":
                    return {**base, **changes}
                if path.end == "raise" and _line(path) > reached:
                    best, reached = {**base, **changes}, _line(path)
        return best

    def _take(self, row: Row, rows: Rows, covered: set[tuple[int, bool]]) -> None:
        key = tuple(sorted((variable, sample.code) for variable, sample in row.changes.items()
                           if not sample.same(rows.base[variable])))  # fmt: skip
        if key in self._seen:
            return
        self._seen.add(key)
        path = self._path(rows.base, row.changes)
        covered |= path.decisions
        if path.end == "raise" and path.site is not None and path.sure:
            rows.raising.setdefault(id(path.site), []).append(row)
            return
        if path.end == "raise" and path.site is not None:
            rows.tentative.setdefault(id(path.site), []).append(row)
            if len(row.changes) > 1:
                return
        rows.values.append(row)

    def _take_new(self, row: Row, rows: Rows, covered: set[tuple[int, bool]]) -> None:
        """Take a row if it reaches a branch or a raise statement that none has reached."""
        path = self._path(rows.base, row.changes)
        unreached = path.sure and path.site is not None and id(path.site) not in rows.raising
        if unreached or path.decisions - covered:
            self._take(row, rows, covered)

    def _take_former(self, row: Row, rows: Rows) -> None:
        """Keep the first typical value, which did not return, where no other row ends as it does."""
        path = self._path(rows.base, row.changes)
        ends = {self._path(rows.base, other.changes)[:3] for other in rows.values}
        if path.site is None and path[:3] not in ends:
            self._take(row, rows, set())

    def _combine(self, variations: list[_Variation], rows: Rows, covered: set[tuple[int, bool]]) -> None:
        """Pairs of changes, where only together they reach a branch or a raise statement."""
        for one, other in list(combinations(variations, 2))[:_MAX_TRIED]:
            if one.variable == other.variable:
                continue
            changes = {one.variable: one.sample, other.variable: other.sample}
            self._take_new(Row(f"{one.label}, {other.label}", changes), rows, covered)

    def _bounded(self, values: list[Row], base: Mapping[str, Sample]) -> list[Row]:
        """At most `MAX_ROWS` rows: first those that take a new way, then the others in their order."""
        if len(values) <= MAX_ROWS:
            return values
        covered: set[tuple[int, bool]] = set()
        new: list[Row] = []
        for row in values:
            decisions = self._path(base, row.changes).decisions
            if decisions - covered or not new:
                new.append(row)
            covered |= decisions
        kept = (new + [row for row in values if row not in new])[:MAX_ROWS]
        return [row for row in values if row in kept]


def _line(path: Path) -> int:
    return path.site.lineno if path.site is not None else 0

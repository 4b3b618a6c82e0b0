"""Tests as formulas: questions put to one value each, joined by and, or, not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Value = object
"""A representative of the values that a subject may have."""


@dataclass(frozen=True, eq=False)
class Atom:
    """One question about one subject."""

    subject: str
    """What is asked about, as code: `x`, `self.level`, `len(parts)`; or the whole question where it is opaque."""
    text: str
    """The question as code, layout evened out."""
    ask: Callable[[Value], bool]
    """Whether a representative answers yes; raises TypeError or AttributeError where the code would."""
    names: frozenset[str]
    """Names the question reads."""
    domain: str = "value"
    """What the subject's representatives are: `value`, `count` (a whole number from 0), `class`, or `truth`."""
    stable: bool = True
    """Whether the answer stays while the names stay bound, whatever is called in between."""
    exact: bool = False
    """Whether no type of the subject's can answer in a way of its own."""
    constants: tuple[Value, ...] = ()
    """What the subject is compared with; of `class` questions the dotted classes."""
    modulus: int = 1
    """The subject's remainder by this is asked about."""
    prefixes: tuple[str | bytes, ...] = ()
    suffixes: tuple[str | bytes, ...] = ()

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """The questions of a formula, in order."""
        return (self,)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What a formula asks about."""
        return frozenset((self.subject,))

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether a formula is true where each subject has this representative; raises what a question raises."""
        return bool(self.ask(values[self.subject]))


@dataclass(frozen=True, eq=False)
class Joined:
    """Formulas joined by `and` (`every`) or `or`, asked in order."""

    every: bool
    parts: tuple[Formula, ...]

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """As an atom has them."""
        return tuple(atom for part in self.parts for atom in part.atoms)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """As an atom has them."""
        return frozenset(atom.subject for atom in self.atoms)

    def holds(self, values: Mapping[str, Value]) -> bool:
        """As of an atom."""
        every = self.every
        for part in self.parts:  # a loop: this is asked of every case there is
            if part.holds(values) is not every:
                return not every
        return every


@dataclass(frozen=True, eq=False)
class Negated:
    """The opposite of a formula."""

    inner: Formula

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """As an atom has them."""
        return self.inner.atoms

    @property
    def subjects(self) -> frozenset[str]:
        """As an atom has them."""
        return self.inner.subjects

    def holds(self, values: Mapping[str, Value]) -> bool:
        """As of an atom."""
        return not self.inner.holds(values)


Formula = Atom | Joined | Negated


def consequences(formula: Formula, truth: bool) -> Iterator[tuple[Formula, bool]]:
    """The smallest formulas that follow where a formula is true, or false."""
    if isinstance(formula, Negated):
        yield from consequences(formula.inner, not truth)
    elif isinstance(formula, Joined) and formula.every == truth:
        for part in formula.parts:
            yield from consequences(part, truth)
    else:
        yield formula, truth

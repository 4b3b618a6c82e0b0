"""What one module's text binds: its names, its classes with theirs, and why there may be more than that."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.calls.definition import Definition
    from groundwire.analysis.calls.fields import Field, Maker


@dataclass(frozen=True, slots=True)
class Path:
    """A name bound to what an absolute dotted path stands for: an import, or another name of the same module."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Function:
    """A name bound to a function, and to nothing else."""

    definitions: tuple[Definition, ...] = ()
    """Each `def` of that name, in order."""


@dataclass(frozen=True, slots=True)
class Object:
    """A name that a stub annotates with a class: `rmtree: _RmtreeType`."""

    of: str
    """Absolute dotted path of the class."""


@dataclass(frozen=True, slots=True)
class ClassBody:
    """A class as its text shows it."""

    bases: tuple[str, ...] = ()
    """Absolute dotted paths; `?` for an expression."""
    metaclass: str | None = None
    makers: tuple[Maker, ...] = ()
    """Its decorators."""
    fields: tuple[Field, ...] | None = ()
    """What a constructor may be made from; None where they cannot all be read."""
    names: Mapping[str, Bound] = field(default_factory=lambda: MappingProxyType({}))
    """What its body binds."""
    stored: frozenset[str] = frozenset()
    """Attributes that its methods set, on whatever object."""
    strings: frozenset[str] = frozenset()
    """Identifiers in strings inside it: of `__slots__`, of `setattr`, of a list that a loop goes through."""
    more: str | None = None
    """Why it may have names that no statement shows, as a clause; None where it has no others."""
    fills: bool = False
    """Its methods give an object attributes by computed names."""


Bound = Path | Function | Object | ClassBody | None
"""What a name stands for; None for any other value, or where several statements bind it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One module."""

    names: Mapping[str, Bound] = field(default_factory=lambda: MappingProxyType({}))
    stars: tuple[str, ...] = ()
    """Modules whose names it takes over with `from … import *`, absolute."""
    more: str | None = None
    """Why it may have names that no statement shows, as a clause; None where it has no others."""
    getattr: bool = False
    """It has a `__getattr__` of its own (PEP 562)."""
    lazy_stub: bool = False
    """Its `__getattr__` serves what the stub beside it imports (`lazy_loader.attach_stub`)."""
    classes: tuple[str, ...] = ()
    """Those of its names that are classes."""

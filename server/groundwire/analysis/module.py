"""What a unit may know of its module: imports, names, classes. Every answer a rule gets is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from groundwire.analysis.recorded import Recorded, recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.notebook import NotebookFacts
    from groundwire.analysis.recorded import Reads

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class header and what its methods tell of its attributes."""

    bases: tuple[str, ...] = ()
    """Base classes as dotted paths, imports resolved where they can be; `?` for an expression."""
    decorators: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """`self.NAME` bound exactly once, from a call: the dotted path of what is called."""
    types: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """`self.NAME` bound to objects of one class, as annotations, constructors, awaited calls tell: its dotted path."""
    methods: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module's context, taken from the borders of its units."""

    path: str
    """POSIX path, relative to the workspace folder where it lies in one."""
    name: str | None = None
    """Dotted import name, where the layout tells it."""
    package: str | None = None
    """The package its relative imports start from."""
    imports: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Top-level names bound only by imports that agree: their absolute dotted path."""
    constructors: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Top-level names bound exactly once, from a call: the dotted path of what is called."""
    texts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Top-level names bound exactly once, to a string that may be a dotted path: that."""
    names: frozenset[str] = frozenset()
    """All top-level names the module binds."""
    classes: Mapping[str, ClassFacts] = field(default_factory=lambda: MappingProxyType({}))
    """By qualified name."""
    star_import: bool = False
    """Whether `from x import *` may bind any name at all."""
    limits: bool = False
    """Whether a semaphore or another limit on what runs at the same time is used anywhere."""
    catching: frozenset[str] = frozenset()
    """Last names of the functions and methods that have a handler of every error."""
    compiled: bool = False
    """Whether its head says that a program writes it from another source."""
    notebook: NotebookFacts | None = None
    """What a notebook does beside Python; None for a module in a file of its own."""


class ModuleContext(Recorded):
    """A module as a rule sees it; each question and its answer become part of the finding's cache key."""

    def __init__(self, facts: ModuleFacts, reads: Reads | None = None, known: Reads | None = None) -> None:
        super().__init__(reads, known)
        self._facts = facts

    @recorded
    def path(self) -> str:
        """POSIX path, relative to the workspace folder."""
        return self._facts.path

    @recorded
    def name(self) -> str | None:
        """Dotted import name, where the layout tells it."""
        return self._facts.name

    @recorded
    def is_notebook(self) -> bool:
        """Whether the module is a notebook, which nothing can import."""
        return self._facts.notebook is not None

    @recorded
    def may_hold(self, name: str) -> bool:
        """Whether a notebook does what may let a module be found that is not there: it installs, or moves."""
        return self._facts.notebook is not None and self._facts.notebook.may_hold(name)

    @recorded
    def may_replace(self, name: str) -> bool:
        """Whether a notebook does what may make another version of a module be imported."""
        return self._facts.notebook is not None and self._facts.notebook.may_replace(name)

    @recorded
    def imported(self, name: str) -> str | None:
        """Absolute dotted path of a top-level name that only imports bind."""
        return self._facts.imports.get(name)

    @recorded
    def absolute(self, path: str) -> str | None:
        """A dotted import path made absolute; None for a relative one where the module's own name is not known."""
        level = len(path) - len(path.lstrip("."))
        if not level:
            return path
        package = (self._facts.package or "").split(".")
        if not package[0] or level > len(package):
            return None
        return ".".join([*package[: len(package) - level + 1], *([path[level:]] if path[level:] else [])])

    @recorded
    def binds(self, name: str) -> bool:
        """Whether the module may bind the name itself (a star import may bind any)."""
        return name in self._facts.names or self._facts.star_import

    @recorded
    def constructor(self, name: str) -> str | None:
        """Dotted path of the call whose result a top-level name holds for good."""
        return self._facts.constructors.get(name)

    @recorded
    def path_in(self, name: str) -> str | None:
        """The dotted path that a top-level name holds as a string; of `__name__` the module's own."""
        return self._facts.name if name == "__name__" else self._facts.texts.get(name)

    @recorded
    def class_bases(self, name: str) -> tuple[str, ...]:
        """Dotted base classes of a class of this module; empty when it has none or is not there."""
        found = self._facts.classes.get(name)
        return found.bases if found else ()

    @recorded
    def class_decorators(self, name: str) -> tuple[str, ...]:
        """Dotted decorators of a class of this module."""
        found = self._facts.classes.get(name)
        return found.decorators if found else ()

    @recorded
    def class_methods(self, name: str) -> frozenset[str]:
        """Names of the methods a class of this module defines itself."""
        found = self._facts.classes.get(name)
        return found.methods if found else frozenset()

    @recorded
    def attribute_constructor(self, class_name: str, attribute: str) -> str | None:
        """Dotted path of the call whose result `self.ATTRIBUTE` holds, where the class binds it exactly once."""
        found = self._facts.classes.get(class_name)
        return found.attributes.get(attribute) if found else None

    @recorded
    def attribute_type(self, class_name: str, attribute: str) -> str | None:
        """Dotted class of what `self.ATTRIBUTE` holds, where an annotation or what the class awaits tells it."""
        found = self._facts.classes.get(class_name)
        return found.types.get(attribute) if found else None

    @recorded
    def limits(self) -> bool:
        """Whether the module uses a semaphore, or another limit on what runs at the same time."""
        return self._facts.limits

    @recorded
    def has_elsewhere(self, owner: str, method: str) -> bool:
        """Whether another class of this module has a method of that name."""
        return any(method in found.methods for name, found in self._facts.classes.items() if name != owner)

    @recorded
    def is_compiled(self) -> bool:
        """Whether its head says that a program writes it from another source, so that nobody edits it."""
        return self._facts.compiled

    @recorded
    def catches(self, name: str) -> bool:
        """Whether a function or method of that name, of this module, has a handler of every error."""
        return name in self._facts.catching

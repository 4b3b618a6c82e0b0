"""Follows a dotted path through modules and classes as their texts have them: present, absent, or cannot tell."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from groundwire.analysis.members.module_getattr import refuses
from groundwire.analysis.members.places import Place, read_text
from groundwire.analysis.members.reading import UNKNOWN_BASE, summarise
from groundwire.analysis.members.summary import ClassBody, Path, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from groundwire.analysis.members.summary import Bound
    from groundwire.analysis.members.texts import Texts
    from groundwire.analysis.stdlib import Version

Kind = Literal["present", "absent", "unseen", "unknown"]
"""*unseen*: no text shows the name, and something that no text shows may provide it; who is asked may know."""
_DEPTH: Final = 40
"""Steps from one module or base class to the next, at most."""
_MOST_BROUGHT: Final = 10_000
INERT_METACLASSES: Final = frozenset({"abc.ABCMeta", "builtins.type", "enum.EnumMeta", "enum.EnumType"})
INERT_BASES: Final = frozenset(
    {"builtins.object", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "abc.ABC"}
)
_OF_TYPES: Final = frozenset({"mro", "register"})
"""What a class has by its metaclass."""
_MODULE_NAMES: Final = frozenset(
    {"__name__", "__file__", "__doc__", "__path__", "__spec__", "__loader__", "__package__"}
)


@dataclass(frozen=True, slots=True)
class Module:
    """A module as an owner of names."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Class:
    """A class as an owner of names."""

    module: Module
    qualname: str
    body: ClassBody

    @property
    def dotted(self) -> str:
        """Its absolute path."""
        return f"{self.module.name}.{self.qualname}"


@dataclass(frozen=True, slots=True)
class Step:
    """What one name of an owner comes to."""

    kind: Kind
    owner: Module | Class | None = None
    """The module or class that the name stands for, where that is known."""


PRESENT: Final = Step("present")
ABSENT: Final = Step("absent")
UNSEEN: Final = Step("unseen")
UNKNOWN: Final = Step("unknown")


class Reader:
    """The modules that one environment (or project) can import.

    `locate` says where each stands, `texts` what those on disk bind.
    """

    def __init__(self, locate: Callable[[str], Place | None], version: Version | None, texts: Texts) -> None:
        self._texts = texts
        self._locate = locate
        self._version = version
        self._summaries: OrderedDict[tuple[str, str], Summary] = OrderedDict()
        self._without: set[tuple[str, str]] = set()
        """What has no summary, by the same keys: most modules have no stub, and are asked for one again and again."""
        self._brought: dict[tuple[str, str], Step] = {}
        """What star imports bring to a module under a name: some packages take over hundreds of modules."""
        self._modules: dict[str, Module | None] = {}
        self._entered: set[tuple[str, str]] = set()
        """Questions to modules that are being answered: star imports go in circles."""
        self._typed: dict[str, str] = {}
        """Texts that stand in an editor and not yet on disk, by file."""

    def take(self, file: str, text: str) -> None:
        """A file's text as it stands in an editor."""
        self._typed[file] = text
        for key in [key for key in self._summaries if key[0] == file]:
            del self._summaries[key]
        self._without = {key for key in self._without if key[0] != file}
        self._brought.clear()

    def text(self, place: Place) -> str | None:
        """The text of a module; None where it has none."""
        return self._typed.get(place.file) or (read_text(place.file) if place.kind in {"source", "stub"} else None)

    def module(self, name: str) -> Module | None:
        """A module by its dotted name, where it stands on disk."""
        if name not in self._modules:
            place = self._locate(name)
            self._modules[name] = Module(name, place) if place is not None else None
        return self._modules[name]

    def find(self, dotted: str, depth: int = 0) -> Module | Class | None:
        """The module or class that an absolute dotted path stands for; None where it is another thing or not known."""
        first, *rest = dotted.split(".")
        owner: Module | Class | None = self.module(first)
        for part in rest:
            if owner is None:
                return None
            owner = self.step(owner, part, depth + 1).owner
        return owner

    def step(self, owner: Module | Class, name: str, depth: int = 0) -> Step:
        """What `owner.name` is."""
        if depth > _DEPTH:
            return UNKNOWN
        if isinstance(owner, Class):
            return self.of_class(owner, name, depth)
        question = (owner.name, name)
        if question in self._entered:
            return ABSENT
        self._entered.add(question)
        try:
            return self._of_module(owner, name, depth)
        finally:
            self._entered.discard(question)

    def of_class(self, owner: Class, name: str, depth: int = 0) -> Step:
        """What a class has of this name: in its body, in what its methods set, in its bases."""
        body = owner.body
        if depth > _DEPTH:
            return UNKNOWN
        if name in body.names:
            return Step("present", self._stands_for(owner.module, body.names[name], f"{owner.qualname}.{name}", depth))
        if name in body.stored or name in body.strings or name in _OF_TYPES:
            return PRESENT
        if body.more is not None or (body.metaclass is not None and body.metaclass not in INERT_METACLASSES):
            return UNSEEN
        unseen = False
        for base in body.bases:
            if base in INERT_BASES:
                continue
            known = self.find(base, depth + 1) if base != UNKNOWN_BASE else None
            found = self.of_class(known, name, depth + 1) if isinstance(known, Class) else UNSEEN
            if found.kind in {"present", "unknown"}:
                return found
            unseen = unseen or found.kind == "unseen"
        return UNSEEN if unseen else ABSENT

    def own_line(self, owner: Class, depth: int = 0) -> Iterator[Class]:
        """A class and those it descends from, the standard library's left out."""
        if owner.module.place.standard or depth > _DEPTH:
            return
        yield owner
        for base in owner.body.bases:
            known = self.find(base, depth + 1) if base not in INERT_BASES else None
            if isinstance(known, Class):
                yield from self.own_line(known, depth + 1)

    def standard_bases(self, owner: Class, depth: int = 0) -> tuple[Class, ...]:
        """The nearest classes of the standard library that a class is or descends from."""
        if owner.module.place.standard:
            return (owner,)
        found: list[Class] = []
        for base in owner.body.bases:
            known = self.find(base, depth + 1) if base not in INERT_BASES and depth < _DEPTH else None
            if isinstance(known, Class):
                found += self.standard_bases(known, depth + 1)
        return tuple(found)

    def descends(self, owner: Class, ancestor: Class, depth: int = 0) -> bool:
        """Whether a class is or descends from another, or may."""
        if owner.dotted == ancestor.dotted:
            return True
        if depth > _DEPTH:
            return True
        for base in owner.body.bases:
            known = self.find(base, depth + 1)
            if base in INERT_BASES or (isinstance(known, Class) and known.module.place.standard):
                continue
            if not isinstance(known, Class) or self.descends(known, ancestor, depth + 1):
                return True
        return False

    def classes(self, owner: Module) -> Iterator[Class]:
        """The classes at the top level of a module."""
        summary = self.summary(owner)
        if summary is None:
            return
        for name in summary.classes:
            if isinstance(bound := summary.names[name], ClassBody):
                yield Class(owner, name, bound)

    def names(self, owner: Module | Class) -> frozenset[str]:
        """Every name of an owner that texts show, for suggestions."""
        found: set[str] = set()
        seen: set[str] = set()
        owners = [owner]
        while owners:
            owner = owners.pop()
            dotted = owner.name if isinstance(owner, Module) else owner.dotted
            if dotted in seen:
                continue
            seen.add(dotted)
            names, others = self._shown(owner)
            found |= names
            owners += [known for other in others if (known := self.find(other)) is not None]
        return frozenset(found)

    def _shown(self, owner: Module | Class) -> tuple[set[str], tuple[str, ...]]:
        """Names that an owner's own text shows, and the dotted paths of the owners it has more from."""
        if isinstance(owner, Class):
            bases = tuple(base for base in owner.body.bases if base not in INERT_BASES)
            return {*owner.body.names, *owner.body.stored}, bases
        summary = self.summary(owner)
        if summary is None:
            return set(), ()
        stub = self.stub(owner) if summary.lazy_stub else None
        return {*summary.names, *(stub.names if stub is not None else ())}, summary.stars

    def _of_module(self, owner: Module, name: str, depth: int) -> Step:
        summary = self.summary(owner)
        submodule = self.module(f"{owner.name}.{name}") if owner.place.package else None
        if summary is not None and name in summary.names:
            bound = summary.names[name]
            if submodule is not None and bound == Path(f"{owner.name}.{name}"):
                return Step("present", submodule)
            # A submodule of the same name is put in its place when it is imported, before or after.
            return Step("present", None if submodule else self._stands_for(owner, bound, name, depth))
        if submodule is not None:
            brought = summary is not None and self._from_stars(owner, summary, name, depth).kind != "absent"
            return Step("present", None if brought else submodule)  # the one or the other, by what is imported last
        if name in _MODULE_NAMES:
            return PRESENT
        if summary is None:
            return UNSEEN
        if (step := self._from_stars(owner, summary, name, depth)).kind != "absent":
            return step
        if owner.place.kind == "source" and (stub := self.stub(owner)) is not None:
            if name in stub.names:
                return Step("present", self._stands_for(owner, stub.names[name], name, depth))
            if stub.more is not None or stub.stars:
                return UNSEEN
        elif summary.lazy_stub:
            return UNSEEN
        if summary.more is not None or (summary.getattr and not self._refuses(owner, name)):
            return UNSEEN
        if owner.place.kind == "stub" and not owner.place.standard:
            return UNSEEN  # it stands for a compiled module, and may tell of a part, or be empty
        return ABSENT

    def _from_stars(self, owner: Module, summary: Summary, name: str, depth: int) -> Step:
        """What the star imports of a module bring of this name."""
        if not summary.stars:
            return ABSENT
        if len(self._entered) > 1:  # in a circle the answer depends on where that is entered
            return self._from_each_star(summary, name, depth)
        question = (owner.name, name)
        if question not in self._brought:
            if len(self._brought) >= _MOST_BROUGHT:
                self._brought.clear()
            self._brought[question] = self._from_each_star(summary, name, depth)
        return self._brought[question]

    def _from_each_star(self, summary: Summary, name: str, depth: int) -> Step:
        found: list[Step] = []
        for star in summary.stars:
            module = self.module(star)
            step = self.step(module, name, depth + 1) if module is not None else UNSEEN
            if step.kind != "absent":
                found.append(step)
        if not found:
            return ABSENT
        if all(step == found[0] for step in found):
            return found[0]
        return UNKNOWN if any(step.kind == "unknown" for step in found) else UNSEEN

    def _stands_for(self, module: Module, bound: Bound, qualname: str, depth: int) -> Module | Class | None:
        if isinstance(bound, ClassBody):
            return Class(module, qualname, bound)
        return self.find(bound.dotted, depth + 1) if isinstance(bound, Path) and depth < _DEPTH else None

    def _refuses(self, owner: Module, name: str) -> bool:
        text = self.text(owner.place)
        return text is not None and refuses(text, name)

    def summary(self, owner: Module) -> Summary | None:
        """What a module's own text binds; None where it has no text."""
        return self._read(owner.place.file, owner) if owner.place.kind in {"source", "stub"} else None

    def stub(self, owner: Module) -> Summary | None:
        """What the stub beside a module's source binds; None where there is none."""
        return self._read(owner.place.stub, owner)

    def _read(self, file: str, owner: Module) -> Summary | None:
        key = (file, owner.name)
        if key in self._without:
            return None
        if key in self._summaries:
            self._summaries.move_to_end(key)
            return self._summaries[key]
        typed = self._typed.get(file)
        package = owner.place.package
        if typed:
            stub = file.endswith(".pyi")
            version = self._version if stub else None
            summary = summarise(typed, owner.name, package=package, version=version, stub=stub)
        else:
            summary = self._texts.summary(file, owner.name, package=package, version=self._version)
        if summary is None:
            self._without.add(key)
            return None
        self._summaries[key] = summary
        while len(self._summaries) > self._texts.most_summaries:
            self._summaries.popitem(last=False)
        return summary

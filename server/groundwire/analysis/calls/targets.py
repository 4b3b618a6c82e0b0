"""What a dotted path is defined as: a function, or a class; through re-exports, star imports, stubs and bases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.members.reader import INERT_BASES, Class, Module
from groundwire.analysis.members.reading import UNKNOWN_BASE
from groundwire.analysis.members.summary import ClassBody, Function, Object, Path

if TYPE_CHECKING:
    from groundwire.analysis.members.reader import Reader
    from groundwire.analysis.members.summary import Bound, Summary

_DEPTH: Final = 30


@dataclass(frozen=True, slots=True)
class Target:
    """A function or class where it is defined."""

    owner: Module | Class
    name: str
    bound: Function | ClassBody
    witness: Function | ClassBody | None = None
    """The same name in the stub beside the source, where there is one."""
    on_object: bool = False
    """It is taken from an object, though reached by a path: `random.randint`, `shutil.rmtree`."""

    @property
    def module(self) -> Module:
        """The module whose text defines it."""
        return self.owner if isinstance(self.owner, Module) else self.owner.module

    @property
    def qualname(self) -> str:
        """Its name inside its module."""
        return self.name if isinstance(self.owner, Module) else f"{self.owner.qualname}.{self.name}"

    @property
    def dotted(self) -> str:
        """Absolute path of the definition."""
        return f"{self.owner.name if isinstance(self.owner, Module) else self.owner.dotted}.{self.name}"

    def as_class(self) -> Class | None:
        """The class that it is."""
        if not isinstance(self.bound, ClassBody):
            return None
        return Class(self.module, self.qualname, self.bound)


class Targets:
    """Finds definitions with one reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def find(self, dotted: str, depth: int = 0) -> Target | None:
        """The definition that an absolute dotted path leads to; None where that is not settled."""
        prefix, _, name = dotted.rpartition(".")
        if not prefix or depth > _DEPTH or UNKNOWN_BASE in prefix:
            return None
        owner = self.reader.find(prefix, depth)
        if isinstance(owner, Module):
            return self._in_module(owner, name, depth + 1)
        if isinstance(owner, Class):
            return self.in_class(owner, name, depth + 1)
        return self._of_object(prefix, name, depth + 1)

    def _of_object(self, dotted: str, name: str, depth: int) -> Target | None:
        """The method of an object that a stub annotates."""
        prefix, _, last = dotted.rpartition(".")
        owner = self.reader.find(prefix, depth) if prefix else None
        summary = self.reader.summary(owner) if isinstance(owner, Module) and owner.place.standard else None
        bound = summary.names.get(last) if summary is not None else None
        return self._method(bound, name, depth) if isinstance(bound, Object) else None

    def _method(self, bound: Object, name: str, depth: int) -> Target | None:
        made = self.reader.find(bound.of, depth)
        found = self.in_class(made, name, depth) if isinstance(made, Class) else None
        return replace(found, on_object=True) if found is not None else None

    def in_class(self, owner: Class, name: str, depth: int = 0) -> Target | None:
        """What a class has of this name, from the first of its bases that has it."""
        line = self.line(owner)
        for step in line if line is not None else ():
            if name in step.body.names and name not in step.body.stored:
                return self._settled(step, name, step.body.names[name], None, depth)
            if name in step.body.stored or name in step.body.strings or step.body.more is not None:
                return None
        return None

    def line(self, owner: Class, depth: int = 0) -> tuple[Class, ...] | None:
        """The method resolution order, `object` left out; None where a base is not known."""
        if depth > _DEPTH:
            return None
        lines: list[list[Class]] = []
        direct: list[Class] = []
        for base in owner.body.bases:
            if base in INERT_BASES:
                continue
            known = self.reader.find(base) if base != UNKNOWN_BASE else None
            above = self.line(known, depth + 1) if isinstance(known, Class) else None
            if above is None or not isinstance(known, Class):
                return None
            direct.append(known)
            lines.append(list(above))
        merged = _merged([*lines, direct])
        return (owner, *merged) if merged is not None else None

    def _in_module(self, owner: Module, name: str, depth: int) -> Target | None:
        summary = self.reader.summary(owner)
        if summary is None or depth > _DEPTH or self._outdone(owner, name, summary):
            return None
        stub = self.reader.stub(owner) if owner.place.kind == "source" else None
        if name in summary.names and summary.names[name] is not None:
            return self._settled(owner, name, summary.names[name], _shown(stub, name), depth)
        if name not in summary.names and (found := self._from_stars(summary, name, depth)) is not None:
            return found
        if stub is None or name in summary.names:
            return None
        return self._settled(owner, name, stub.names.get(name), None, depth)  # of a compiled module, or a lazy one

    def _outdone(self, owner: Module, name: str, summary: Summary) -> bool:
        """Whether a submodule of the same name may take its place: one that the package does not import first."""
        path = f"{owner.name}.{name}"
        if not owner.place.package or self.reader.module(path) is None:
            return False
        paths = (bound.dotted for bound in summary.names.values() if isinstance(bound, Path))
        return not any(dotted.startswith(f"{path}.") for dotted in paths)

    def _from_stars(self, summary: Summary, name: str, depth: int) -> Target | None:
        found: Target | None = None
        for star in summary.stars:
            module = self.reader.module(star)
            if module is None:
                return None
            kind = self.reader.step(module, name).kind
            if kind == "unknown":
                return None
            if kind == "present":
                before, found = found, self._in_module(module, name, depth + 1)
                if found is None or (before is not None and not _alike(before, found)):
                    return None
        return found

    def _settled(
        self, owner: Module | Class, name: str, bound: Bound, witness: Function | ClassBody | None, depth: int
    ) -> Target | None:
        if isinstance(bound, Object) and isinstance(owner, Module) and owner.place.standard:
            return self._method(bound, "__call__", depth + 1)
        if isinstance(bound, (Function, ClassBody)):
            return Target(owner, name, bound, witness)
        return self.find(bound.dotted, depth + 1) if isinstance(bound, Path) else None


def _shown(stub: Summary | None, name: str) -> Function | ClassBody | None:
    bound = stub.names.get(name) if stub is not None else None
    return bound if isinstance(bound, (Function, ClassBody)) else None


def _alike(first: Target, second: Target) -> bool:
    """Whether two functions are called in the same ways: one of several for different systems."""
    ways = _ways(first.bound)
    return ways is not None and ways == _ways(second.bound)


def _ways(bound: Function | ClassBody) -> list[tuple[tuple[tuple[str, str, bool], ...], bool, bool]] | None:
    """The signatures of a function; names that no call can say are left out."""
    if not isinstance(bound, Function):
        return None
    return [
        (
            tuple(
                ("" if parameter.kind == "positional" else parameter.name, parameter.kind, parameter.required)
                for parameter in each.signature.parameters
            ),
            each.signature.star,
            each.signature.double_star,
        )
        for each in bound.definitions
    ]


def _merged(lines: list[list[Class]]) -> list[Class] | None:
    """The C3 merge of lines of classes; None where there is no order."""
    merged: list[Class] = []
    lines = [line for line in lines if line]
    while lines:
        for line in lines:
            head = line[0]
            if not any(head.dotted == other.dotted for rest in lines for other in rest[1:]):
                break
        else:
            return None
        merged.append(head)
        lines = [rest for line in lines if (rest := line[1:] if line[0].dotted == head.dotted else line)]
    return merged

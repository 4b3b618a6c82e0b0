"""Finds the classes and modules that a module's names stand for, in the module itself and in the project's files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.model import NotAnalysed
from groundwire.stubs.source import read_source

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

    from groundwire.stubs.source import Source

_MAX_HOPS: Final = 6


class Found(NamedTuple):
    """A class and the module that defines it."""

    source: Source
    name: str
    """Qualified name inside that module."""
    node: ast.ClassDef

    @property
    def path(self) -> str:
        """Absolute dotted path."""
        return f"{self.source.name}.{self.name}"


@dataclass
class Library:
    """The module under test and, read when first asked for, the other modules of the project."""

    module: Source
    modules: Mapping[str, str]
    """Files of the project by dotted module name."""
    read: Callable[[str], str | None]
    _sources: dict[str, Source | None] = field(default_factory=dict)

    def source(self, name: str) -> Source | None:
        """A module of the project by its dotted name; None where it is not there or does not parse."""
        if name == self.module.name:
            return self.module
        if name not in self._sources:
            path = self.modules.get(name)
            text = self.read(path) if path is not None else None
            is_package = path is not None and path.endswith("__init__.py")
            source = read_source(text, name, is_package=is_package) if text is not None else None
            self._sources[name] = None if isinstance(source, NotAnalysed) else source
        return self._sources[name]

    def find_class(self, path: str) -> Found | None:
        """The class of an absolute dotted path; re-exports are followed."""
        for _ in range(_MAX_HOPS):
            located = self._module_of(path)
            if located is None:
                return None
            source, name = located
            if name in source.classes:
                return Found(source, name, source.classes[name])
            head, _, rest = name.partition(".")
            if head not in source.imports:
                return None
            path = f"{source.imports[head]}.{rest}" if rest else source.imports[head]
        return None

    def _module_of(self, path: str) -> tuple[Source, str] | None:
        """The longest prefix of a dotted path that is a module of the project, and the rest."""
        parts = path.split(".")
        for count in range(len(parts) - 1, 0, -1):
            if (source := self.source(".".join(parts[:count]))) is not None:
                return source, ".".join(parts[count:])
        return None

    def need(self, path: str) -> tuple[str, str]:
        """What a test imports to name an absolute dotted path (`module:name`), and how it then writes it."""
        located = self._module_of(path)
        if located is not None:
            source, name = located
            return f"{source.name}:{name.partition('.')[0]}", name
        parts = path.split(".")
        split = next((index for index, part in enumerate(parts[:-1]) if part[:1].isupper()), len(parts) - 1)
        module = ".".join(parts[:split])
        name = ".".join(parts[split:])
        return (f"{module}:{name.partition('.')[0]}" if module else ""), name

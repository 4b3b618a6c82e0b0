"""Dataclasses and named tuples of chosen modules as what JSON can hold, and back."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import ModuleType

_intern: Final = sys.intern


class WrittenForm:
    """How objects of the classes that some modules hold are written.

    A tuple is a list; a set, a mapping or one of the classes is what it is first, as a list in a dictionary. Anything
    else is refused, and so written nowhere.
    """

    def __init__(self, *modules: ModuleType) -> None:
        self._fields: dict[type, tuple[str, ...]] = {}
        for module in modules:
            for value in vars(module).values():
                if isinstance(value, type) and is_dataclass(value):
                    self._fields[value] = tuple(field.name for field in fields(value))
                elif isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
                    self._fields[value] = tuple(value._fields)
        self._classes = {kind.__name__: kind for kind in self._fields}

    def plain(self, value: object) -> object:
        """A value as JSON has it; `TypeError` for one of an unknown kind."""
        kind = type(value)
        if value is None or isinstance(value, (str, int, float)):
            return value
        if kind in self._fields:
            return {kind.__name__: [self.plain(getattr(value, name)) for name in self._fields[kind]]}
        if isinstance(value, tuple):
            return list(map(self.plain, value))
        if isinstance(value, frozenset):
            return {"": sorted(value)}
        if isinstance(value, Mapping):
            return {"=": [[key, self.plain(item)] for key, item in value.items()]}
        message = f"there is no written form of a {kind.__name__}"
        raise TypeError(message)

    def made(self, value: Any) -> Any:
        """What `plain` wrote; `KeyError`, `TypeError` or `ValueError` for anything else."""
        if isinstance(value, list):
            try:
                return tuple(map(_intern, value))  # most are of names alone
            except TypeError:
                return tuple(map(self.made, value))
        if isinstance(value, dict):
            ((name, items),) = value.items()
            if name == "=":
                return {_intern(key): self.made(item) for key, item in items}
            return self._classes[name](*map(self.made, items)) if name else frozenset(map(_intern, items))
        return _intern(value) if isinstance(value, str) else value

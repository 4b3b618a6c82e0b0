"""The signatures that a call must satisfy, of a function, a method or a class."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from groundwire.analysis.calls.construction import construction
from groundwire.analysis.calls.decorators import binding
from groundwire.analysis.calls.way import Way
from groundwire.analysis.members.reader import Class
from groundwire.analysis.members.summary import Function

if TYPE_CHECKING:
    from collections.abc import Mapping

    from groundwire.analysis.calls.decorators import Binding
    from groundwire.analysis.calls.targets import Target, Targets

_UNDECORATED: Final[Mapping[str, Binding]] = MappingProxyType(
    {"__new__": "static", "__init_subclass__": "class", "__class_getitem__": "class"}
)
"""Methods that Python makes static or of the class without a decorator."""


@dataclass(frozen=True, slots=True)
class Callee:
    """What a call reaches."""

    target: Target
    ways: tuple[Way, ...]
    """Each must take the call; of one, any of its signatures may."""
    made: Class | None = None
    """The class whose object is made or bound, where it is of no subclass of it."""


def called_by_path(target: Target, targets: Targets) -> Callee | None:
    """What calling a definition by its path comes to; None where that is not settled."""
    if target.on_object:
        return called_on_object(target, targets, None)
    if (made := target.as_class()) is not None:
        ways = construction(made, targets)
        return Callee(target, ways, made) if ways is not None else None
    return _function(target, targets, bound_to="class" if isinstance(target.owner, Class) else "nothing", made=None)


def called_on_object(target: Target, targets: Targets, exact: Class | None) -> Callee | None:
    """What calling an attribute of an object comes to."""
    if target.as_class() is not None:
        return called_by_path(target, targets)
    return _function(target, targets, bound_to="object", made=exact)


def _function(target: Target, targets: Targets, *, bound_to: str, made: Class | None) -> Callee | None:
    if not isinstance(target.bound, Function) or not target.bound.definitions:
        return None
    signatures = []
    for definition in target.bound.definitions:
        kind = binding(definition, targets)
        if kind is None or (bound_to == "nothing" and kind != "plain"):
            return None
        if kind == "plain":
            kind = _UNDECORATED.get(target.name, kind)
        binds = kind == "class" or (kind == "plain" and bound_to == "object")
        signature = definition.signature.bound() if binds else definition.signature
        if signature is None:
            return None
        signatures.append(signature)
    owner = target.owner if isinstance(target.owner, Class) else None
    way = Way(tuple(signatures), target.dotted, target.bound.definitions[-1], owner, target.name)
    return Callee(target, (way,), made)

"""The signatures that making an object of a class must satisfy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.calls.decorators import binding
from groundwire.analysis.calls.signature import Parameter, Signature
from groundwire.analysis.calls.way import Way
from groundwire.analysis.members.reader import INERT_METACLASSES, Class
from groundwire.analysis.members.summary import Function

if TYPE_CHECKING:
    from groundwire.analysis.calls.fields import Field, Maker
    from groundwire.analysis.calls.targets import Targets

_DATACLASS: Final = "dataclasses.dataclass"
_ATTRS: Final = frozenset(
    """
    attr.s attr.attrs attr.attributes attr.dataclass attr.define attr.mutable attr.frozen attr.i
    attrs.define attrs.mutable attrs.frozen
    """.split()  # noqa: SIM905 - reads best as words
)
_INERT: Final = frozenset(
    """
    functools.total_ordering typing.final typing.runtime_checkable typing_extensions.final enum.unique
    typing_extensions.runtime_checkable typing.dataclass_transform typing.type_check_only typing_extensions.deprecated
    warnings.deprecated typing_extensions.disjoint_base typing.disjoint_base
    """.split()  # noqa: SIM905 - reads best as words
)
_NAMED_TUPLE: Final = "typing.NamedTuple"


def construction(owner: Class, targets: Targets) -> tuple[Way, ...] | None:
    """Each function that making an object calls, bound.

    None where the text leaves it open: an unknown base, a metaclass that makes objects its own way, a decorator.
    """
    line = targets.line(owner)
    if line is None or not all(_plain(step, targets) for step in line):
        return None
    if any(step.dotted == _NAMED_TUPLE for step in line):
        return _of_named_tuple(owner)
    new = next((step for step in line if "__new__" in step.body.names), None)
    init = next((step for step in line if "__init__" in step.body.names or _generates(step)), None)
    found: list[Way | None] = []
    if new is not None:
        found.append(_of_function(new, "__new__", targets))
    if init is not None and (new is None or _makes_own(new)):
        found.append(
            _of_function(init, "__init__", targets) if "__init__" in init.body.names else _generated(init, line)
        )
    if not found:
        known = all(step.module.place.kind == "source" for step in line)
        return (Way((Signature(),), owner.dotted),) if known else None
    ways = tuple(way for way in found if way is not None)
    return ways if len(ways) == len(found) else None


def _makes_own(step: Class) -> bool:
    """Whether what a class's `__new__` gives goes to `__init__`: not an object of any class, or one made otherwise."""
    new = step.body.names["__new__"]
    return step.module.place.standard or (
        isinstance(new, Function) and all(definition.makes_own for definition in new.definitions)
    )


def _of_named_tuple(owner: Class) -> tuple[Way, ...] | None:
    if _NAMED_TUPLE not in owner.body.bases or owner.body.fields is None or "__new__" in owner.body.names:
        return None
    fields = tuple(field for field in owner.body.fields if field.annotated)
    return (Way((_from_fields(fields, strip=False),), owner.dotted),)


def _plain(step: Class, targets: Targets) -> bool:
    """Whether calling the class does no more than `type.__call__`."""
    metaclass = step.body.metaclass
    if metaclass is not None and metaclass not in INERT_METACLASSES - {"enum.EnumMeta", "enum.EnumType"}:
        known = targets.reader.find(metaclass)
        line = targets.line(known) if isinstance(known, Class) else None
        if line is None or any("__call__" in above.body.names for above in line if above.dotted != "builtins.type"):
            return False
    return step.module.place.standard or all(_inert(maker, targets) for maker in step.body.makers)


def _inert(maker: Maker, targets: Targets) -> bool:
    if maker.path in _INERT or maker.path == _DATACLASS or maker.path in _ATTRS:
        return True
    target = targets.find(maker.path)
    if target is None:
        return False
    if target.dotted in _INERT or target.dotted == _DATACLASS:
        return True
    return isinstance(target.bound, Function) and all(
        each.hands_on in {"itself", "factory"} for each in target.bound.definitions
    )


def _of_function(step: Class, name: str, targets: Targets) -> Way | None:
    bound = step.body.names[name]
    if not isinstance(bound, Function) or not bound.definitions:
        return None
    signatures = []
    for definition in bound.definitions:
        kind = binding(definition, targets)
        without = definition.signature.bound() if kind in {"plain", "static"} else None
        if without is None:
            return None
        signatures.append(without)
    return Way(tuple(signatures), f"{step.dotted}.{name}", bound.definitions[-1], step, name)


def _generates(step: Class) -> bool:
    """Whether a decorator makes the constructor."""
    return any(maker.path == _DATACLASS or maker.path in _ATTRS for maker in step.body.makers)


def _generated(step: Class, line: tuple[Class, ...]) -> Way | None:
    """The constructor that a decorator makes of the fields of a class and of those it descends from."""
    below = line[line.index(step) :]
    fields: dict[str, Field] = {}
    for above in reversed(below):
        maker = next((maker for maker in above.body.makers if maker.path == _DATACLASS or maker.path in _ATTRS), None)
        if maker is None:
            continue
        options = dict(maker.options) if maker.options is not None else None
        if above.body.fields is None or options is None or not options.get("init", True):
            return None
        attrs = maker.path in _ATTRS
        if attrs and maker.path.rpartition(".")[2] in {"s", "attrs", "attributes", "i"}:
            chosen = [field for field in above.body.fields if field.made or options.get("auto_attribs")]
        else:
            chosen = [field for field in above.body.fields if field.annotated]
            if attrs and len(chosen) != len(above.body.fields):
                return None
        for field in chosen:
            keyword = options.get("kw_only", False) if field.keyword is None else field.keyword
            fields[field.name] = field._replace(keyword=keyword)
    strip = any(maker.path in _ATTRS for maker in step.body.makers)
    return Way((_from_fields(tuple(fields.values()), strip=strip),), step.dotted)


def _from_fields(fields: tuple[Field, ...], *, strip: bool) -> Signature:
    parameters = [
        Parameter(
            field.alias or (field.name.lstrip("_") if strip else field.name),
            "keyword" if field.keyword else "either",
            not field.default,
        )
        for field in fields
        if field.init
    ]
    parameters.sort(key=lambda parameter: parameter.kind == "keyword")
    return Signature(tuple(parameters))

"""What the Python that runs this process says of its own standard library's signatures: the second witness."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final, Literal

from groundwire.analysis.calls.signature import Parameter, Signature, refusal
from groundwire.analysis.calls.sinks import SINKS
from groundwire.analysis.members import interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.calls.targets import Target, Targets
    from groundwire.analysis.calls.way import Way

_MISSING: Final = object()
_KINDS: Final[dict[Any, Literal["positional", "either", "keyword"]]] = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "either",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
}
_OF_ERRORS: Final = (BaseException.__init__, Exception.__init__)
"""They take any number of values, and no keyword."""
_SAYS_NOTHING: Final = Signature(star=True, double_star=True)


def running_refuses(target: Target, way: Way, shape: Shape, targets: Targets, *, on_object: bool) -> bool:
    """Whether the running Python refuses the call too, or has the function and does not tell what it takes."""
    owner = interpreter.own_module(target.module.name)
    if owner is None or not _defines(owner, target.qualname):
        return False  # nobody else can be asked, and a stub may be stricter than what runs
    found = running_signature(target.module.name, target.qualname, on_object=on_object)
    if found is None or refusal(found, shape) is not None:
        return True
    lost = [name for name in shape.keywords if name not in found.keywords()]
    return found.double_star and any(_sink_refuses(way.dotted, name, targets) for name in lost)


def base_refuses(way: Way, shape: Shape) -> bool:
    """Whether what runs agrees on a function that is inherited from our own standard library; of others always."""
    owner = way.owner
    if owner is None or not owner.module.place.standard:
        return True
    if way.name in {"__init__", "__new__"}:
        found = running_signature(owner.module.name, owner.qualname, on_object=False)
    else:
        found = running_signature(owner.module.name, f"{owner.qualname}.{way.name}", on_object=True)
    return found is None or refusal(found, shape) is not None


def _defines(owner: Any, qualname: str) -> bool:
    """Whether the running Python has that method in that class, not in one it inherits from; of functions always."""
    *path, name = qualname.split(".")
    for part in path:
        owner = inspect.getattr_static(owner, part, _MISSING)
    return not path or not isinstance(owner, type) or name in vars(owner)


def _sink_refuses(dotted: str, keyword: str, targets: Targets) -> bool:
    """Whether the running Python refuses a keyword where its `**kwargs` are known to end."""
    sink = SINKS.get(dotted)
    if sink is None or keyword in sink.names:
        return False
    ends = [target for path in sink.targets if (target := targets.find(path)) is not None]
    found = [running_signature(end.module.name, end.qualname, on_object=True) for end in ends]
    return all(one is None or (keyword not in one.keywords() and not one.double_star) for one in found)


def running_signature(module: str, qualname: str, *, on_object: bool) -> Signature | None:
    """The signature that the running Python gives a function, method or class; None where it gives none.

    `on_object` says that the function is taken from an object, and bound to it.
    """
    owner: Any = interpreter.own_module(module)
    if owner is None:
        return None
    found: Any = owner
    for part in qualname.split("."):
        owner, found = found, inspect.getattr_static(found, part, _MISSING)
        if module == "typing" and isinstance(origin := getattr(found, "__origin__", None), type):
            found = origin  # `typing.Mapping` stands for `collections.abc.Mapping`, and has its methods
    if found is _MISSING:
        return None
    if isinstance(found, type) and issubclass(found, BaseException) and found.__init__ in _OF_ERRORS:
        return Signature(star=True)
    bound = on_object and isinstance(owner, type)
    if isinstance(found, (staticmethod, classmethod)):
        bound = isinstance(found, classmethod)
        found = found.__func__
    elif inspect.isroutine(found) and type(found).__name__ == "classmethod_descriptor":
        bound = False
        found = getattr(owner, qualname.rpartition(".")[2])
    elif isinstance(owner, type) and isinstance(getattr(found, "__self__", None), type):
        bound = False
    try:
        signature = inspect.signature(found)
    except (ValueError, TypeError):
        return None
    read = Signature(tuple(_parameters(signature)), *_open(signature))
    if isinstance(found, type):
        bound = False
    if read == _SAYS_NOTHING:
        return None
    return read.bound() if bound else read


def _parameters(signature: inspect.Signature) -> Iterator[Parameter]:
    for parameter in signature.parameters.values():
        if parameter.kind in _KINDS:
            yield Parameter(parameter.name, _KINDS[parameter.kind], parameter.default is parameter.empty)


def _open(signature: inspect.Signature) -> tuple[bool, bool]:
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    return inspect.Parameter.VAR_POSITIONAL in kinds, inspect.Parameter.VAR_KEYWORD in kinds

"""Signatures and calls as data, and why the one refuses the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Parameter(NamedTuple):
    """One parameter that is neither `*args` nor `**kwargs`."""

    name: str
    kind: Literal["positional", "either", "keyword"]
    required: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """What a callable takes."""

    parameters: tuple[Parameter, ...] = ()
    star: bool = False
    """Any number of further positional arguments."""
    double_star: bool = False
    """Any further keyword."""

    def bound(self) -> Signature | None:
        """Without what a method is bound to; None where it takes nothing to be bound to."""
        if self.parameters and self.parameters[0].kind != "keyword":
            return Signature(self.parameters[1:], self.star, self.double_star)
        return self if self.star else None

    def positional(self) -> tuple[Parameter, ...]:
        """Parameters that positional arguments fill, in order."""
        return tuple(parameter for parameter in self.parameters if parameter.kind != "keyword")

    def keywords(self) -> tuple[str, ...]:
        """Names that may stand before an `=`."""
        return tuple(parameter.name for parameter in self.parameters if parameter.kind != "positional")

    def __str__(self) -> str:
        return f"({', '.join(self._written())})"

    def _written(self) -> Iterator[str]:
        before = "positional"
        starred = False
        for parameter in self.parameters:
            if before == "positional" and parameter.kind != "positional" and parameter is not self.parameters[0]:
                yield "/"
            if parameter.kind == "keyword" and not starred:
                yield "*args" if self.star else "*"
                starred = True
            before = parameter.kind
            yield parameter.name if parameter.required else f"{parameter.name}=…"
        if self.parameters and before == "positional":
            yield "/"
        if self.star and not starred:
            yield "*args"
        if self.double_star:
            yield "**kwargs"


class Shape(NamedTuple):
    """The arguments of a call, without their values."""

    positional: int
    """Those that stand before any `*args`."""
    more: int
    """Positional ones behind a `*args`."""
    keywords: tuple[str, ...]
    starred: bool
    double_starred: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a signature cannot be called so."""

    reason: Literal["keyword", "positional-only", "positional", "twice", "missing"]
    names: tuple[str, ...] = ()
    """The keywords, or the parameters that are missing."""
    most: int = 0
    """Of *positional*: how many it takes."""


def refusal(signature: Signature, shape: Shape) -> Refusal | None:
    """Why the call must fail; None where it may be bound."""
    if not signature.double_star:
        known = {parameter.name: parameter for parameter in signature.parameters}
        if unknown := tuple(name for name in shape.keywords if name not in known):
            return Refusal("keyword", unknown)
        if only := tuple(name for name in shape.keywords if known[name].kind == "positional"):
            return Refusal("positional-only", only)
    positional = signature.positional()
    if shape.positional + shape.more > len(positional) and not signature.star:
        return Refusal("positional", most=len(positional))
    filled = [parameter.name for parameter in positional[: shape.positional] if parameter.kind == "either"]
    if twice := tuple(name for name in filled if name in shape.keywords):
        return Refusal("twice", twice)
    missing = tuple(_missing(signature, shape))
    return Refusal("missing", missing) if missing else None


def _missing(signature: Signature, shape: Shape) -> Iterator[str]:
    if shape.double_starred:
        return
    if not shape.starred:
        for parameter in signature.positional()[shape.positional + shape.more :]:
            named = parameter.kind == "either" and parameter.name in shape.keywords
            if parameter.required and not named:
                yield parameter.name
    for parameter in signature.parameters:
        if parameter.kind == "keyword" and parameter.required and parameter.name not in shape.keywords:
            yield parameter.name


def refused_by_all(signatures: Sequence[Signature], shape: Shape) -> Refusal | None:
    """Why none of several signatures can be called so, where they say the same; None otherwise."""
    refusals = [refusal(signature, shape) for signature in signatures]
    found = [refused for refused in refusals if refused is not None]
    if not found or len(found) < len(refusals):
        return None
    if len(found) == 1:
        return found[0]
    untaken = tuple(name for name in shape.keywords if not any(_takes(signature, name) for signature in signatures))
    if untaken:
        return Refusal("keyword", untaken)
    reasons = {refused.reason for refused in found}
    if reasons == {"positional"}:
        return max(found, key=lambda refused: refused.most)
    if len(reasons) == 1 and (shared := _shared(refused.names for refused in found)):
        return Refusal(found[0].reason, shared)
    return None


def _takes(signature: Signature, name: str) -> bool:
    return signature.double_star or any(parameter.name == name for parameter in signature.parameters)


def _shared(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    first, *others = names
    return tuple(name for name in first if all(name in other for other in others))

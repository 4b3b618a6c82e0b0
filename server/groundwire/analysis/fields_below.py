"""What gives the fields of a node that may hold others, for each type of node: made when the type is first met."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Node = TypeVar("Node")


class FieldsBelow(dict[type[Node], "Callable[[Node], tuple[object, ...]] | None"], Generic[Node]):
    """By type: a function that gives the fields of `names`, in a tuple; None where there is none."""

    def __init__(self, names: Callable[[type[Node]], Sequence[str]]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, kind: type[Node]) -> Callable[[Node], tuple[object, ...]] | None:
        self[kind] = _getter(self._names(kind))
        return self[kind]


def _getter(names: Sequence[str]) -> Callable[[Node], tuple[object, ...]] | None:
    if not names:
        return None
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda node: (get(node),)

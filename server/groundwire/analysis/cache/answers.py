"""Questions as JSON, each with a digest of the answer it had: they are asked again, and the answers compared."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.recorded import Read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundwire.analysis.view import View

_SHORT: Final = 16
"""Characters up to which an answer's text tells it: a digest would be as long."""


def read_to_json(read: Read) -> list[Any]:
    """A question with what tells its answer; `TypeError` for an answer that cannot be compared between processes."""
    return [*read.question, _digest(read)]


def read_from_json(value: list[Any]) -> Read:
    """What `read_to_json` wrote; `ValueError` or `TypeError` for anything else."""
    context, name, arguments, digest = value
    return Read((context, name, _tuples(arguments)), None, digest)


def read_again(before: Iterable[Read], view: View) -> list[Read] | None:
    """The questions with the answers they have now; None where one is another than it was, or is no question."""
    reads = []
    try:
        for each in before:
            read = view.read(each.question)
            if _digest(read) != each.digest:
                return None
            reads.append(read)
    except (KeyError, AttributeError, TypeError):
        return None
    return reads


def _digest(read: Read) -> str:
    """Equal for equal answers, in every process and for every order of sets."""
    if read.digest is None:
        text = _ENCODER.encode(read.answer)
        read.digest = text if len(text) <= _SHORT else f"#{blake2b(text.encode(), digest_size=8).hexdigest()}"
    return read.digest


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _plain(value: object) -> object:
    if isinstance(value, (frozenset, set)):
        return sorted(value if all(isinstance(item, str) for item in value) else map(_ENCODER.encode, value))
    if is_dataclass(value):
        kind = value.__class__
        return [kind.__name__, *(getattr(value, name) for name in _names(kind))]
    message = f"an answer of type {type(value).__name__} cannot be compared between processes"
    raise TypeError(message)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


_ENCODER: Final = json.JSONEncoder(default=_plain, separators=(",", ":"))
"""Made once: `json.dumps` makes one for each text."""

"""Questions as JSON, and a digest of the answers they have: the questions are asked again, the answers compared."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from groundwire.analysis.recorded import Read, Recorded

Question = tuple[str, str, tuple[Any, ...]]
"""Name of the context, name of the question, arguments: texts, numbers, and tuples of them."""


def questions_of(reads: Iterable[Read]) -> list[Question]:
    """The questions of some reads, without their answers."""
    return [(read.context, read.question, read.arguments) for read in reads]


def answers_digest(answers: Iterable[object]) -> str | None:
    """Equal for equal answers, in every process and for every order of sets; None for what cannot be compared so."""
    try:
        text = _text(answers)
    except TypeError:
        return None
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _text(answers: Iterable[object]) -> str:
    return _ENCODER.encode(list(answers))


def ask(question: Question, contexts: Mapping[str, Recorded]) -> object:
    """The answer that a question has now; raises `KeyError`, `AttributeError` or `TypeError` for one that is none."""
    context, name, arguments = question
    return getattr(contexts[context], name)(*arguments)


def from_json(value: list[Any]) -> Question:
    """The question that JSON made lists of."""
    context, name, arguments = value
    return context, name, _tuples(arguments)


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

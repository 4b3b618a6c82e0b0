"""Questions a rule asks of its context, kept with their answers: they are what its findings depend on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

Question = TypeVar("Question", bound=Callable[..., Any])


class Read(NamedTuple):
    """One question and the answer it had."""

    context: str
    """Name of the context class that was asked."""
    question: str
    arguments: tuple[Any, ...]
    answer: Any


Reads = dict[tuple[str, str, tuple[Any, ...]], Read]


class Recorded:
    """A context that writes down what it is asked."""

    def __init__(self, reads: Reads | None = None) -> None:
        self.reads: Reads = {} if reads is None else reads

    def still_answers(self, read: Read) -> bool:
        """Whether the same question has the same answer now; used on a context of the same class."""
        return bool(getattr(self, read.question)(*read.arguments) == read.answer)


def recorded(question: Question) -> Question:
    """Record each call. Arguments must be hashable and positional, answers comparable."""
    name = question.__name__

    @wraps(question)
    def ask(self: Recorded, *arguments: Any) -> Any:
        answer = question(self, *arguments)
        key = (type(self).__name__, name, arguments)
        self.reads[key] = Read(*key, answer)
        return answer

    return cast("Question", ask)

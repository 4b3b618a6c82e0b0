"""Questions a rule asks of its context, kept with their answers: they are what its findings depend on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

Question = tuple[str, str, tuple[Any, ...]]
"""Name of the context class, name of the question, arguments: texts, numbers, and tuples of them."""
Method = TypeVar("Method", bound=Callable[..., Any])


class Read:
    """One question and the answer it had."""

    __slots__ = ("answer", "digest", "question")

    def __init__(self, question: Question, answer: Any, digest: str | None = None) -> None:
        self.question = question
        self.answer = answer
        self.digest = digest
        """What the cache tells the answer by, once that is known; of what the cache holds it is all that is known."""


Reads = dict[Question, Read]


class Recorded:
    """A context that writes down in `reads` what it is asked, and answers from `known` what was asked before.

    Contexts of the same facts may share what is `known`, as long as the facts stay as they are.
    """

    def __init__(self, reads: Reads | None = None, known: Reads | None = None) -> None:
        self._reads: Reads = {} if reads is None else reads
        self._known: Reads = {} if known is None else known


def recorded(method: Method) -> Method:
    """Record each call. Arguments must be hashable and positional, answers comparable."""
    name = method.__name__

    @wraps(method)
    def ask(self: Recorded, *arguments: Any) -> Any:
        question = (type(self).__name__, name, arguments)
        read = self._known.get(question)
        if read is None:
            read = self._known[question] = Read(question, method(self, *arguments))
        self._reads[question] = read
        return read.answer

    return cast("Method", ask)

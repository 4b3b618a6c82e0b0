"""Calls as the files of one project mean them: what texts say, unless the project does something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis.calls.answer import UNKNOWN, CallAnswer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from groundwire.analysis.calls.asked import AskedCalls
    from groundwire.analysis.calls.calls import Calls
    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.members.project_text import ProjectText


class ProjectCalls:
    """The answers for one project, each kept until a text changes.

    `seen(dotted, importer)` gives what answers for a path as a file means it, or None where that is not settled.
    """

    def __init__(
        self,
        root: Path,
        seen: Callable[[str, str], Calls | AskedCalls | None],
        texts: ProjectText,
    ) -> None:
        self._root = root
        self._seen = seen
        self._texts = texts
        self._answers: dict[tuple[str, str, Shape], CallAnswer] = {}
        self._on_objects: dict[tuple[Calls | AskedCalls, str, str, Shape, bool], CallAnswer] = {}

    def clear(self) -> None:
        """Forget the answers."""
        self._answers.clear()
        self._on_objects.clear()

    def of_path(self, dotted: str, importer: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to can be called so."""
        key = (dotted, importer, shape)
        if key not in self._answers:
            calls = self._seen(dotted, importer)
            answer = calls.of_path(dotted, shape) if calls is not None else UNKNOWN
            answer = self._unless_replaced(answer, importer)
            if answer.pending:
                return answer
            self._answers[key] = answer
        return self._answers[key]

    def of_object(self, class_path: str, name: str, importer: str, shape: Shape, *, exact: bool) -> CallAnswer:
        """Whether a method of the objects of a class can be called so; `exact`: they are of no subclass of it."""
        calls = self._seen(class_path, importer)
        if calls is None:
            return UNKNOWN
        key = (calls, class_path, name, shape, exact)
        if (answer := self._on_objects.get(key)) is None:
            answer = calls.of_object(class_path, name, shape, exact=exact)
            if not answer.pending:
                self._on_objects[key] = answer
        if answer.kind != "refused":
            return answer
        if not exact and self._texts.definitions(name) > int(calls.defined_here(answer)):
            return UNKNOWN  # a subclass of the project's may take it
        return self._unless_replaced(answer, importer)

    def _unless_replaced(self, answer: CallAnswer, importer: str) -> CallAnswer:
        """The answer, unless the project puts something else in the place of what is called."""
        if answer.kind != "refused":
            return answer
        name = answer.callee.rpartition(".")[2]
        return UNKNOWN if self._texts.replaces(str(self._root / importer), name) else answer

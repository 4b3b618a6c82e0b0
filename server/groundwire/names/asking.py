"""Inference for rules: at once, or from a thread that answers later and says so."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis.project import Inference
from groundwire.text.digest import unit_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from groundwire.analysis.members.answer import ObjectClass
    from groundwire.analysis.open_module import OpenModule
    from groundwire.names.process import NamesProcess

Places = tuple[tuple[int, int], ...]
Classes = tuple["ObjectClass | None", ...]
_KEPT: Final = 5_000
"""Units whose answers are kept."""


class Where(NamedTuple):
    """A unit in its module's text as it is now."""

    file: str
    """Whole path."""
    text: str
    start: int
    """The unit's first line, from 0."""


def standing(module: OpenModule, file: str, name: str, digest: str) -> Where | None:
    """Where the unit of this name and digest stands in a module; None where its text is another one by now."""
    for unit in module.document.units:
        if unit.name == name and unit_digest(unit, module.document.python(unit.start, unit.end)) == digest:
            text, first = module.whole()
            return Where(file, text, first + unit.start)
    return None


class AskNow(Inference):
    """Waits for each answer."""

    def __init__(self, process: NamesProcess, find: Callable[[str, str, str], Where | None]) -> None:
        self._process = process
        self._find = find

    def classes_of(self, path: str, unit: str, digest: str, places: Places) -> Classes:
        """The class of the object before each attribute; see `Inference`."""
        where = self._find(path, unit, digest)
        return self._process.ask(where.file, where.text, _there(places, where)) if where is not None else ()


class _Question(NamedTuple):
    path: str
    unit: str
    digest: str
    places: Places


class AskLater(Inference):
    """Answers what is known, and asks for the rest in a thread; `heard(path)` is called from there for news.

    While the text around a unit changes, its last answers hold until there are new ones.
    """

    def __init__(
        self, process: NamesProcess, find: Callable[[str, str, str], Where | None], heard: Callable[[str], None]
    ) -> None:
        self._process = process
        self._find = find
        self._heard = heard
        self._known: OrderedDict[_Question, tuple[int, Classes]] = OrderedDict()
        """With the text that the answers are about, as its hash."""
        self._waiting: OrderedDict[_Question, Where] = OrderedDict()
        """Newest last; a question asked again of another text takes the place of the old one."""
        self._changed: set[str] = set()
        """Files that changed since the process was told."""
        self._asked = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def classes_of(self, path: str, unit: str, digest: str, places: Places) -> Classes:
        """The class of the object before each attribute as far as it is known; see `Inference`."""
        question = _Question(path, unit, digest, places)
        where = self._find(path, unit, digest)
        with self._asked:
            known = self._known.get(question)
            if where is not None and (known is None or known[0] != hash(where.text)):
                self._waiting[question] = where
                self._waiting.move_to_end(question)
                self._asked.notify()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._answer, daemon=True)
                    self._thread.start()
            return known[1] if known is not None else ()

    def forget(self, path: str) -> None:
        """Drop what is still to be asked about a file: it was closed, or its text is another one."""
        with self._asked:
            for question in [question for question in self._waiting if question.path == path]:
                del self._waiting[question]

    def saved(self, paths: Sequence[str]) -> None:
        """Files of the project changed on disk, came or went: what is asked from now on is asked of the new ones."""
        with self._asked:
            self._changed.update(paths)

    def close(self) -> None:
        """Ask no more, and end the process."""
        with self._asked:
            self._closed = True
            self._waiting.clear()
            self._asked.notify()
        self._process.close()

    def _answer(self) -> None:
        while True:
            with self._asked:
                while not self._waiting and not self._closed:
                    self._asked.wait()
                if self._closed:
                    return
                question, where = self._waiting.popitem()
                changed, self._changed = self._changed, set()
            if changed:
                self._process.changed(sorted(changed))
            answers = self._process.ask(where.file, where.text, _there(question.places, where))
            with self._asked:
                before = self._known.pop(question, (0, ()))[1]
                self._known[question] = hash(where.text), answers
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            if any(answers) or any(before):
                self._heard(question.path)


def _there(places: Places, where: Where) -> list[tuple[int, int]]:
    return [(where.start + line + 1, column) for line, column in places]

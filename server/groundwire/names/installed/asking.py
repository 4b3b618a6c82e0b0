"""Asks what is installed, each question once: at once, or from a thread that answers later and says so."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from groundwire.analysis.members.installed import (
    Ancestor,
    AttributeAnswer,
    Installed,
    InstalledParameter,
    NameAnswer,
    SignatureAnswer,
)
from groundwire.names.installed.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.names.installed.answers import Question
    from groundwire.names.installed.process import InstalledProcess

_IDLE: Final = 30.0
"""Seconds without a question after which the child ends."""


class Asking(Installed):
    """Puts questions into the child's form, and its answers into ours."""

    def __init__(self, process: InstalledProcess, answers: Answers | None = None) -> None:
        self._process = process
        self._answers = answers or Answers()

    def _ask(self, question: Question) -> dict[str, Any] | None:
        raise NotImplementedError

    def name(self, dotted: str) -> NameAnswer | None:
        """Whether an absolute dotted path leads to something."""
        answer = self._ask((("do", "name"), ("path", dotted)))
        if answer is None:
            return None
        if answer["kind"] != "absent":
            return NameAnswer(answer["kind"])
        names = tuple(answer["names"])
        return NameAnswer(
            "absent", answer["depth"], answer["owner"], answer["owner_kind"], names, said=answer.get("said")
        )

    def attribute(self, class_path: str, name: str, *, exact: bool) -> AttributeAnswer | None:
        """Whether the objects of a class have a name."""
        answer = self._ask((("do", "attribute"), ("path", class_path), ("name", name), ("exact", exact)))
        if answer is None:
            return None
        if answer["kind"] != "absent":
            return AttributeAnswer(answer["kind"])
        line = tuple(Ancestor(*ancestor) for ancestor in answer["line"])
        return AttributeAnswer(
            "absent", answer["path"], answer["getattr"], line, answer["fixed"], answer["final"], tuple(answer["names"])
        )

    def signature(self, dotted: str) -> SignatureAnswer | None:
        """What the callable at a dotted path takes."""
        answer = self._ask((("do", "signature"), ("path", dotted)))
        if answer is None:
            return None
        if answer["kind"] != "present":
            return SignatureAnswer("unknown")
        parameters = tuple(InstalledParameter(*parameter) for parameter in answer["parameters"])
        return SignatureAnswer("present", parameters, answer["wrapped"], answer["class"], answer["method"])

    def close(self) -> None:
        """Ask no more, put down what was answered, and end the child."""
        self._answers.write()
        self._process.close()


class AskInstalledNow(Asking):
    """Waits for each answer."""

    def _ask(self, question: Question) -> dict[str, Any]:
        known = self._answers.of(question)
        return known if known is not None else self._answers.told(question, self._process.ask(dict(question)))


class AskInstalledLater(Asking):
    """Answers what is known, and asks for the rest in a thread; `heard()` is called from there when all is answered."""

    def __init__(self, process: InstalledProcess, heard: Callable[[], None], answers: Answers | None = None) -> None:
        super().__init__(process, answers)
        self._heard = heard
        self._waiting: OrderedDict[Question, None] = OrderedDict()
        self._asked = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def _ask(self, question: Question) -> dict[str, Any] | None:
        with self._asked:
            known = self._answers.of(question)
            if known is None:
                self._waiting[question] = None
                self._asked.notify()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._answer, daemon=True)
                    self._thread.start()
            return known

    def close(self) -> None:
        """Ask no more, and end the child."""
        with self._asked:
            self._closed = True
            self._waiting.clear()
            self._asked.notify()
        super().close()

    def _answer(self) -> None:
        while True:
            with self._asked:
                while not self._waiting and not self._closed:
                    if not self._asked.wait(_IDLE):
                        self._process.rest(idle=True)
                if self._closed:
                    return
                question, _ = self._waiting.popitem(last=False)
            answer = self._process.ask(dict(question))
            with self._asked:
                self._answers.told(question, answer)
                last = not self._waiting
            if last:
                self._process.rest()
                self._heard()

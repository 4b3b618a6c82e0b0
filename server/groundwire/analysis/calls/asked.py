"""Calls by two confirming sources: the signatures that texts show, and what the installed thing says when asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwire.analysis.calls.answer import UNKNOWN, CallAnswer
from groundwire.analysis.calls.signature import Parameter, Signature, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundwire.analysis.calls.calls import Calls
    from groundwire.analysis.calls.signature import Shape
    from groundwire.analysis.members.installed import SignatureAnswer


class AskedCalls:
    """What texts say of a call, unless the installed thing takes it.

    Where it cannot be asked, or says that it takes any keyword, what the texts say stands alone: they have followed
    where the keyword goes.
    """

    def __init__(self, calls: Calls, ask: Callable[[str], SignatureAnswer | None]) -> None:
        self._calls = calls
        self._ask = ask
        """Gives None for no answer yet."""

    def of_path(self, dotted: str, shape: Shape) -> CallAnswer:
        """Whether what an absolute dotted path leads to can be called so."""
        return self._confirmed(self._calls.of_path(dotted, shape), dotted, shape, on_object=False)

    def of_object(self, class_path: str, name: str, shape: Shape, *, exact: bool) -> CallAnswer:
        """Whether a method of an object can be called so; `exact` says that the object is of no subclass."""
        read = self._calls.of_object(class_path, name, shape, exact=exact)
        return self._confirmed(read, read.callee, shape, on_object=True)

    def defined_here(self, answer: CallAnswer) -> bool:
        """Whether what the call reaches is the project's own."""
        return self._calls.defined_here(answer)

    def _confirmed(self, read: CallAnswer, dotted: str, shape: Shape, *, on_object: bool) -> CallAnswer:
        if read.kind != "refused" or read.elsewhere is not None or not self._calls.is_installed(dotted):
            return read
        asked = self._ask(dotted)
        if asked is None:
            return replace(read, pending=True)
        if asked.kind != "present":
            return read
        signature = _signature(asked)
        if on_object and asked.method:
            signature = signature.bound() or signature
        if signature.double_star or refusal(signature, shape) is not None:
            return read
        return UNKNOWN


def _signature(asked: SignatureAnswer) -> Signature:
    kinds = {parameter.kind for parameter in asked.parameters}
    parameters = [
        Parameter(name, kind, required)
        for name, kind, required in asked.parameters
        if kind != "star" and kind != "double_star"
    ]
    return Signature(tuple(parameters), "star" in kinds, "double_star" in kinds)

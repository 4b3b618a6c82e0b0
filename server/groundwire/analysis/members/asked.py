"""Names by two confirming sources: what texts show, and what the installed thing says when it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from groundwire.analysis.members.answer import PENDING, PRESENT, UNKNOWN, MemberAnswer
from groundwire.analysis.members.similar import closest

if TYPE_CHECKING:
    from groundwire.analysis.members.installed import Ancestor, AttributeAnswer, Installed, NameAnswer
    from groundwire.analysis.members.members import Members

_NO_TEXT: Final = frozenset({"builtins", "_thread", "_io", "_collections", "_asyncio", "_struct", "_decimal"})
"""Modules of the standard library that have no text, and whose objects get no attributes from their methods."""


class Asked:
    """The names of what is installed; the project's own modules are never asked about.

    *Absent* is what no text shows and the installed thing denies. Where it cannot be asked (a module that does not
    import here), what the texts say stands alone.
    """

    def __init__(self, members: Members, installed: Installed) -> None:
        self._members = members
        self._installed = installed

    def find(self, dotted: str) -> MemberAnswer:
        """Follow an absolute dotted path to the first name that is missing; the first part must be a module."""
        read = self._members.find(dotted)
        if read.kind == "present" or (read.kind == "unknown" and not read.unseen):
            return read
        parts = dotted.split(".")
        if not self._members.is_installed(parts[0]):
            return read
        asked = self._installed.name(dotted if read.kind == "unknown" else ".".join(parts[: read.depth + 1]))
        if asked is None:
            return PENDING
        if asked.kind == "unknown":
            return read
        if asked.kind == "present" or asked.depth < read.depth:
            return PRESENT if asked.kind == "present" else UNKNOWN
        if read.kind == "absent":
            return self._confirmed(read, asked.names, asked.said)
        return self._denied(parts, asked)

    def of_instance(self, class_path: str, name: str, *, exact: bool) -> MemberAnswer:
        """Whether instances of a class have an attribute; `exact` says that they are of no subclass of it."""
        read = self._members.of_instance(class_path, name, exact=exact)
        if read.kind == "present" or (read.kind == "unknown" and not read.unseen):
            return read
        if not self._members.is_installed(class_path.partition(".")[0]):
            return read
        asked = self._installed.attribute(class_path, name, exact=exact)
        if asked is None:
            return PENDING
        if asked.kind != "absent":
            return PRESENT if asked.kind == "present" else read
        if read.kind == "absent":
            return self._confirmed(read, asked.names, None)
        return self._of_class(class_path, name, asked, exact=exact)

    def _denied(self, parts: list[str], asked: NameAnswer) -> MemberAnswer:
        """No text tells, and the installed thing says that the name is not there."""
        name = parts[asked.depth]
        owner = ".".join(parts[: asked.depth])
        on_module = asked.owner_kind == "module"
        if _private(name) or self._members.assigns(owner, name, on_module=on_module):
            return UNKNOWN
        answer = self._members.described(owner, asked.owner_kind, name, asked.names)
        said = _one_line(asked.said) if asked.said is not None else answer.said
        return replace(answer, depth=asked.depth, said=said, asked=True)

    def _of_class(self, class_path: str, name: str, asked: AttributeAnswer, *, exact: bool) -> MemberAnswer:
        """No text tells at once, and the class itself has no such name: what its methods set is left to be read."""
        if asked.answering is not None or self._members.assigns(asked.path, name, on_module=False):
            return UNKNOWN
        if not all(self._sets_nothing(ancestor, name, fixed=asked.fixed) for ancestor in asked.line):
            return UNKNOWN
        if not asked.final and not self._members.is_final(asked.path, name, exact=exact):
            return UNKNOWN
        return replace(self._members.described(class_path, "class", name, asked.names), asked=True)

    def _sets_nothing(self, ancestor: Ancestor, name: str, *, fixed: bool) -> bool:
        """Whether the code of a class gives its objects no attribute of that name."""
        if not ancestor.source:
            return fixed or ancestor.module in _NO_TEXT
        body = self._members.class_body(f"{ancestor.module}.{ancestor.qualname}")
        return body is not None and name not in body.stored and name not in body.strings and not body.fills

    def _confirmed(self, read: MemberAnswer, names: tuple[str, ...], said: str | None) -> MemberAnswer:
        """What texts say, with the names that are really there."""
        close, replacement = closest(read.name, names) if names else (read.close, read.replacement)
        said = _one_line(said) if said is not None else read.said
        return replace(read, close=close, replacement=replacement, said=said, asked=True)


def _private(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _one_line(said: str) -> str:
    text = " ".join(said.split())
    return text if len(text) <= 160 else f"{text[:160]}…"

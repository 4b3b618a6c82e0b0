"""What is said of a name that a module or a class may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Kind = Literal["present", "absent", "unknown"]


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """Whether a name is there."""

    kind: Kind
    """*unknown* wherever something may provide the name that no text shows."""
    owner: str = ""
    """Dotted path of the module or class that has no such name."""
    owner_kind: Literal["module", "class", "object"] = "module"
    name: str = ""
    """The name that is missing."""
    depth: int = 0
    """Of a dotted path: how many of its parts stand before the missing one."""
    source: str = ""
    """Who provides the owner, for a person: `flask 3.0.3`, `the standard library of Python 3.11`, `the project`."""
    file: str = ""
    """Where it was looked for: a file's path after its search folder."""
    close: tuple[str, ...] = ()
    """The names most like it that are there, best first."""
    replacement: str | None = None
    """The one that is surely meant, where there is one."""
    said: str | None = None
    """What the owner's text says of the missing name: that it was removed, renamed or is deprecated."""
    elsewhere: tuple[str, ...] = ()
    """Dotted modules and classes of the project that define such a name, where that was asked."""
    unseen: bool = False
    """Of what is *unknown*: no text shows the name, nor that it is missing."""
    pending: bool = False
    """Of what is *unknown*: it is being asked."""
    asked: bool = False
    """The installed thing itself was asked and has no such name."""


class ObjectClass(NamedTuple):
    """The class an object is of, by inference."""

    path: str
    """Absolute dotted path, as the class is defined."""
    exact: bool
    """The object is of no subclass of it."""


UNKNOWN: Final = MemberAnswer("unknown")
UNSEEN: Final = MemberAnswer("unknown", unseen=True)
PENDING: Final = MemberAnswer("unknown", pending=True)
"""Somebody was asked, and has not answered yet."""
PRESENT: Final = MemberAnswer("present")

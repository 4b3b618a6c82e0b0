"""What is said of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """Whether a call can be bound to what it calls."""

    kind: Literal["fits", "refused", "unknown"]
    """*unknown* wherever something may change the signature that no text shows."""
    reason: Literal["keyword", "positional-only", "positional", "twice", "missing"] = "keyword"
    names: tuple[str, ...] = ()
    """The keywords that are refused, or the parameters that get nothing."""
    most: int = 0
    """Of *positional*: how many arguments it takes by position."""
    callee: str = ""
    """Dotted path of what is called, where it is defined."""
    signature: str = ""
    """As a person reads it: `(y, *, sr=…)`; of several, the first."""
    source: str = ""
    """Who provides it, for a person: `librosa 0.10.2`, `the standard library of Python 3.11`, `the project`."""
    file: str = ""
    """Where the signature was read: a file's path after its search folder."""
    through: str = ""
    """Where its `**kwargs` end; empty where it has none."""
    close: tuple[tuple[str, ...], ...] = ()
    """For each refused keyword the names most like it, best first."""
    replacements: tuple[str | None, ...] = ()
    """For each refused keyword the one that is surely meant, where there is one."""
    said: str | None = None
    """What the text of the function says of a refused keyword's end."""
    elsewhere: str | None = None
    """The versions of Python that would take the call, as a clause."""
    pending: bool = False
    """What is installed is being asked as well."""


UNKNOWN: Final = CallAnswer("unknown")
FITS: Final = CallAnswer("fits")

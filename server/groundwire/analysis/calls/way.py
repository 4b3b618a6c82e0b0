"""One function that a call runs into, with the ways to call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundwire.analysis.calls.definition import Definition
    from groundwire.analysis.calls.signature import Signature
    from groundwire.analysis.members.reader import Class


@dataclass(frozen=True, slots=True)
class Way:
    """Any of the signatures may take the call: overloads, and definitions under conditions."""

    signatures: tuple[Signature, ...]
    dotted: str
    """Where it is defined."""
    definition: Definition | None = None
    """The last definition; None of a constructor that is made of fields, or of `object`'s."""
    owner: Class | None = None
    """The class in whose body it stands."""
    name: str = ""

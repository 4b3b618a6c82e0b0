"""One trap found in a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from groundwire.analysis import cst
    from groundwire.model import Fix


class Trap(NamedTuple):
    """What a finding of GW208 is made of."""

    node: cst.CSTNode
    message: str
    explanation: str
    certain: bool = True
    """Wrong for an input that will come, against: wrong for one that may."""
    fixes: tuple[Fix, ...] = ()
    overlaps: tuple[str, ...] = ()
    """Rules of other tools that mark the same."""
    generated_only: bool = False
    """Of code that a person wrote it is most likely what that person meant."""

"""Patterns of `match`. Fields stand in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis.cst.base import BaseExpression, CSTNode, MatchPattern, MatchSequence

if TYPE_CHECKING:
    from groundwire.analysis.cst.atoms import Name


@dataclass(slots=True, eq=False, repr=False)
class MatchValue(MatchPattern):
    """A value."""

    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class MatchSingleton(MatchPattern):
    """`True`, `False` or `None`"""

    value: Name


@dataclass(slots=True, eq=False, repr=False)
class MatchAs(MatchPattern):
    """`pattern as name`, a name alone, or `_`."""

    pattern: MatchPattern | None
    name: Name | None


@dataclass(slots=True, eq=False, repr=False)
class MatchOrElement(CSTNode):
    """One of several."""

    pattern: MatchPattern


@dataclass(slots=True, eq=False, repr=False)
class MatchOr(MatchPattern):
    """`pattern | pattern`"""

    patterns: tuple[MatchOrElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class MatchStar(CSTNode):
    """`*name`"""

    name: Name | None


@dataclass(slots=True, eq=False, repr=False)
class MatchSequenceElement(CSTNode):
    """A place in a sequence, or among the positions of a class."""

    value: MatchPattern


@dataclass(slots=True, eq=False, repr=False)
class MatchList(MatchSequence):
    """`[…]`, or a sequence without brackets."""

    patterns: tuple[MatchSequenceElement | MatchStar, ...]


@dataclass(slots=True, eq=False, repr=False)
class MatchTuple(MatchSequence):
    """`(…)`"""

    patterns: tuple[MatchSequenceElement | MatchStar, ...]


@dataclass(slots=True, eq=False, repr=False)
class MatchMappingElement(CSTNode):
    """`key: pattern`"""

    key: BaseExpression
    pattern: MatchPattern


@dataclass(slots=True, eq=False, repr=False)
class MatchMapping(MatchPattern):
    """`{…, **rest}`"""

    elements: tuple[MatchMappingElement, ...]
    rest: Name | None


@dataclass(slots=True, eq=False, repr=False)
class MatchKeywordElement(CSTNode):
    """`key=pattern`"""

    key: Name
    pattern: MatchPattern


@dataclass(slots=True, eq=False, repr=False)
class MatchClass(MatchPattern):
    """`cls(…)`"""

    cls: BaseExpression
    patterns: tuple[MatchSequenceElement, ...]
    kwds: tuple[MatchKeywordElement, ...]

"""What every node has, and the kinds that stand in each other's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundwire.analysis.cst.expressions import CompFor


@dataclass(slots=True, eq=False, repr=False)
class CSTNode:
    """A piece of code: where its text begins and ends, in code points from the first of what was parsed.

    Round brackets around an expression are not in it. Nodes are told apart by identity; `deep_equals` compares what
    they say.
    """

    start: int
    end: int


class BaseExpression(CSTNode):
    """What has a value."""

    __slots__ = ()


class BaseAssignTargetExpression(BaseExpression):
    """What can be assigned to."""

    __slots__ = ()


class BaseDelTargetExpression(BaseExpression):
    """What can be deleted."""

    __slots__ = ()


class BaseNumber(BaseExpression):
    """A number as it is written."""

    __slots__ = ()


class BaseString(BaseExpression):
    """Text or bytes as they are written."""

    __slots__ = ()


class BaseList(BaseExpression):
    """A list, written out or as a comprehension."""

    __slots__ = ()


class BaseSet(BaseExpression):
    """A set, written out or as a comprehension."""

    __slots__ = ()


class BaseDict(BaseExpression):
    """A dictionary, written out or as a comprehension."""

    __slots__ = ()


class BaseComp(BaseExpression):
    """A comprehension or a generator."""

    __slots__ = ()
    for_in: CompFor


class BaseSimpleComp(BaseComp):
    """A comprehension of single elements."""

    __slots__ = ()


class BaseElement(CSTNode):
    """A place in a tuple, list or set."""

    __slots__ = ()


class BaseDictElement(CSTNode):
    """A place in a dictionary."""

    __slots__ = ()


class BaseSlice(CSTNode):
    """What stands between the brackets of a subscript."""

    __slots__ = ()


class BaseFormattedStringContent(CSTNode):
    """A part of an f-string."""

    __slots__ = ()


class BaseTemplatedStringContent(CSTNode):
    """A part of a t-string."""

    __slots__ = ()


class BaseStatement(CSTNode):
    """What stands on lines of its own."""

    __slots__ = ()


class BaseCompoundStatement(BaseStatement):
    """A statement that holds others."""

    __slots__ = ()


class BaseSmallStatement(CSTNode):
    """A statement that may share its line with others."""

    __slots__ = ()


class BaseSuite(CSTNode):
    """What a compound statement holds, after its colon."""

    __slots__ = ()
    body: tuple[BaseStatement, ...] | tuple[BaseSmallStatement, ...]


class MatchPattern(CSTNode):
    """What `case` compares with."""

    __slots__ = ()


class MatchSequence(MatchPattern):
    """A pattern of several values."""

    __slots__ = ()


class Operator:
    """A sign between or before expressions. It has no place of its own: its class says all."""

    __slots__ = ()


class BaseBinaryOp(Operator):
    """Between two values: gives a third."""

    __slots__ = ()


class BaseBooleanOp(Operator):
    """`and` or `or`."""

    __slots__ = ()


class BaseCompOp(Operator):
    """Compares two values."""

    __slots__ = ()


class BaseUnaryOp(Operator):
    """Before one value."""

    __slots__ = ()


class BaseAugOp(Operator):
    """Between a target and a value: assigns what both come to."""

    __slots__ = ()

"""Expressions and their parts. Fields stand in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis.cst.base import (
    BaseAssignTargetExpression,
    BaseBinaryOp,
    BaseBooleanOp,
    BaseComp,
    BaseCompOp,
    BaseDelTargetExpression,
    BaseDict,
    BaseDictElement,
    BaseElement,
    BaseExpression,
    BaseList,
    BaseSet,
    BaseSimpleComp,
    BaseSlice,
    BaseUnaryOp,
    CSTNode,
)

if TYPE_CHECKING:
    from groundwire.analysis.cst.atoms import Name


@dataclass(slots=True, eq=False, repr=False)
class Attribute(BaseAssignTargetExpression, BaseDelTargetExpression):
    """`value.attr`"""

    value: BaseExpression
    attr: Name


@dataclass(slots=True, eq=False, repr=False)
class Element(BaseElement):
    """A value in a tuple, list or set."""

    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class StarredElement(BaseElement, BaseExpression):
    """`*value` in a tuple, list or set, or as a target."""

    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Tuple(BaseAssignTargetExpression, BaseDelTargetExpression):
    """A tuple, with its own brackets or without: they are not part of its range."""

    elements: tuple[Element | StarredElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class List(BaseList, BaseAssignTargetExpression, BaseDelTargetExpression):
    """A list that is written out."""

    elements: tuple[Element | StarredElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class Set(BaseSet):
    """A set that is written out."""

    elements: tuple[Element | StarredElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class DictElement(BaseDictElement):
    """`key: value`"""

    key: BaseExpression
    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class StarredDictElement(BaseDictElement):
    """`**value`"""

    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Dict(BaseDict):
    """A dictionary that is written out."""

    elements: tuple[DictElement | StarredDictElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class CompIf(CSTNode):
    """`if test` in a comprehension."""

    test: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class CompFor(CSTNode):
    """`for target in iter if …` in a comprehension, and what stands after it."""

    target: BaseExpression
    iter: BaseExpression
    ifs: tuple[CompIf, ...]
    inner_for_in: CompFor | None
    asynchronous: bool


@dataclass(slots=True, eq=False, repr=False)
class GeneratorExp(BaseSimpleComp):
    """`(elt for …)`; the brackets, its own or those of a call, are not part of its range."""

    elt: BaseExpression
    for_in: CompFor


@dataclass(slots=True, eq=False, repr=False)
class ListComp(BaseList, BaseSimpleComp):
    """`[elt for …]`"""

    elt: BaseExpression
    for_in: CompFor


@dataclass(slots=True, eq=False, repr=False)
class SetComp(BaseSet, BaseSimpleComp):
    """`{elt for …}`"""

    elt: BaseExpression
    for_in: CompFor


@dataclass(slots=True, eq=False, repr=False)
class DictComp(BaseDict, BaseComp):
    """`{key: value for …}`"""

    key: BaseExpression
    value: BaseExpression
    for_in: CompFor


@dataclass(slots=True, eq=False, repr=False)
class StarredDictComp(BaseDict, BaseComp):
    """`{**value for …}`"""

    value: BaseExpression
    for_in: CompFor


@dataclass(slots=True, eq=False, repr=False)
class UnaryOperation(BaseExpression):
    """`not x`, `-x`"""

    operator: BaseUnaryOp
    expression: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class BinaryOperation(BaseExpression):
    """`x + y`"""

    left: BaseExpression
    operator: BaseBinaryOp
    right: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class BooleanOperation(BaseExpression):
    """`x and y`; of more than two, the left side holds all but the last."""

    left: BaseExpression
    operator: BaseBooleanOp
    right: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class ComparisonTarget(CSTNode):
    """`< comparator`; its range is the comparator's."""

    operator: BaseCompOp
    comparator: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Comparison(BaseExpression):
    """`left < … < …`"""

    left: BaseExpression
    comparisons: tuple[ComparisonTarget, ...]


@dataclass(slots=True, eq=False, repr=False)
class IfExp(BaseExpression):
    """`body if test else orelse`"""

    body: BaseExpression
    test: BaseExpression
    orelse: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class NamedExpr(BaseExpression):
    """`(target := value)`"""

    target: BaseExpression
    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Await(BaseExpression):
    """`await expression`"""

    expression: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class From(CSTNode):
    """`from item`, after `yield` or in `raise`; its range is the item's."""

    item: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Yield(BaseExpression):
    """`yield value`, `yield from value`"""

    value: BaseExpression | From | None


@dataclass(slots=True, eq=False, repr=False)
class Arg(CSTNode):
    """What is passed to a call, or a base or keyword of a class; `star` is empty, `*` or `**`."""

    star: str
    keyword: Name | None
    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Call(BaseExpression):
    """`func(args)`"""

    func: BaseExpression
    args: tuple[Arg, ...]


@dataclass(slots=True, eq=False, repr=False)
class Index(BaseSlice):
    """`[value]`, `[*value]`"""

    value: BaseExpression
    star: str


@dataclass(slots=True, eq=False, repr=False)
class Slice(BaseSlice):
    """`[lower:upper:step]`"""

    lower: BaseExpression | None
    upper: BaseExpression | None
    step: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class SubscriptElement(CSTNode):
    """One of what is between the brackets."""

    slice: Index | Slice


@dataclass(slots=True, eq=False, repr=False)
class Subscript(BaseAssignTargetExpression, BaseDelTargetExpression):
    """`value[slice]`"""

    value: BaseExpression
    slice: tuple[SubscriptElement, ...]


@dataclass(slots=True, eq=False, repr=False)
class Annotation(CSTNode):
    """`: annotation`, `-> annotation`; its range is the expression's."""

    annotation: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Param(CSTNode):
    """A parameter; `star` is empty, `*` or `**`."""

    star: str
    name: Name
    annotation: Annotation | None
    default: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class ParamStar(CSTNode):
    """The `*` before parameters that are given by keyword alone."""


@dataclass(slots=True, eq=False, repr=False)
class Parameters(CSTNode):
    """All parameters of a function."""

    posonly_params: tuple[Param, ...]
    params: tuple[Param, ...]
    star_arg: Param | ParamStar | None
    kwonly_params: tuple[Param, ...]
    star_kwarg: Param | None


@dataclass(slots=True, eq=False, repr=False)
class Lambda(BaseExpression):
    """`lambda params: body`"""

    params: Parameters
    body: BaseExpression

"""Statements and their parts. Fields stand in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis.cst.base import (
    BaseAugOp,
    BaseCompoundStatement,
    BaseExpression,
    BaseSmallStatement,
    BaseStatement,
    BaseSuite,
    CSTNode,
    MatchPattern,
)

if TYPE_CHECKING:
    from groundwire.analysis.cst.atoms import Name
    from groundwire.analysis.cst.expressions import Annotation, Arg, Attribute, From, List, Parameters, Tuple


@dataclass(slots=True, eq=False, repr=False)
class Module(CSTNode):
    """All that was parsed."""

    body: tuple[BaseStatement, ...]

    @property
    def expression(self) -> BaseExpression | None:
        """The expression that is all there is; None where there is more, or something else."""
        lines = [line.body for line in self.body if isinstance(line, SimpleStatementLine)]
        alone = lines[0] if len(lines) == len(self.body) == 1 else ()
        return alone[0].value if len(alone) == 1 and isinstance(alone[0], Expr) else None


@dataclass(slots=True, eq=False, repr=False)
class SimpleStatementLine(BaseStatement):
    """Small statements on one line."""

    body: tuple[BaseSmallStatement, ...]


@dataclass(slots=True, eq=False, repr=False)
class SimpleStatementSuite(BaseSuite):
    """Small statements on the line of the colon."""

    body: tuple[BaseSmallStatement, ...]


@dataclass(slots=True, eq=False, repr=False)
class IndentedBlock(BaseSuite):
    """Statements on lines of their own."""

    body: tuple[BaseStatement, ...]


@dataclass(slots=True, eq=False, repr=False)
class AsName(CSTNode):
    """`as name`; its range is the name's."""

    name: Name | Tuple | List | Attribute | BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Decorator(CSTNode):
    """`@decorator`"""

    decorator: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class TypeVar(CSTNode):
    """`name: bound` between a definition's square brackets."""

    name: Name
    bound: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class TypeVarTuple(CSTNode):
    """`*name` there."""

    name: Name


@dataclass(slots=True, eq=False, repr=False)
class ParamSpec(CSTNode):
    """`**name` there."""

    name: Name


@dataclass(slots=True, eq=False, repr=False)
class TypeParam(CSTNode):
    """One of them, and its default."""

    param: TypeVar | TypeVarTuple | ParamSpec
    default: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class TypeParameters(CSTNode):
    """All of them."""

    params: tuple[TypeParam, ...]


@dataclass(slots=True, eq=False, repr=False)
class FunctionDef(BaseCompoundStatement):
    """A function; its range begins after its decorators."""

    decorators: tuple[Decorator, ...]
    asynchronous: bool
    name: Name
    type_parameters: TypeParameters | None
    params: Parameters
    returns: Annotation | None
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class ClassDef(BaseCompoundStatement):
    """A class; its range begins after its decorators."""

    decorators: tuple[Decorator, ...]
    name: Name
    type_parameters: TypeParameters | None
    bases: tuple[Arg, ...]
    keywords: tuple[Arg, ...]
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class Else(CSTNode):
    """`else:`"""

    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class Finally(CSTNode):
    """`finally:`"""

    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class If(BaseCompoundStatement):
    """`if` or `elif`"""

    test: BaseExpression
    body: BaseSuite
    orelse: If | Else | None


@dataclass(slots=True, eq=False, repr=False)
class For(BaseCompoundStatement):
    """`for target in iter:`"""

    asynchronous: bool
    target: BaseExpression
    iter: BaseExpression
    body: BaseSuite
    orelse: Else | None


@dataclass(slots=True, eq=False, repr=False)
class While(BaseCompoundStatement):
    """`while test:`"""

    test: BaseExpression
    body: BaseSuite
    orelse: Else | None


@dataclass(slots=True, eq=False, repr=False)
class WithItem(CSTNode):
    """`item as asname`"""

    item: BaseExpression
    asname: AsName | None


@dataclass(slots=True, eq=False, repr=False)
class With(BaseCompoundStatement):
    """`with items:`"""

    asynchronous: bool
    items: tuple[WithItem, ...]
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class ExceptHandler(CSTNode):
    """`except type as name:`"""

    type: BaseExpression | None
    name: AsName | None
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class ExceptStarHandler(CSTNode):
    """`except* type as name:`"""

    type: BaseExpression
    name: AsName | None
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class Try(BaseCompoundStatement):
    """`try:`"""

    body: BaseSuite
    handlers: tuple[ExceptHandler, ...]
    orelse: Else | None
    finalbody: Finally | None


@dataclass(slots=True, eq=False, repr=False)
class TryStar(BaseCompoundStatement):
    """`try:` with `except*`"""

    body: BaseSuite
    handlers: tuple[ExceptStarHandler, ...]
    orelse: Else | None
    finalbody: Finally | None


@dataclass(slots=True, eq=False, repr=False)
class MatchCase(CSTNode):
    """`case pattern if guard:`"""

    pattern: MatchPattern
    guard: BaseExpression | None
    body: BaseSuite


@dataclass(slots=True, eq=False, repr=False)
class Match(BaseCompoundStatement):
    """`match subject:`"""

    subject: BaseExpression
    cases: tuple[MatchCase, ...]


@dataclass(slots=True, eq=False, repr=False)
class Expr(BaseSmallStatement):
    """An expression alone."""

    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class AssignTarget(CSTNode):
    """`target =`; its range is the target's."""

    target: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Assign(BaseSmallStatement):
    """`targets = value`"""

    targets: tuple[AssignTarget, ...]
    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class AnnAssign(BaseSmallStatement):
    """`target: annotation = value`"""

    target: BaseExpression
    annotation: Annotation
    value: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class AugAssign(BaseSmallStatement):
    """`target += value`"""

    target: BaseExpression
    operator: BaseAugOp
    value: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Return(BaseSmallStatement):
    """`return value`"""

    value: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class Raise(BaseSmallStatement):
    """`raise exc from cause`"""

    exc: BaseExpression | None
    cause: From | None


@dataclass(slots=True, eq=False, repr=False)
class Assert(BaseSmallStatement):
    """`assert test, msg`"""

    test: BaseExpression
    msg: BaseExpression | None


@dataclass(slots=True, eq=False, repr=False)
class Del(BaseSmallStatement):
    """`del target`; several targets are a tuple."""

    target: BaseExpression


@dataclass(slots=True, eq=False, repr=False)
class Pass(BaseSmallStatement):
    """`pass`"""


@dataclass(slots=True, eq=False, repr=False)
class Break(BaseSmallStatement):
    """`break`"""


@dataclass(slots=True, eq=False, repr=False)
class Continue(BaseSmallStatement):
    """`continue`"""


@dataclass(slots=True, eq=False, repr=False)
class NameItem(CSTNode):
    """A name after `global` or `nonlocal`."""

    name: Name


@dataclass(slots=True, eq=False, repr=False)
class Global(BaseSmallStatement):
    """`global names`"""

    names: tuple[NameItem, ...]


@dataclass(slots=True, eq=False, repr=False)
class Nonlocal(BaseSmallStatement):
    """`nonlocal names`"""

    names: tuple[NameItem, ...]


@dataclass(slots=True, eq=False, repr=False)
class ImportStar(CSTNode):
    """The `*` of `from x import *`."""


@dataclass(slots=True, eq=False, repr=False)
class ImportAlias(CSTNode):
    """`name as asname`"""

    name: Attribute | Name
    asname: AsName | None


@dataclass(slots=True, eq=False, repr=False)
class Import(BaseSmallStatement):
    """`import names`"""

    names: tuple[ImportAlias, ...]


@dataclass(slots=True, eq=False, repr=False)
class Dot(CSTNode):
    """One of the dots of a relative import."""


@dataclass(slots=True, eq=False, repr=False)
class ImportFrom(BaseSmallStatement):
    """`from module import names`; `relative` is the dots before the module."""

    relative: tuple[Dot, ...]
    module: Attribute | Name | None
    names: tuple[ImportAlias, ...] | ImportStar


@dataclass(slots=True, eq=False, repr=False)
class TypeAlias(BaseSmallStatement):
    """`type name = value`"""

    name: Name
    type_parameters: TypeParameters | None
    value: BaseExpression

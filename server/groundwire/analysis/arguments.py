"""The arguments of one call, by position and keyword."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.analysis import cst

if TYPE_CHECKING:
    from collections.abc import Mapping


def called_with_nothing(function: cst.BaseExpression) -> cst.Call:
    """A call, without arguments, of what is handed over to be called."""
    return cst.Call(function.start, function.end, function, ())


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call passes, as far as its own text tells."""

    positional: tuple[cst.BaseExpression, ...]
    """Those before any `*args`."""
    keywords: Mapping[str, cst.BaseExpression]
    starred: bool
    """`*args` may fill any further position."""
    double_starred: bool
    """`**kwargs` may fill any keyword."""

    @classmethod
    def of(cls, call: cst.Call) -> Arguments:
        """Read the arguments of a call."""
        positional: list[cst.BaseExpression] = []
        keywords: dict[str, cst.BaseExpression] = {}
        starred = double_starred = False
        for argument in call.args:
            if argument.star == "*":
                starred = True
            elif argument.star == "**":
                double_starred = True
            elif argument.keyword is not None:
                keywords[argument.keyword.value] = argument.value
            elif not starred:
                positional.append(argument.value)
        return cls(tuple(positional), keywords, starred, double_starred)

    @property
    def open(self) -> bool:
        """Whether some arguments cannot be seen."""
        return self.starred or self.double_starred

    def get(self, position: int | None, keyword: str | None = None) -> cst.BaseExpression | None:
        """The argument at a position or of a keyword, or None where the call does not show one."""
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return self.keywords.get(keyword) if keyword is not None else None

    def may_have(self, position: int | None, keyword: str | None = None) -> bool:
        """Whether the argument is given, or may be by `*args` or `**kwargs`."""
        if self.get(position, keyword) is not None:
            return True
        return (self.starred and position is not None) or (self.double_starred and keyword is not None)

"""A string that must name something, and the place in it of each part of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value
from groundwire.model import Position, Range

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


class Target(NamedTuple):
    """One such string."""

    node: cst.BaseExpression
    """The literal; of a name given as a keyword, that name."""
    dotted: str
    """The absolute dotted path that has to be there."""
    module: bool = False
    """It is imported, so that an attribute will not do."""
    written: int = 0
    """How many of the path's last parts the string spells; 0 for all of them."""
    builtins: bool = False
    """Names of builtins are always there to be replaced."""
    instance: bool = False
    """All but the last part name the class of the object whose attribute is meant."""

    @property
    def first(self) -> int:
        """Which part of the path is the first that the string spells."""
        return len(self.dotted.split(".")) - self.written if self.written else 0


def path_of(value: str) -> str | None:
    """The dotted path that a string may mean, `a.b:c` included; None for one that means none."""
    dotted = value.replace(":", ".", 1)
    parts = dotted.split(".")
    return dotted if all(part.isidentifier() for part in parts) and parts[0] != "__main__" else None


def path_text(node: cst.BaseExpression, module: ModuleContext) -> str | None:
    """The text of a string, also of one put together from a constant of the module: `f"{MODULE}.send"`."""
    if isinstance(node, cst.Name):
        return module.path_in(node.value) if node.value.isupper() else None
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        parts = [_constant(node.left, module), string_value(node.right)]
    elif isinstance(node, cst.FormattedString):
        parts = [
            part.value
            if isinstance(part, cst.FormattedStringText)
            else _constant(part.expression, module)
            if isinstance(part, cst.FormattedStringExpression) and part.conversion is None and part.format_spec is None
            else None
            for part in node.parts
        ]
    else:
        return string_value(node)
    return None if None in parts else "".join(part for part in parts if part is not None)


def _constant(node: cst.BaseExpression, module: ModuleContext) -> str | None:
    return module.path_in(node.value) if isinstance(node, cst.Name) else None


def place_of(target: Target, start: int, end: int, unit: ParsedUnit) -> tuple[Range, bool]:
    """Where parts `start` to `end` of the path stand, and whether that is exact: else it is the whole string."""
    whole = unit.range(target.node)
    if isinstance(target.node, cst.Name):  # a keyword, or a constant that holds the path
        return whole, target.node.value == target.dotted.rpartition(".")[2]
    parts = target.dotted.split(".")[target.first :]
    start, end = start - target.first, end - target.first
    if not isinstance(target.node, cst.SimpleString) or len(target.node.raw_value) != len(".".join(parts)):
        return whole, False
    column = whole.start.column + len(target.node.prefix) + len(target.node.quote)
    line = whole.start.line
    first = column + sum(len(part) + 1 for part in parts[:start])
    last = first + len(".".join(parts[start:end]))
    return Range(Position(line, first), Position(line, last)), True

"""Whether conditions of a unit have anything to do with one another: most have not, and need not be read closely."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.cst import walk
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_WORDS: Final = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.FormattedStringText)


def may_settle(unit: ParsedUnit) -> bool:
    """Whether one condition might settle another, or itself: two questions about one thing, or one about a length."""
    asked: Counter[str | tuple[str, ...]] = Counter()
    for question in _questions(unit):
        if "len" in (said := words(question)):
            return True
        asked.update({said, *_subjects(question)})
        if isinstance(question, cst.Comparison) and len(question.comparisons) > 1:
            return True  # of what stands in the middle of a chain it asks twice
    return any(count > 1 for count in asked.values())


def words(node: cst.CSTNode) -> tuple[str, ...]:
    """Names and constants in a piece of code, in their order: other words are other code."""
    return tuple(part.value for part in walk(node) if isinstance(part, _WORDS))


def _questions(unit: ParsedUnit) -> Iterator[cst.BaseExpression]:
    """What the conditions of a unit ask, piece by piece, and what is joined with `and` and `or` elsewhere."""
    waiting: list[cst.BaseExpression] = [
        choice.test
        for choices in (unit.nodes(cst.If), unit.nodes(cst.IfExp), unit.nodes(cst.While), unit.nodes(cst.Assert))
        for choice in choices
    ]
    waiting += unit.nodes(cst.BooleanOperation)
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, cst.BooleanOperation):
            waiting += (node.left, node.right)
        elif isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not):
            waiting.append(node.expression)
        else:
            yield node


def _subjects(question: cst.BaseExpression) -> Iterator[str]:
    """Names and attributes that a question may be about: what it compares, tests the class of, or calls a method of."""
    about = [question]
    if isinstance(question, cst.Comparison):
        about = [question.left, *(target.comparator for target in question.comparisons)]
    elif isinstance(question, cst.Call):
        about = [argument.value for argument in question.args[:1]]
        if isinstance(question.func, cst.Attribute):
            about.append(question.func.value)
    for node in about:
        inner = node.left if isinstance(node, cst.BinaryOperation) else node
        if (dotted := dotted_name(inner)) is not None:
            yield dotted

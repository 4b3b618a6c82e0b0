"""What broad handlers answer: a value of the type that success has, or the report of a success."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, quoted
from groundwire.analysis.rules.logic.fallbacks.constants import (
    constant_type,
    declared,
    is_literal_name,
    is_success,
)
from groundwire.analysis.rules.logic.fallbacks.excuses import explained, is_attempt, only_tells
from groundwire.analysis.rules.logic.fallbacks.handlers import (
    ending,
    function_of,
    is_broad,
    small_statements,
    small_statements_of,
)
from groundwire.analysis.rules.logic.fallbacks.made_up import lets_through, names_a_quantity, same_record
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_STATUS: Final = re.compile(r"returncode|exit|status|\.code\b|\brc\b|\brun\(|\bmain\(|\bcall\(")
"""Results that are exit statuses: beside them, any but 0 says that it failed."""
_MOST_STATUS: Final = 256


class Answer(NamedTuple):
    """A value that a broad handler makes up."""

    node: cst.CSTNode
    """What is marked: the statement that answers."""
    value: cst.BaseExpression
    reports_success: bool
    why: str


def answers(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> Iterator[Answer]:
    """Every made-up answer of a function's own broad handlers."""
    for attempt in unit.nodes(cst.Try):
        if function_of(attempt, unit) is not function or not is_attempt(attempt):
            continue
        for handler in attempt.handlers:
            if not is_broad(handler) or explained(handler, attempt, unit):
                continue
            last = ending(handler.body)
            if last is None:
                continue
            if isinstance(last, cst.Return):
                answer = _returned(last, function, unit, module)
            elif isinstance(last, cst.Assign):
                answer = _kept(last, attempt, function, unit, module)
            else:
                answer = _reported(attempt, handler, unit)
            if answer is not None:
                yield answer


def _returned(end: cst.Return, function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> Answer | None:
    """`return []` in the handler, where success returns a list."""
    if end.value is None:
        return None
    if is_success(end.value):
        why = f"The handler catches every error, and {quoted(unit.source(end.value))} tells callers that it worked."
        return Answer(end, end.value, True, why)
    others = [
        other.value
        for other in unit.nodes(cst.Return)
        if other is not end and other.value is not None and function_of(other, unit) is function
    ]
    if constant_type(end.value, unit, module) == "bool":
        return _agreed(end, end.value, others, function)
    if any(same_record(end.value, other) for other in others):
        return Answer(end, end.value, False, "It has the keys that a result has, and values that nobody gave.")
    return _made_up(end, end.value, others, (function.name.value,), function, unit, module)


def _kept(
    end: cst.Assign, attempt: cst.Try, function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext
) -> Answer | None:
    """`rows = []` in the handler, where the `try` binds the name to a result, and it is returned as it is."""
    target = end.targets[0].target
    if not isinstance(target, cst.Name) or len(end.targets) != 1:
        return None
    returned = [other.value for other in unit.nodes(cst.Return) if function_of(other, unit) is function]
    if not any(isinstance(value, cst.Name) and value.value == target.value for value in returned):
        return None
    results = [
        statement.value
        for statement in _within(attempt.body)
        if isinstance(statement, cst.Assign) and unit.source(statement.targets[0].target) == target.value
    ]
    names = function.name.value, target.value
    return _made_up(end, end.value, results, names, function, unit, module) if results else None


def _within(body: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    """The statements of a block, those of a `with` in it as well."""
    for statement in small_statements(body):
        if isinstance(statement, cst.With):
            yield from _within(statement.body)
        else:
            yield statement


def _made_up(
    end: cst.CSTNode,
    value: cst.BaseExpression,
    others: list[cst.BaseExpression],
    names: tuple[str, ...],
    function: cst.FunctionDef,
    unit: ParsedUnit,
    module: ModuleContext,
) -> Answer | None:
    """An answer of the type that results have, by the function's annotation, its other results or what it is called."""
    kind = constant_type(value, unit, module)
    if kind is None or kind == "bool" or _is_said_elsewhere(value, others, unit):
        return None
    computed = [other for other in others if constant_type(other, unit, module) is None and not is_literal_name(other)]
    if not computed:
        return None
    types = {value_type(other, unit, module) for other in computed}
    promised = declared(function, unit, module)
    if promised is not None:
        if not (promised == kind or (promised == "float" and kind == "int")):
            return None
        shown = f"The function returns `{unit.source(function.returns.annotation)}`" if function.returns else ""
    elif kind in types or (kind == "int" and "float" in types):
        shown = f"The function returns a {kind} when all goes well, too"
    elif kind in {"list", "dict"} and types == {None} and not any(map(is_literal_name, others)):
        shown = f"What the function returns otherwise may well be an empty {kind}"
        return Answer(end, value, False, f"{shown}, and its callers cannot ask which it was.")
    elif kind in {"int", "float"} and types == {None} and any(map(names_a_quantity, names)):
        shown = "By its name this is a quantity"
    else:
        return None
    made_up = quoted(unit.source(value))
    return Answer(
        end, value, False, f"{shown}: {made_up} is a result it may have, and here it means that anything failed."
    )


def _is_said_elsewhere(value: cst.BaseExpression, others: list[cst.BaseExpression], unit: ParsedUnit) -> bool:
    """Whether a text or number stands for failure here: `""` that is returned elsewhere, an exit status beside 0."""
    said = {unit.source(other) for other in others}
    constant = literal_value(value)
    if type(constant) is int and 0 < constant < _MOST_STATUS and any(_STATUS.search(text) for text in said):
        return True
    if isinstance(constant, str):
        return unit.source(value) in said or "''" in said or '""' in said
    return isinstance(constant, int) and constant is not True and constant > 0 and "0" in said


def _agreed(
    end: cst.Return, value: cst.BaseExpression, others: list[cst.BaseExpression], function: cst.FunctionDef
) -> Answer | None:
    """`return True` in the handler, where success returns True as well and failure False; or where True lets in."""
    if not (isinstance(value, cst.Name) and value.value == "True"):
        return None
    if lets_through(function.name.value) and any(isinstance(other, (cst.Call, cst.Await)) for other in others):
        return Answer(end, value, True, "Where the check itself fails, everything is let through.")
    if "True" not in {other.value for other in others if isinstance(other, cst.Name)}:
        return None
    return Answer(end, value, True, "Success returns True as well, so callers go on as if it had worked.")


def _reported(attempt: cst.Try, handler: cst.ExceptHandler, unit: ParsedUnit) -> Answer | None:
    """A handler that logs or passes, and a success that is reported right behind it."""
    block = unit.parent(attempt)
    if not isinstance(block, cst.IndentedBlock) or not isinstance(
        unit.parent(block), (cst.FunctionDef, cst.If, cst.Else, cst.With)
    ):
        return None
    place = next(index for index, statement in enumerate(block.body) if statement is attempt)
    if any(
        isinstance(small, cst.Expr) and not only_tells(small) and not _is_text(small)
        for small in small_statements_of(block.body[:place])
    ):
        return None  # the work was done before: what is tried here comes on top
    following = block.body[place + 1] if place + 1 < len(block.body) else None
    end = following.body[0] if isinstance(following, cst.SimpleStatementLine) else None
    if not isinstance(end, cst.Return) or end.value is None:
        return None
    succeeds = isinstance(end.value, cst.Name) and end.value.value == "True"
    if not succeeds and not is_success(end.value):
        return None
    done = (
        "is logged and forgotten"
        if any(not isinstance(item, cst.Pass) for item in small_statements(handler.body))
        else "is dropped"
    )
    why = f"Whatever goes wrong in the `try` {done}, and control comes to this line either way."
    return Answer(end, end.value, True, why)


def _is_text(statement: cst.Expr) -> bool:
    return isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString))

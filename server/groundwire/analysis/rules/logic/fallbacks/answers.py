"""What broad handlers answer: a value of the type that success has, or the report of a success."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import libcst as cst

from groundwire.analysis.literals import literal_value, quoted, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.fallbacks.excuses import explained, is_attempt, only_tells
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.value_types import annotation_type, value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_BROAD: Final = frozenset({"Exception", "BaseException"})
_EMPTY_CALLS: Final = {
    "builtins.list": "list",
    "builtins.dict": "dict",
    "builtins.set": "set",
    "builtins.tuple": "tuple",
}
_SUCCESS_TEXTS: Final = frozenset(
    {"ok", "success", "successful", "succeeded", "done", "completed", "healthy", "passed"}
)
_SUCCESS_KEYS: Final = frozenset({"status", "success", "ok", "result", "state", "healthy"})
_ABSTRACT: Final = {
    **dict.fromkeys(("Mapping", "MutableMapping", "Dict"), "dict"),
    **dict.fromkeys(("Sequence", "Iterable", "Collection", "List"), "list"),
}


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
        if _function_of(attempt, unit) is not function or not is_attempt(attempt):
            continue
        for handler in attempt.handlers:
            if not is_broad(handler) or explained(handler, attempt, unit):
                continue
            last = _ending(handler.body)
            if last is None:
                continue
            if isinstance(last, cst.Return):
                answer = _returned(last, function, unit, module)
            else:
                answer = _reported(attempt, handler, unit)
            if answer is not None:
                yield answer


def is_broad(handler: cst.ExceptHandler) -> bool:
    """Whether it catches every error."""
    if handler.type is None:
        return True
    listed = (
        [element.value for element in handler.type.elements] if isinstance(handler.type, cst.Tuple) else [handler.type]
    )
    return any(isinstance(item, cst.Name) and item.value in _BROAD for item in listed)


def _ending(body: cst.BaseSuite) -> cst.BaseSmallStatement | None:
    """The last statement of a handler that does nothing else than tell; None where it does more."""
    statements: list[cst.CSTNode] = []
    for line in body.body:
        statements += line.body if isinstance(line, cst.SimpleStatementLine) else [line]
    *before, last = statements
    if not all(isinstance(statement, cst.BaseSmallStatement) and only_tells(statement) for statement in before):
        return None
    if isinstance(last, cst.Return):
        return last
    return last if isinstance(last, cst.BaseSmallStatement) and only_tells(last) else None


def _returned(end: cst.Return, function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> Answer | None:
    """`return []` in the handler, where success returns a list."""
    if end.value is None:
        return None
    if _is_success(end.value):
        why = f"The handler catches everything, and answers {quoted(unit.source(end.value))} as the success path does."
        return Answer(end, end.value, True, why)
    kind = _constant_type(end.value, unit, module)
    if kind is None:
        return None
    others = [
        other.value
        for other in unit.nodes(cst.Return)
        if other is not end and other.value is not None and _function_of(other, unit) is function
    ]
    declared = _declared(function, unit, module)
    computed = [
        other for other in others if _constant_type(other, unit, module) is None and not _is_literal_name(other)
    ]
    if _is_said_elsewhere(end.value, others, unit):
        return None
    if kind == "bool":
        return _agreed(end, end.value, others)
    if not computed:
        return None
    types = {value_type(other, unit, module) for other in computed}
    if declared is not None:
        if not (declared == kind or (declared == "float" and kind == "int")):
            return None
        shown = f"The function returns `{unit.source(function.returns.annotation)}`" if function.returns else ""
    elif kind in types or (kind == "int" and "float" in types):
        shown = f"The function returns a {kind} when all goes well, too"
    else:
        return None
    value = quoted(unit.source(end.value))
    return Answer(
        end, end.value, False, f"{shown}: {value} is a result it may have, and here it means that anything failed."
    )


def _is_said_elsewhere(value: cst.BaseExpression, others: list[cst.BaseExpression], unit: ParsedUnit) -> bool:
    """Whether a text or number stands for failure here: `""` that is returned elsewhere, an exit status beside 0."""
    said = {unit.source(other) for other in others}
    constant = literal_value(value)
    if isinstance(constant, str):
        return unit.source(value) in said or "''" in said or '""' in said
    return isinstance(constant, int) and constant is not True and constant > 0 and "0" in said


def _agreed(end: cst.Return, value: cst.BaseExpression, others: list[cst.BaseExpression]) -> Answer | None:
    """`return True` in the handler, where success returns True as well and failure False."""
    said = {other.value for other in others if isinstance(other, cst.Name)}
    if not (isinstance(value, cst.Name) and value.value == "True" and "True" in said):
        return None
    return Answer(end, value, True, "Success returns True as well, so callers go on as if it had worked.")


def _reported(attempt: cst.Try, handler: cst.ExceptHandler, unit: ParsedUnit) -> Answer | None:
    """A handler that logs or passes, and a success that is reported right behind it."""
    block = unit.parent(attempt)
    if not isinstance(block, cst.IndentedBlock) or not isinstance(unit.parent(block), cst.FunctionDef):
        return None
    place = next(index for index, statement in enumerate(block.body) if statement is attempt)
    following = block.body[place + 1] if place + 1 < len(block.body) else None
    end = following.body[0] if isinstance(following, cst.SimpleStatementLine) else None
    if not isinstance(end, cst.Return) or end.value is None:
        return None
    succeeds = isinstance(end.value, cst.Name) and end.value.value == "True"
    if not succeeds and not _is_success(end.value):
        return None
    done = (
        "is logged and forgotten"
        if any(not isinstance(item, cst.Pass) for item in _small(handler.body))
        else "is dropped"
    )
    why = f"Whatever goes wrong in the `try` {done}, and control comes to this line either way."
    return Answer(end, end.value, True, why)


def _small(body: cst.BaseSuite) -> Iterator[cst.CSTNode]:
    for line in body.body:
        yield from line.body if isinstance(line, cst.SimpleStatementLine) else (line,)


def _is_success(node: cst.BaseExpression) -> bool:
    """`"ok"`, `{"status": "ok"}`, `{"success": True, …}`."""
    text = string_value(node)
    if text is not None:
        return text.lower() in _SUCCESS_TEXTS
    if not isinstance(node, cst.Dict):
        return False
    for element in node.elements:
        if not isinstance(element, cst.DictElement) or string_value(element.key) not in _SUCCESS_KEYS:
            continue
        said = string_value(element.value)
        if said is not None:
            return said.lower() in _SUCCESS_TEXTS
        return isinstance(element.value, cst.Name) and element.value.value == "True"
    return False


def _constant_type(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The type of a constant that may be a result; None for anything else, and for what stands for failure."""
    if isinstance(node, cst.Call):
        path = resolve(node.func, unit, module)
        return _EMPTY_CALLS.get(path or "") if not node.args else None
    value = literal_value(node)
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return type(value).__name__ if value >= 0 else None
    if isinstance(value, str):
        return "str" if not value else None
    if isinstance(value, (list, dict, set, tuple)):
        return type(value).__name__ if not value else None
    return None


def _is_literal_name(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in {"None", "True", "False"}


def _declared(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The plain type that the annotation promises; unions tell nothing."""
    if function.returns is None:
        return None
    annotation = function.returns.annotation
    kind = annotation_type(annotation, unit, module)
    if kind is not None:
        return kind
    plain = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    return _ABSTRACT.get((dotted_name(plain) or "").rpartition(".")[2], "another")


def _function_of(node: cst.CSTNode, unit: ParsedUnit) -> cst.CSTNode | None:
    return next((outer for outer in unit.ancestors(node) if isinstance(outer, (cst.FunctionDef, cst.Lambda))), None)

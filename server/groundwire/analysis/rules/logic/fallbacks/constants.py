"""Constants that pass for results, and what a function says that its results are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.scope import dotted_name
from groundwire.analysis.value_types import annotation_type

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_EMPTY_CALLS: Final = {f"builtins.{name}": name for name in ("list", "dict", "set", "tuple")}
_SUCCESS_TEXTS: Final = frozenset(
    {"ok", "success", "successful", "succeeded", "done", "completed", "healthy", "passed"}
)
_SUCCESS_KEYS: Final = frozenset({"status", "success", "ok", "result", "state", "healthy"})
_ABSTRACT: Final = {
    **dict.fromkeys(("Mapping", "MutableMapping", "Dict"), "dict"),
    **dict.fromkeys(("Sequence", "Iterable", "Collection", "List"), "list"),
}


def is_success(node: cst.BaseExpression) -> bool:
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


def constant_type(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
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


def is_literal_name(node: cst.BaseExpression) -> bool:
    """Whether this is `None`, `True` or `False`."""
    return isinstance(node, cst.Name) and node.value in {"None", "True", "False"}


def declared(function: cst.FunctionDef, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The plain type that the annotation promises; unions tell nothing."""
    if function.returns is None:
        return None
    annotation = function.returns.annotation
    kind = annotation_type(annotation, unit, module)
    if kind is not None:
        return kind
    plain = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    return _ABSTRACT.get((dotted_name(plain) or "").rpartition(".")[2], "another")

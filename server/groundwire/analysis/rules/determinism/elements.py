"""The types of the items that a set, list or other iterable holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.value_types import annotation_type, value_type

if TYPE_CHECKING:
    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit


def annotated_elements(annotation: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The element type of `set[str]`."""
    if not isinstance(annotation, cst.Subscript) or len(annotation.slice) != 1:
        return None
    index = annotation.slice[0].slice
    return annotation_type(index.value, unit, module) if isinstance(index, cst.Index) else None


def element_type(node: cst.BaseExpression | None, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """The one type of the items of a display or iterable; None where it is not sure."""
    if node is None:
        return None
    if isinstance(node, (cst.ListComp, cst.SetComp, cst.GeneratorExp)):
        return value_type(node.elt, unit, module)
    if isinstance(node, (cst.List, cst.Set, cst.Tuple)):
        kinds = {value_type(element.value, unit, module) for element in node.elements}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(node, cst.Call):
        path = resolve(node.func, unit, module)
        if path == "builtins.range":
            return "int"
        if path == "builtins.map" and node.args:
            mapped = resolve(node.args[0].value, unit, module) or ""
            return {"builtins.int": "int", "builtins.len": "int", "builtins.str": "str"}.get(mapped)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in {"split", "splitlines"}:
            return "str"
    if value_type(node, unit, module) == "str":
        return "str"
    if isinstance(node, cst.Name):
        bound = unit.scope.bindings.get(node.value, ())
        if len(bound) == 1 and isinstance(bound[0], cst.Param) and bound[0].annotation is not None:
            return annotated_elements(bound[0].annotation.annotation, unit, module)
    return None

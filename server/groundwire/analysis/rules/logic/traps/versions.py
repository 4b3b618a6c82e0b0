"""Versions and numbers compared as texts, character by character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.traps.text_order import misordered_number, misordered_version
from groundwire.analysis.rules.logic.traps.trap import Trap
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
_VERSION: Final = re.compile(r"v?(\d+)(\.\d+)*[\w.+-]*")
_NUMBER: Final = re.compile(r"-?\d{2,}(\.\d+)?|-?\d\.\d+")
_METADATA: Final = frozenset({"importlib.metadata.version", "importlib_metadata.version"})
_VERSION_CALLS: Final = {
    "platform.python_version": "python",
    "platform.release": "linux",
    "django.get_version": "django",
}
"""Calls that give a version, and of what."""


def traps(unit: ParsedUnit, module: ModuleContext) -> Iterator[Trap]:
    """Every `<` or `>` of a unit between two versions or numbers that are texts."""
    for comparison in unit.nodes(cst.Comparison):
        if not all(isinstance(target.operator, _ORDER) for target in comparison.comparisons):
            continue
        sides = (comparison.left, *(target.comparator for target in comparison.comparisons))
        texts = [string_value(side) for side in sides]
        literal = next((text for text in texts if text is not None), None)
        other = next((side for side, text in zip(sides, texts, strict=True) if text is None), None)
        if literal is None or other is None:
            continue
        versioned = _versioned(other, unit, module) if _VERSION.fullmatch(literal) else None
        if versioned is None and not (_NUMBER.fullmatch(literal) and _is_foreign_text(other, unit, module)):
            continue
        shown = quoted(unit.source(comparison))
        if versioned is None:
            if (why := misordered_number(literal)) is not None:
                yield Trap(comparison, f"{shown} compares numbers as text.", why)
        elif (wrong := misordered_version(literal, versioned)) is not None:
            message = f"{shown} compares versions as text."
            yield Trap(comparison, message, wrong.why, generated_only=not wrong.comes)


def _is_foreign_text(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the value is a text that came as one; who writes `str(number)` means to compare digits."""
    made = unit.scope.bindings.get(node.value, ()) if isinstance(node, cst.Name) else (node,)
    if any(isinstance(value, cst.Call) and resolve(value.func, unit, module) == "builtins.str" for value in made):
        return False
    return value_type(node, unit, module) == "str"


def _versioned(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> str | None:
    """Of what an expression is the version: the name of its package or distribution, or empty where it is some."""
    if isinstance(node, cst.Name) and node.value in unit.scope.assigned and unit.unit.testable:
        return _versioned(unit.scope.assigned[node.value], unit, module)
    if isinstance(node, cst.Call):
        path = resolve(node.func, unit, module)
        if path in _METADATA and node.args:
            return (string_value(node.args[0].value) or "").lower()
        return _VERSION_CALLS.get(path or "")
    if isinstance(node, cst.Attribute):
        if node.attr.value == "__version__":
            return (resolve(node.value, unit, module) or "").partition(".")[0]
        return "python" if resolve(node, unit, module) == "sys.version" else None
    if not isinstance(node, cst.Name):
        return None
    imported = module.imported(node.value) or ""
    if imported.endswith(".__version__"):
        return imported.partition(".")[0]
    named = node.value == "version" or node.value.endswith("_version")
    return "" if named and _is_foreign_text(node, unit, module) else None

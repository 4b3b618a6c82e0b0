"""Versions and numbers compared as texts, character by character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import libcst as cst

from groundwire.analysis.literals import quoted, string_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.logic.traps.trap import Trap
from groundwire.analysis.value_types import value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_ORDER: Final = (cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual)
_VERSION: Final = re.compile(r"v?(\d+)(\.\d+)*[\w.+-]*")
_NUMBER: Final = re.compile(r"-?\d{2,}(\.\d+)?|-?\d\.\d+")
_VERSION_CALLS: Final = frozenset(
    {
        "platform.python_version",
        "platform.release",
        "importlib.metadata.version",
        "importlib_metadata.version",
        "django.get_version",
    }
)


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
        if _is_version(other, unit, module) and _VERSION.fullmatch(literal):
            yield Trap(comparison, f"{quoted(unit.source(comparison))} compares versions as text.", _witness(literal))
        elif _NUMBER.fullmatch(literal) and _is_foreign_text(other, unit, module):
            yield Trap(comparison, f"{quoted(unit.source(comparison))} compares numbers as text.", _witness(literal))


def _is_foreign_text(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether the value is a text that came as one; who writes `str(number)` means to compare digits."""
    made = unit.scope.bindings.get(node.value, ()) if isinstance(node, cst.Name) else (node,)
    if any(isinstance(value, cst.Call) and resolve(value.func, unit, module) == "builtins.str" for value in made):
        return False
    return value_type(node, unit, module) == "str"


def _is_version(node: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    if isinstance(node, cst.Name) and node.value in unit.scope.assigned and unit.unit.testable:
        return _is_version(unit.scope.assigned[node.value], unit, module)
    if isinstance(node, cst.Call):
        return resolve(node.func, unit, module) in _VERSION_CALLS
    if isinstance(node, cst.Attribute):
        return node.attr.value == "__version__" or resolve(node, unit, module) == "sys.version"
    return isinstance(node, cst.Name) and (module.imported(node.value) or "").endswith(".__version__")


def _witness(literal: str) -> str:
    """A pair of versions that texts order the other way round."""
    first = re.match(r"v?(\d+)((?:\.\d+)*)", literal)
    if first is None:
        return "Texts are compared character by character."
    major, rest = int(first[1]), first[2]
    minor = re.match(r"\.(\d+)", rest)
    if minor is not None and int(minor[1]) >= 10:
        return f'Character by character, "{major}.9" comes after "{major}.{minor[1]}".'
    if major >= 10:
        return f'Character by character, "9" comes after "{major}".'
    if minor is not None and int(minor[1]) > 1:
        return f'Character by character, "{major}.10" comes before "{major}.{minor[1]}".'
    return f'Character by character, "10.0" comes before "{max(major, 2)}.0".'

"""Whether the absence of an attribute is provided for where it is used: a handler, a test, an earlier exit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import libcst as cst

from groundwire.analysis.rules.grounding.import_guards import guarded

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_ERRORS: Final = re.compile(r"\b(?:AttributeError|ImportError|ModuleNotFoundError|Exception|BaseException)\b")
_CONTEXTS: Final = re.compile(r"\b(?:suppress|raises|assertRaises\w*|importorskip|patch|warns)\b")
_CONDITION: Final = re.compile(
    r"\b(?:hasattr|getattr|isinstance|issubclass|type|dir|callable|\w*[vV]ersion\w*)\b|__version__"
)


def provided_for(node: cst.CSTNode, unit: ParsedUnit, top: str, name: str) -> bool:
    """Whether `node`, which uses `name` of something in the module `top`, stands where its absence does no harm."""
    if re.search(rf"[\"']{re.escape(name)}[\"']", unit.text) or guarded(node, unit, top):
        return True
    return handled(node, unit, _CONTEXTS)


def handled(node: cst.CSTNode, unit: ParsedUnit, contexts: re.Pattern[str]) -> bool:
    """Whether a handler, one of these contexts, a condition or an earlier exit provides for a missing attribute."""
    inner = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, (cst.Try, cst.TryStar)) and inner is not ancestor.finalbody:
            if any(handler.type is None or _ERRORS.search(unit.source(handler.type)) for handler in ancestor.handlers):
                return True
        elif isinstance(ancestor, cst.With):
            if any(contexts.search(unit.source(item.item)) for item in ancestor.items):
                return True
        elif isinstance(ancestor, (cst.If, cst.IfExp, cst.While, cst.Assert, cst.BooleanOperation)):
            if _CONDITION.search(
                unit.source(ancestor if isinstance(ancestor, cst.BooleanOperation) else ancestor.test)
            ):
                return True
        elif isinstance(ancestor, cst.IndentedBlock) and _left_before(ancestor, inner, unit):
            return True
        inner = ancestor
    return False


def _left_before(block: cst.IndentedBlock, inner: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether an earlier condition of the block, with an exit in it, asks what the object is."""
    for statement in block.body:
        if statement is inner:
            return False
        if isinstance(statement, cst.If) and _CONDITION.search(unit.source(statement.test)):
            return True
    return False

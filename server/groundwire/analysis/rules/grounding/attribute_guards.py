"""Whether the absence of an attribute is provided for where it is used: a handler, a test, an earlier exit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.parsed import before
from groundwire.analysis.rules.grounding.import_guards import PYTHON_2, guarded
from groundwire.analysis.rules.grounding.skipped import never_runs

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_ERRORS: Final = re.compile(r"\b(?:AttributeError|ImportError|ModuleNotFoundError|Exception|BaseException)\b")
_CONTEXTS: Final = re.compile(r"\b(?:suppress|raises|assertRaises\w*|importorskip|patch|warns)\b")
_VERSION: Final = re.compile(
    r"\b\w*[vV]ersion\w*\b|__version__|\b(?:\w+_)?(?:py|PY|Py)_?\d+\w*\b|_(?:[GL][ET]|[GL]TE)_?\d"
    rf"|{PYTHON_2}"
)
"""`sys.version_info`, `numpy_version`, `PY38`, `is_py3`, `PANDAS_GE_30`; `str is bytes` is Python 2."""
_KIND: Final = re.compile(r"\b(?:hasattr|getattr|isinstance|issubclass|type|dir|callable)\b")

_OF_MOCKS: Final = re.compile(
    r"reset_mock|configure_mock|attach_mock|mock_add_spec|mock_calls|method_calls|call_args|call_args_list|call_count"
    r"|called|return_value|side_effect|await_args|await_args_list|await_count"
    r"|assert_(?:not_|any_|has_)?(?:call|calls|called|await|awaits|awaited)(?:_once)?(?:_with)?"
)
"""What only an object of `unittest.mock` has: one stands for what is annotated, or was patched."""


def provided_for(node: cst.CSTNode, unit: ParsedUnit, top: str, name: str) -> bool:
    """Whether `node`, which uses `name` of something in the module `top`, stands where its absence does no harm."""
    if _OF_MOCKS.fullmatch(name) or re.search(rf"[\"']{re.escape(name)}[\"']", unit.text) or guarded(node, unit, top):
        return True
    return handled(node, unit, _CONTEXTS) or never_runs(node, unit)


def handled(node: cst.CSTNode, unit: ParsedUnit, contexts: re.Pattern[str]) -> bool:
    """Whether a handler, one of these contexts, a condition or an earlier exit provides for a missing attribute."""
    asked = _Condition(_head(node), unit)
    inner = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, (cst.Try, cst.TryStar)) and inner is not ancestor.finalbody:
            if any(handler.type is None or _ERRORS.search(unit.source(handler.type)) for handler in ancestor.handlers):
                return True
        elif isinstance(ancestor, cst.With):
            if any(contexts.search(unit.source(item.item)) for item in ancestor.items):
                return True
        elif isinstance(ancestor, (cst.If, cst.IfExp, cst.While, cst.Assert, cst.BooleanOperation)):
            if asked.is_in(ancestor if isinstance(ancestor, cst.BooleanOperation) else ancestor.test):
                return True
        elif isinstance(ancestor, cst.IndentedBlock) and _left_before(ancestor, inner, asked):
            return True
        inner = ancestor
    return False


class _Condition:
    """A test of a version, or of what the object is that a name leads to; of any object where no name does."""

    def __init__(self, head: str | None, unit: ParsedUnit) -> None:
        self._mentions = re.compile(rf"\b{re.escape(head)}\b") if head is not None else re.compile("")
        self._unit = unit

    def is_in(self, node: cst.CSTNode) -> bool:
        """Whether an expression holds such a test."""
        source = self._unit.source(node)
        if _VERSION.search(source) is not None:
            return True
        return _KIND.search(source) is not None and self._mentions.search(source) is not None


def _head(node: cst.CSTNode) -> str | None:
    """The name that a chain of attributes and calls begins with."""
    while isinstance(node, (cst.Attribute, cst.Call, cst.Subscript)):
        node = node.func if isinstance(node, cst.Call) else node.value
    return node.value if isinstance(node, cst.Name) else None


def _left_before(block: cst.IndentedBlock, inner: cst.CSTNode, asked: _Condition) -> bool:
    """Whether an earlier condition of the block, with an exit in it, asks what the object is."""
    return any(isinstance(each, cst.If) and asked.is_in(each.test) for each in before(inner, block))

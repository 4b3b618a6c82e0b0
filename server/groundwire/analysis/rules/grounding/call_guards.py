"""Whether a call that may be refused stands where that is provided for: a handler, a test, a word to a checker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.expected_errors import expects
from groundwire.analysis.parsed import before
from groundwire.analysis.rules.grounding.import_guards import PYTHON_2
from groundwire.analysis.rules.grounding.skipped import never_runs

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_ASKED: Final = re.compile(
    r"\b(?:signature|getfullargspec|getargspec|co_varnames|co_argcount|__code__|filter_kwargs)\b"
)
"""What looks at a signature before it calls."""
_CONDITION: Final = re.compile(
    r"\b\w*[vV]ersion\w*\b|__version__|\b(?:IS_|HAS_|HAVE_|SUPPORTS_|PY|PYPY|VERSION|NUMPY|NP_|PD_)[\dA-Z_]*\b"
    r"|_(?:[GL][ET]|[GL]TE)_?\d|\b(?i:supports|accepts)_\w+|\bTYPE_CHECKING\b"
    rf"|{PYTHON_2}"
    r"|\bsys\.platform\b|\bos\.name\b|\bplatform\.\w+\(|\bis_(?:win|linux|mac|darwin|posix)\w*|\bWIN(?:32|DOWS)\b"
)
"""What a condition says that asks for a version, a platform or a capability, or that never holds."""
_ASKS: Final = re.compile(r"\b(?:hasattr|isinstance|issubclass|callable|inspect)\b")
"""What a condition says that asks what an object can do."""
_BROAD: Final = re.compile(r"\b(?:Exception|BaseException)\b")
_IGNORED: Final = re.compile(r"#\s*(?:type|pyright|ty|pyrefly):\s*ignore(?!\[(?!.*(?:call|arg|operator|misc)))")
"""A comment that silences type checkers about calls."""


def refusal_provided_for(call: cst.Call, unit: ParsedUnit, *, in_test: bool) -> bool:
    """Whether `call` may fail with `TypeError` without harm, or was written so on purpose, as tests do."""
    if expects(call, unit, frozenset({"TypeError"})) or _ASKED.search(unit.text):
        return True
    if _silenced(call, unit) or never_runs(call, unit):
        return True
    inner: cst.CSTNode = call
    head = re.split(r"\W", unit.source(call.func), maxsplit=1)[0]
    for ancestor in unit.ancestors(call):
        if isinstance(ancestor, (cst.Try, cst.TryStar)) and ancestor.body is inner:
            if any(_tries_again(handler, call, unit) for handler in ancestor.handlers):
                return True
            if in_test and len(ancestor.body.body) == 1 and any(_is_broad(each, unit) for each in ancestor.handlers):
                return True  # nothing but the failure is looked at
        elif isinstance(ancestor, (cst.If, cst.IfExp)) and inner is not ancestor.test:
            if _asks(unit.source(ancestor.test), head):
                return True
        elif isinstance(ancestor, cst.IndentedBlock) and _left_before(ancestor, inner, unit, head):
            return True
        inner = ancestor
    return False


def _asks(condition: str, head: str) -> bool:
    """Whether a condition asks for a version, or what the thing that is called, or that has it, can do."""
    if _CONDITION.search(condition):
        return True
    return _ASKS.search(condition) is not None and re.search(rf"\b{re.escape(head)}\b", condition) is not None


def _silenced(call: cst.Call, unit: ParsedUnit) -> bool:
    place = unit.range(call)
    lines = unit.text.split("\n")[place.start.line : place.end.line + 1]
    return any(_IGNORED.search(line) for line in lines)


def _is_broad(handler: cst.ExceptHandler | cst.ExceptStarHandler, unit: ParsedUnit) -> bool:
    return handler.type is None or _BROAD.search(unit.source(handler.type)) is not None


def _tries_again(handler: cst.ExceptHandler | cst.ExceptStarHandler, call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether a handler of every exception calls the same thing another way."""
    if not _is_broad(handler, unit):
        return False
    return f"{unit.source(call.func)}(" in unit.source(handler.body)


def _left_before(block: cst.IndentedBlock, inner: cst.CSTNode, unit: ParsedUnit, head: str) -> bool:
    """Whether an earlier condition of the block, with a return in it, asks for a version or a capability."""
    for statement in before(inner, block):
        if isinstance(statement, cst.If) and _asks(unit.source(statement.test), head):
            last = statement.body.body[-1] if statement.body.body else None
            if isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], (cst.Return, cst.Raise)):
                return True
    return False

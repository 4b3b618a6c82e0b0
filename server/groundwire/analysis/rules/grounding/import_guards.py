"""Whether an import may fail without harm: a handler, a condition or an earlier exit provides for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.parsed import before

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_ERRORS: Final = re.compile(r"\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b")
_CONTEXTS: Final = re.compile(r"\b(?:suppress|raises|assertRaises\w*|importorskip)\b")
PYTHON_2: Final = r"\bstr is (?:not )?bytes\b|\bbytes is (?:not )?str\b"
"""What a condition says that holds in Python 2 alone, or not there."""
_CONDITION: Final = re.compile(
    r"TYPE_CHECKING|version_info|hexversion|sys\.platform|os\.name|platform\.|implementation|find_spec|importlib"
    r"|\bsys\.modules\b|\b(?:PY|IS|HAS|HAVE|USE|WITH|NO)_?[A-Z0-9]|(?i:_available|_installed|_missing|\bhas_|\bis_\w*avail)"
    r"|_(?:[GL][ET]|[GL]TE)_?\d|\bPYPY\b|\bWINDOWS\b|\bMACOS\b|\bLINUX\b|\b(?:exists|isfile|isdir|is_file|is_dir)\("
    rf"|{PYTHON_2}"
)
"""What a condition says that asks for a version, a platform, an optional package, or whether its file is there."""
_INSTALLATION: Final = re.compile(r"\w*install\w*\(|[\"']install[\"']|\bpip3? install\b")


def guarded(node: cst.CSTNode, unit: ParsedUnit, top: str) -> bool:
    """Whether the import at `node`, of the top-level module `top`, stands where its failure is provided for."""
    inner = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, (cst.Try, cst.TryStar)) and inner is not ancestor.finalbody:
            if any(_handles(handler, unit) for handler in ancestor.handlers):
                return True
        elif isinstance(ancestor, cst.With):
            if any(_suppresses(item.item, unit) for item in ancestor.items):
                return True
        elif isinstance(ancestor, (cst.If, cst.IfExp)) and inner is not ancestor.test:
            condition = unit.source(ancestor.test)
            if _CONDITION.search(condition) or (top and top in condition):
                return True
        elif isinstance(ancestor, (cst.IndentedBlock, cst.Module)) and _provided_before(ancestor, inner, unit, top):
            return True
        inner = ancestor
    return False


def _handles(handler: cst.ExceptHandler | cst.ExceptStarHandler, unit: ParsedUnit) -> bool:
    return handler.type is None or _ERRORS.search(unit.source(handler.type)) is not None


def _suppresses(context: cst.BaseExpression, unit: ParsedUnit) -> bool:
    source = unit.source(context)
    return _CONTEXTS.search(source) is not None and _ERRORS.search(source) is not None


def _provided_before(block: cst.IndentedBlock | cst.Module, inner: cst.CSTNode, unit: ParsedUnit, top: str) -> bool:
    """Whether an earlier statement leaves the block where something asked for is missing, or installs what is."""
    for statement in before(inner, block):
        if isinstance(statement, cst.SimpleStatementLine) and _installs(unit.source(statement), top):
            return True
        if isinstance(statement, cst.If) and _CONDITION.search(unit.source(statement.test)) and _leaves(statement.body):
            return True
        if isinstance(statement, cst.SimpleStatementLine) and "importorskip(" in unit.source(statement):
            return True
    return False


def _installs(statement: str, top: str) -> bool:
    """`install_packages(["boto3"])`, `subprocess.run([…, "install", "boto3"])`."""
    return bool(top) and top in statement and _INSTALLATION.search(statement) is not None


def _leaves(body: cst.BaseSuite) -> bool:
    last = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1] if last.body else None
    return isinstance(last, (cst.Return, cst.Raise, cst.Continue, cst.Break))

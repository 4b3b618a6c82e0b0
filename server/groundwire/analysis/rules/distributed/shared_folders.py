"""Which folders others make as well: those that a function only hands out, and those with a place that all share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.rules.determinism.flows import TELLING
from groundwire.analysis.rules.distributed.blocks import below, function_around, statements
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_SHARED: Final = re.compile(
    r"(?i)cache|(?:^|[^a-z])conf(?:ig)?(?:[^a-z]|$)|app_?data|data_home|xdg_|[\"']~|\bPath\.home\(|(?:^|[^a-z])logs?(?:[^a-z]|$)"
    r"|environ|getenv|spool|(?:state|storage|upload|media|queue|session|registry|runtime)s?_?(?:dir|folder|path|root)"
)
"""Words of places that every process of a program, or every one of a user's, goes to."""
_FILLS: Final = re.compile(r"\bopen\(|\.write|\bcopy\w*\(|\bmove\(|\.save|\.to_\w+\(|\bdump\(|\bextract|\bmk[sd]temp\(")
"""Calls by which something is put into a folder."""
_MOVES: Final = re.compile(r"\bos\.(?:rename|replace)\(|\bshutil\.move\(|\.rename\(")
_STEPS: Final = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Return, cst.Pass, cst.Raise, cst.Import, cst.ImportFrom)


def others_make(branch: cst.If, path: str, unit: ParsedUnit) -> bool:
    """Whether more than one process comes to where this folder is made.

    A folder into which the same function then copies, unpacks or builds something belongs to that piece of work.
    """
    function = function_around(branch, unit)
    if function is None:
        return unit.function is None and unit.unit.kind != "class"  # made by whoever imports the module
    return _only_hands_out(function, branch, unit) or _is_shared(branch, path, unit)


def _only_hands_out(function: cst.FunctionDef, branch: cst.If, unit: ParsedUnit) -> bool:
    """Whether a function does nothing but work out the folder, make it and give it back: it is called from anywhere.

    A private one is called by those who know whose folder it is, and what is constructed keeps it to itself.
    """
    if function.name.value.startswith("_") or _FILLS.search(unit.source(function.body)):
        return False
    return all(_is_step(statement, branch, unit) for statement in statements(function.body))


def _is_step(statement: cst.CSTNode, branch: cst.If, unit: ParsedUnit) -> bool:
    if isinstance(statement, cst.If):
        parts = [*statements(statement.body)]
        other = statement.orelse
        if isinstance(other, cst.If):
            parts.append(other)
        elif other is not None:
            parts += statements(other.body)
        return all(_is_step(part, branch, unit) for part in parts)
    if not isinstance(statement, cst.Expr):
        return isinstance(statement, _STEPS)
    value = statement.value.expression if isinstance(statement.value, cst.Await) else statement.value
    if not isinstance(value, cst.Call):
        return isinstance(value, (cst.SimpleString, cst.ConcatenatedString, cst.Ellipsis))  # a docstring
    tells = TELLING.fullmatch(dotted_name(value.func) or "") is not None
    return tells or any(outer is branch for outer in unit.ancestors(statement))


def _is_shared(branch: cst.If, path: str, unit: ParsedUnit) -> bool:
    """Whether the path, or what the names in it hold, says that it is a place for all; it is not moved there, once."""
    block = unit.parent(branch)
    if block is not None and _MOVES.search(unit.source(block)):
        return False
    texts = [path]
    for name in below(branch.test, unit, cst.Name):
        held = unit.scope.bindings.get(name.value, ())
        texts += [unit.source(value) for value in held if isinstance(value, cst.BaseExpression)]
    return any(_SHARED.search(text) for text in texts)

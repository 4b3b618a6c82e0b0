"""Code that no run reaches: a test that is skipped, what stands behind `return`, a method for Python 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.parsed import before
from groundwire.analysis.scope import dotted_name

if TYPE_CHECKING:
    from groundwire.analysis.parsed import ParsedUnit

_SKIPS: Final = frozenset({"skip", "skipTest"})
"""`pytest.skip(…)`, `self.skipTest(…)`, and the decorators `pytest.mark.skip` and `unittest.skip`."""

_OF_PYTHON_2: Final = frozenset(
    f"__{name}__"
    for name in ("div", "rdiv", "idiv", "getslice", "setslice", "delslice", "cmp", "nonzero", "unicode", "long", "oct")
)
"""Methods that no Python 3 calls."""


def never_runs(node: cst.CSTNode, unit: ParsedUnit) -> bool:
    """Whether something before it, in one of the blocks around it, always leaves, or its function is skipped."""
    inner = node
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.IndentedBlock):
            if any(map(_leaves, before(inner, ancestor))):
                return True
        elif isinstance(ancestor, (cst.FunctionDef, cst.ClassDef)) and (
            ancestor.name.value in _OF_PYTHON_2 or any(map(_skips, ancestor.decorators))
        ):
            return True
        inner = ancestor
    return False


def _leaves(statement: cst.BaseStatement) -> bool:
    last = statement.body[-1] if isinstance(statement, cst.SimpleStatementLine) else None
    if isinstance(last, (cst.Return, cst.Raise)):
        return True
    call = last.value if isinstance(last, cst.Expr) else None
    return isinstance(call, cst.Call) and _last_name(call.func) in _SKIPS


def _skips(decorator: cst.Decorator) -> bool:
    made = decorator.decorator
    return _last_name(made.func if isinstance(made, cst.Call) else made) == "skip"


def _last_name(node: cst.BaseExpression) -> str:
    return (dotted_name(node) or "").rpartition(".")[2]

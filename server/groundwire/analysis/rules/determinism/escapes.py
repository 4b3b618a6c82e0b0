"""Where an order that nothing settles gets out: into a returned list, a text, a digest, a file, a choice of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.escape import Code, Escape
from groundwire.analysis.rules.determinism.joins import is_join
from groundwire.analysis.rules.determinism.listings import is_in_no_order_anyway
from groundwire.analysis.rules.determinism.loops import looped
from groundwire.analysis.rules.determinism.numbers import numbered
from groundwire.analysis.rules.determinism.picks import picked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_SAVING: Final = frozenset({"json.dumps", "json.dump", "pickle.dumps", "pickle.dump", "yaml.dump", "yaml.safe_dump"})

_ORDERED: Final = re.compile(
    r"(?i)(?:\w*_)?(?:schemas?|columns?|fields|headers?|rows?|pages?|order|ordering|cache_keys?|fingerprint|signature"
    r"|digest|vocab|vocabulary|sequence)(?:_\w*)?"
)
"""Functions whose list has an order; of others, who drops duplicates by a set mostly knows that it has none."""


def escapes(unit: ParsedUnit, module: ModuleContext, *, in_tests: bool) -> Iterator[Escape]:
    """Every place of a unit where an order that nothing settles becomes part of a result."""
    code = Code(unit, module)
    if in_tests:
        yield from _compared(code)
        return
    yield from _joined(code)
    yield from _returned(code)
    yield from picked(code)
    yield from numbered(code)
    yield from _saved(code)
    yield from looped(code)


def _joined(code: Code) -> Iterator[Escape]:
    """`", ".join(…)`, where it does not end up in a message."""
    for call in code.unit.nodes(cst.Call):
        if not is_join(code, call):
            continue
        order = code.order(call.args[0].value)
        if order is not None and code.flow.counts(call) and not code.flow.is_told(call):
            yield Escape(call.args[0].value, order, "is joined into a text", wraps=True)


def _returned(code: Code) -> Iterator[Escape]:
    """A list or tuple that is returned."""
    function = code.unit.function
    if function is None:
        return
    for end in code.unit.nodes(cst.Return):
        if end.value is None or _enclosing(code, end) is not function:
            continue
        order = code.order(end.value)
        if order is not None and order.sequence and code.flow.had_an_order(order):
            name = end.value.value if isinstance(end.value, cst.Name) else ""
            if order.kind == "folder" and is_in_no_order_anyway(code, end.value, name):
                continue
            kind = "tuple" if code.unit.source(end.value).startswith("tuple(") else "list"
            known = order.kind == "completion" or (
                order.kind == "set" and not _ORDERED.fullmatch(code.unit.unit.name.rpartition(".")[2])
            )
            yield Escape(end.value, order, f"is returned as a {kind}", generated_only=known)


def _saved(code: Code) -> Iterator[Escape]:
    """`json.dumps(list(s))`, `hash(tuple(s))`, and digests of them."""
    for call in code.unit.nodes(cst.Call):
        path = resolve(call.func, code.unit, code.module) or ""
        if not call.args or not (path in _SAVING or path == "builtins.hash" or path.startswith("hashlib.")):
            continue
        for value in _values(call.args[0].value):
            order = code.order(value)
            if order is not None and order.sequence:
                yield Escape(value, order, "is hashed" if "hash" in path else "is saved")


def _values(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """What is saved: a value, or each of those that a dictionary display holds."""
    return [element.value for element in node.elements] if isinstance(node, cst.Dict) else [node]


def _compared(code: Code) -> Iterator[Escape]:
    """A test that expects a list of several items in one order."""
    for comparison in code.unit.nodes(cst.Comparison):
        target = comparison.comparisons[0]
        if len(comparison.comparisons) != 1 or not isinstance(target.operator, cst.Equal):
            continue
        for side, other in ((comparison.left, target.comparator), (target.comparator, comparison.left)):
            several = isinstance(other, (cst.List, cst.Tuple)) and len(other.elements) > 1
            order = code.order(side) if several else None
            if order is not None and order.sequence:
                yield Escape(side, order, "is compared with a list in one order")


def _enclosing(code: Code, node: cst.CSTNode) -> cst.CSTNode | None:
    kinds = (cst.FunctionDef, cst.Lambda)
    return next((ancestor for ancestor in code.unit.ancestors(node) if isinstance(ancestor, kinds)), None)

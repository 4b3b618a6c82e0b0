"""Queries of SQLAlchemy and MongoDB that take some of the rows and do not say in which order they come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from groundwire.analysis import cst
from groundwire.analysis.literals import literal_value
from groundwire.analysis.names import resolve
from groundwire.analysis.rules.determinism.sql_order import LATEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.module import ModuleContext
    from groundwire.analysis.parsed import ParsedUnit

_SELECTS: Final = frozenset(
    {"sqlalchemy.select", "sqlalchemy.future.select", "sqlalchemy.sql.select", "sqlmodel.select"}
)
_SESSION: Final = re.compile(r"(?i)(?:\w+\.)*(?:\w*session\w*|db|dbsession|s)(?:\(\))?")
_ORDERING: Final = re.compile(r"order_by|\.sort\(|\border(?:ed|ing)?\b|ORDER BY")
_PREVIEW: Final = re.compile(
    r"(?i)preview|peek|head|sample|probe|exists|has_|is_|any|batch|chunk|pending|claim|cleanup|purge"
)
_CUTTING: Final = frozenset({"limit", "offset", "skip", "first"})


def loose_chains(unit: ParsedUnit, module: ModuleContext) -> Iterator[cst.Call]:
    """Each outermost `.offset(…)`, `.skip(…)` or `.limit(…)` of a query that is ordered nowhere in the unit.

    A limit alone bounds how much comes, and whichever rows come will do; but for one whose function says which.
    """
    name = unit.unit.name.rpartition(".")[2]
    if _ORDERING.search(unit.text) or _PREVIEW.search(name):
        return
    which = LATEST.search(name) is not None
    seen: set[str] = set()
    for call in unit.nodes(cst.Call):
        if _method(call) not in _CUTTING or _is_inner(call, unit):
            continue
        links, root = _chain(call, unit, module)
        start = unit.source(root)
        if start in seen or not any(_pages(link) or (which and _cuts(link)) for link in links):
            continue
        if _is_mongo(links) or _is_query(links, root, unit, module):
            seen.add(start)
            yield call


def _method(call: cst.Call) -> str:
    return call.func.attr.value if isinstance(call.func, cst.Attribute) else ""


def _is_inner(call: cst.Call, unit: ParsedUnit) -> bool:
    """Whether another link that cuts follows in the same chain."""
    attribute = unit.parent(call)
    outer = unit.parent(attribute) if isinstance(attribute, cst.Attribute) else None
    return isinstance(outer, cst.Call) and _method(outer) in _CUTTING


def _chain(call: cst.Call, unit: ParsedUnit, module: ModuleContext) -> tuple[list[cst.Call], cst.BaseExpression]:
    """The calls of a chain from the last to the first, through names that hold chains, and what it starts from."""
    links: list[cst.Call] = []
    node: cst.BaseExpression = call
    seen: set[str] = set()
    while True:
        if isinstance(node, cst.Call):
            links.append(node)
            if not isinstance(node.func, cst.Attribute):
                return links, node
            if resolve(node.func, unit, module) in _SELECTS:
                return links, node
            node = node.func.value
        elif isinstance(node, cst.Name) and node.value not in seen:
            seen.add(node.value)
            first = next(iter(unit.scope.bindings.get(node.value, ())), None)
            if not isinstance(first, cst.BaseExpression) or not unit.unit.testable:
                return links, node
            node = first
        else:
            return links, node


def _is_query(links: list[cst.Call], root: cst.BaseExpression, unit: ParsedUnit, module: ModuleContext) -> bool:
    """Whether a chain is SQLAlchemy's: `select(…)`, `session.query(…)`, `User.query`."""
    if isinstance(root, cst.Call):
        return resolve(root.func, unit, module) in _SELECTS
    if isinstance(root, cst.Attribute) and root.attr.value == "query":
        return isinstance(root.value, cst.Name) and root.value.value[:1].isupper()
    asked = (link for link in links if _method(link) == "query" and link.args)
    return any(
        _SESSION.fullmatch(unit.source(link.func.value)) for link in asked if isinstance(link.func, cst.Attribute)
    )


def _is_mongo(links: list[cst.Call]) -> bool:
    """`collection.find(…).skip(…)`."""
    methods = [_method(link) for link in links]
    return "find" in methods and "skip" in methods


def _pages(link: cst.Call) -> bool:
    """Whether a link skips as many rows as a page says; a number that stands there leaves out the first few, once."""
    return _method(link) in {"offset", "skip"} and bool(link.args) and literal_value(link.args[0].value) is None


def _cuts(link: cst.Call) -> bool:
    """Whether a link takes some of the rows: a bound or a look, where no name says which are meant."""
    if _method(link) == "limit":
        return bool(link.args) and not (isinstance(link.args[0].value, cst.Name) and link.args[0].value.value == "None")
    return _method(link) == "first" and not link.args

"""SQL in the text of a program that takes some of the rows and does not say in which order they come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from groundwire.analysis import cst
from groundwire.analysis.literals import string_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.analysis.parsed import ParsedUnit

_QUERY: Final = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)
_FROM: Final = re.compile(r"\bFROM\s+[\w\"`\[(\0]", re.IGNORECASE)
_ORDERED: Final = re.compile(r"\bORDER\s+BY\b|\bSKIP\s+LOCKED\b|\bTABLESAMPLE\b|\bRANDOM\s*\(", re.IGNORECASE)
_LIMIT: Final = re.compile(r"\bLIMIT\s+(?:\0|[\w:%?@${}().,\s]+)", re.IGNORECASE)
_OFFSET: Final = re.compile(r"\bOFFSET\s+(?!\d+\b)|\bLIMIT\s+(?!\d+\s*,)\S+\s*,\s*\S", re.IGNORECASE)
"""Rows that are skipped, as many as the page says: a number that stands there is no page."""
_AGGREGATE: Final = re.compile(r"\s*SELECT\s+(?:COUNT|SUM|MAX|MIN|AVG|EXISTS|1\b)", re.IGNORECASE)
_HOLE: Final = "\0"
"""Stands for what an f-string or `format` puts in."""
_CLAUSE: Final = re.compile(r"\S\s+\0(?=\s|$|;)|\0\0")
"""A hole where a whole clause may stand, an `ORDER BY` as well."""
_VALUE: Final = re.compile(
    r"((?:\b(?:FROM|JOIN|LIMIT|OFFSET|AND|OR|WHERE|LIKE|IN|BETWEEN|SELECT|BY|AS|ON|IS|NOT)|[=<>,(])\s*)\0",
    re.IGNORECASE,
)
"""A hole where one value or name stands."""
_PREVIEW: Final = re.compile(
    r"(?i)preview|peek|head|sample|probe|schema|column|describe|introspect|exists|any|example|batch|chunk"
)
LATEST: Final = re.compile(
    r"(?i)(?:^|_|\.)(?:latest|newest|last(?!_?(?:name|updated|modified|changed|accessed|seen|used))|oldest|earliest"
    r"|most_\w+|recent|highest|lowest|top|leading|popular|trending|recommended)(?:_|$|(?=[A-Z]))"
)
"""Names that say which ones are meant."""


class LooseQuery(NamedTuple):
    """A query whose rows come in an order that nothing settles."""

    node: cst.BaseExpression
    skips: bool
    """Whether it pages: rows are skipped, not only cut off."""


def loose_queries(unit: ParsedUnit) -> Iterator[LooseQuery]:
    """Literal queries with LIMIT or OFFSET and no ORDER BY, where it can matter which rows come."""
    if _PREVIEW.search(unit.unit.name.rpartition(".")[2]):
        return
    for node, text in _texts(unit):
        if not _QUERY.match(text) or not _FROM.search(text) or _ORDERED.search(text) or _is_added_to(node, unit):
            continue
        if not _LIMIT.search(text) and not _OFFSET.search(text):
            continue
        if _may_hold_a_clause(text) or isinstance(unit.parent(node), cst.Expr):  # documentation is no query
            continue
        skips = _OFFSET.search(text) is not None
        if skips or not _any_will_do(text, node, unit):
            yield LooseQuery(node, skips)


def _texts(unit: ParsedUnit) -> Iterator[tuple[cst.BaseExpression, str]]:
    """Whole texts of a unit: plain literals, f-strings with holes, and what `format` or `%` fills."""
    for plain in unit.nodes(cst.SimpleString):
        if not isinstance(unit.parent(plain), (cst.ConcatenatedString, cst.FormattedString)):
            yield plain, _holes(string_value(plain) or "", plain, unit)
    for joined in unit.nodes(cst.ConcatenatedString):
        if not isinstance(unit.parent(joined), cst.ConcatenatedString):
            yield joined, _holes("".join(_parts(joined)), joined, unit)
    for formatted in unit.nodes(cst.FormattedString):
        if not isinstance(unit.parent(formatted), cst.ConcatenatedString):
            yield formatted, "".join(_parts(formatted))


def _parts(node: cst.BaseExpression) -> Iterator[str]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _parts(node.left)
        yield from _parts(node.right)
    elif isinstance(node, cst.FormattedString):
        for part in node.parts:
            yield part.value if isinstance(part, cst.FormattedStringText) else _HOLE
    else:
        yield string_value(node) or ""


def _holes(text: str, node: cst.BaseExpression, unit: ParsedUnit) -> str:
    """A template's text with its fields as holes, where `format` or `%` is asked of it."""
    parent = unit.parent(node)
    if isinstance(parent, cst.Attribute) and parent.attr.value == "format":
        return re.sub(r"\{[^{}]*\}", _HOLE, text)
    if isinstance(parent, cst.BinaryOperation) and isinstance(parent.operator, cst.Modulo):
        return re.sub(r"%(?:\(\w+\))?[sdr]", _HOLE, text)
    return text


def _may_hold_a_clause(text: str) -> bool:
    """Whether a hole stands where a whole clause may: not behind FROM, a comparison or LIMIT."""
    without_values = _VALUE.sub(r"\1value", text)
    return _CLAUSE.search(without_values) is not None


def _is_added_to(node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether more text is put to a query: by `+`, by `+=` or by another assignment to its name."""
    for ancestor in unit.ancestors(node):
        if isinstance(ancestor, cst.BinaryOperation) and isinstance(ancestor.operator, cst.Add):
            return True
        if isinstance(ancestor, cst.Assign) and isinstance(ancestor.targets[0].target, cst.Name):
            name = ancestor.targets[0].target.value
            return len(unit.scope.bindings.get(name, ())) > 1
        if isinstance(ancestor, cst.BaseStatement):
            return False
    return False


def _any_will_do(text: str, node: cst.BaseExpression, unit: ParsedUnit) -> bool:
    """Whether no name says which rows are meant (a number of them is a bound, or a look), or all are taken in turn."""
    if _AGGREGATE.match(text) or "EXISTS" in text.upper() or _is_emptied(text):
        return True
    if any(isinstance(outer, cst.While) for outer in unit.ancestors(node)):
        return True
    targets = [ancestor.targets[0].target for ancestor in unit.ancestors(node) if isinstance(ancestor, cst.Assign)]
    names = [unit.unit.name, *(target.value for target in targets if isinstance(target, cst.Name))]
    return not any(LATEST.search(name) for name in names)


def _is_emptied(text: str) -> bool:
    """A batch of work: `WHERE status = 'new' LIMIT 100`, taken until none is left."""
    work = r"\b(?:status|state|processed|pending|done|sent|queued|update|delete)\b|IS\s+NULL|batch|chunk"
    return re.search(work, text, re.IGNORECASE) is not None

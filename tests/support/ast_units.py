"""Unit borders as the interpreter's own parser sees them: what the scanner is compared with."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING

from groundwire.model import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from groundwire.model import UnitKind

_BLANKS = " \t\f"


def ast_units(text: str) -> list[Unit]:
    """The units of a valid program, given with LF line endings; SyntaxError and its like where it is not valid."""
    lines = text.split("\n")
    units: list[Unit] = []
    for unit in _units(ast.parse(text).body, "", lines):
        if units and unit.start < units[-1].end:
            last = units[-1]
            units[-1] = Unit(last.kind, last.name, last.start, max(last.end, unit.end), last.header, last.indent)
        else:
            units.append(unit)
    return units


def _units(body: list[ast.stmt], owner: str, lines: list[str]) -> Iterator[Unit]:
    prefix = f"{owner}." if owner else ""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield _unit("method" if owner else "function", prefix + node.name, node, _end(node), lines)
        elif isinstance(node, ast.ClassDef):
            name = prefix + node.name
            documented = ast.get_docstring(node, clean=False) is not None
            end = _end(node.body[0]) if documented else _header_end(node, lines)
            yield _unit("class", name, node, end, lines)
            yield from _units(node.body[documented:], name, lines)
        else:
            kind: UnitKind = "class" if owner else "statement"
            yield _unit(kind, owner or "<module>", node, _end(node), lines)


def _unit(kind: UnitKind, name: str, node: ast.stmt, end: int, lines: list[str]) -> Unit:
    header = start = node.lineno - 1
    decorators = getattr(node, "decorator_list", [])
    if decorators:
        start = decorators[0].lineno - 1
        while not lines[start].lstrip(_BLANKS).startswith("@"):
            start -= 1
    return Unit(kind, name, start, end, header, len(lines[start]) - len(lines[start].lstrip(_BLANKS)))


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def _header_end(node: ast.ClassDef, lines: list[str]) -> int:
    """Line after the colon that ends a class header."""
    depth = 0
    source = io.StringIO("\n".join(lines[node.lineno - 1 : _end(node)]))
    for token in tokenize.generate_tokens(source.readline):
        if token.string in {"(", "[", "{"}:
            depth += 1
        elif token.string in {")", "]", "}"}:
            depth -= 1
        elif token.string == ":" and not depth:
            break
    return node.lineno - 1 + token.end[0]

"""Imports of a test file: which are there, where new ones go, and how one that is there takes another name."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.model import Position, Range, TextEdit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True)
class Header:
    """The imports at the top of a test file."""

    lines: tuple[str, ...]
    statements: tuple[ast.Import | ast.ImportFrom, ...]
    start: int
    """Line where imports would begin: after the docstring and comments."""
    bound: dict[str, str]
    """Every top-level name that is bound, and `module:name` where an import binds it."""


def header_of(tree: ast.Module, text: str) -> Header:
    """Read the header of a test file; imports further down, or under a condition, are not added to."""
    lines = tuple(text.split("\n"))
    statements: list[ast.Import | ast.ImportFrom] = []
    body = list(tree.body)
    start = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        start = body[0].end_lineno or 1
        body = body[1:]
    else:
        start = next((index for index, line in enumerate(lines) if not line.startswith("#")), 0) if text else 0
    for node in body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
        statements.append(node)
    bound: dict[str, str] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                bound[alias.asname or alias.name] = alias.name if alias.asname else f"{alias.name}:"
                bound.setdefault(alias.asname or alias.name.partition(".")[0], f"{alias.name.partition('.')[0]}:")
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                bound[alias.asname or alias.name] = f"{'.' * statement.level}{statement.module or ''}:{alias.name}"
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound[statement.name] = ""
        elif isinstance(statement, ast.Assign):
            bound.update({target.id: "" for target in statement.targets if isinstance(target, ast.Name)})
    return Header(lines, tuple(statements), start, bound)


def missing(header: Header, needs: Iterable[str]) -> tuple[list[str], list[str]]:
    """The needs (`module:name`, `module:`) that no import fulfils, and those whose name means something else there."""
    absent: list[str] = []
    clashing: list[str] = []
    for need in sorted(set(needs)):
        module, _, name = need.partition(":")
        written = name or module
        found = header.bound.get(written)
        if found == need:
            continue
        (absent if found is None else clashing).append(need)
    return absent, clashing


def import_edits(header: Header, needs: Collection[str], own: Collection[str], width: int) -> list[TextEdit]:
    """Edits that add imports: to a statement of the same module where there is one, else as one of its own.

    `own` are the top-level names of the project's modules: they form the last section.
    """
    edits: list[TextEdit] = []
    grouped: dict[tuple[str, bool], list[str]] = {}
    for need in needs:
        module, _, name = need.partition(":")
        grouped.setdefault((module, bool(name)), []).append(name)
    fresh: list[tuple[tuple[int, bool, str], str]] = []
    for (module, is_from), names in grouped.items():
        there = _statement_of(header, module) if is_from else None
        if there is not None:
            edits.append(_extended(there, header, names, width))
        else:
            text = _from_import(module, sorted(names, key=_order), width) if is_from else f"import {module}"
            fresh.append(((section(module, own), is_from, module.lower()), text))
    edits.extend(_insertions(header, sorted(fresh), own))
    return edits


def section(module: str, own: Collection[str]) -> int:
    """Which block of imports a module belongs to: future, standard library, installed, the project's, relative."""
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 4
    top = module.partition(".")[0]
    return 1 if top in sys.stdlib_module_names else 3 if top in own else 2


def _statement_of(header: Header, module: str) -> ast.ImportFrom | None:
    for node in header.statements:
        if isinstance(node, ast.ImportFrom) and node.module == module and not node.level and node.names[0].name != "*":
            shown = "\n".join(header.lines[node.lineno - 1 : node.end_lineno])
            return None if "#" in shown else node  # a comment in it would be lost
    return None


def _extended(node: ast.ImportFrom, header: Header, names: list[str], width: int) -> TextEdit:
    """The statement with more names, kept in their order where they had one."""
    written = [alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in node.names]
    ordered = sorted(written, key=_order) == written
    written.extend(names)
    text = _from_import(node.module or "", sorted(written, key=_order) if ordered else written, width)
    end = Position((node.end_lineno or node.lineno) - 1, _columns(header, node))
    return TextEdit(Range(Position(node.lineno - 1, 0), end), text)


def _columns(header: Header, node: ast.stmt) -> int:
    """The statement's end in code points; `ast` counts bytes."""
    line = header.lines[(node.end_lineno or node.lineno) - 1]
    return len(line.encode()[: node.end_col_offset].decode(errors="ignore"))


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest, as import sorters order members."""
    bare = name.partition(" ")[0]
    kind = 0 if bare.isupper() and len(bare) > 1 else 1 if bare[:1].isupper() else 2
    return kind, bare


def _from_import(module: str, names: list[str], width: int) -> str:
    flat = f"from {module} import {', '.join(names)}"
    if len(flat) <= width:
        return flat
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _insertions(header: Header, fresh: list[tuple[tuple[int, bool, str], str]], own: Collection[str]) -> list[TextEdit]:
    """New statements before the first one that sorts after them; sections are parted by a blank line."""
    keys = [_key(node, own) for node in header.statements]
    slots: dict[int, list[tuple[tuple[int, bool, str], str]]] = {}
    for item in fresh:
        slot = next((index for index, key in enumerate(keys) if key > item[0]), len(keys))
        slots.setdefault(slot, []).append(item)
    edits: list[TextEdit] = []
    for slot, items in slots.items():
        before = keys[slot - 1][0] if slot else None
        after = keys[slot][0] if slot < len(keys) else None
        lines: list[str] = []
        last = before
        for (part, _, _), text in items:
            if last is not None and last != part:
                lines.append("")
            lines.append(text)
            last = part
        joined = "\n".join(lines)
        if before is None and after is None:
            edits.append(_insert(header.start, ("\n" if header.start else "") + joined + "\n"))
        elif slot and (before == items[0][0][0] or after is None):
            line = header.statements[slot - 1].end_lineno or 0
            tail = "\n" if after is not None and before == after and last != after else ""
            edits.append(_insert(line, joined + "\n" + tail))
        else:
            following = header.statements[slot].lineno - 1
            lead = joined.removeprefix("\n") if before is not None and before != after else joined
            edits.append(_insert(following, lead + "\n" + ("" if last == after else "\n")))
    return edits


def _key(node: ast.Import | ast.ImportFrom, own: Collection[str]) -> tuple[int, bool, str]:
    if isinstance(node, ast.Import):
        return section(node.names[0].name, own), False, node.names[0].name.lower()
    module = "." * node.level + (node.module or "")
    return section(module, own), True, module.lower()


def _insert(line: int, text: str) -> TextEdit:
    return TextEdit(Range(Position(line, 0), Position(line, 0)), text)

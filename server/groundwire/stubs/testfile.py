"""Puts new tests into a test file's text: imports, constants, then fixtures and tests at its end."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundwire.model import Position, Range, TextEdit
from groundwire.stubs.imports import header_of, import_edits
from groundwire.stubs.source import dotted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True)
class Addition:
    """What a stub adds to a test file."""

    needs: frozenset[str]
    constants: tuple[tuple[str, ...], ...]
    """Statements of a line or more, to stand after the imports."""
    blocks: tuple[tuple[str, ...], ...]
    """Fixtures and tests, each as its lines."""


def additions(text: str, tree: ast.Module, addition: Addition, own: Collection[str], width: int) -> list[TextEdit]:
    """Edits against the test file's present text, sorted, without overlap."""
    header = header_of(tree, text)
    blocks = "\n\n\n".join("\n".join(block) for block in addition.blocks)
    constants = "\n".join("\n".join(lines) for lines in addition.constants)
    if not text.strip():
        empty = header_of(ast.parse(""), "")
        imports = "".join(edit.new_text for edit in import_edits(empty, addition.needs, own, width))
        whole = Range(Position(0, 0), _end(text))
        return [TextEdit(whole, "\n".join([imports, *([constants, "", ""] if constants else [""]), blocks]) + "\n")]
    edits = import_edits(header, addition.needs, own, width)
    if constants:
        edits.append(_constants(header.start, header.statements, constants, edits))
    edits.append(_appended(text, tree, blocks))
    return _merged(edits)


def apply(text: str, edits: Sequence[TextEdit]) -> str:
    """The text after the edits."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for (start, end), new_text in sorted(edits, reverse=True):
        text = text[: starts[start.line] + start.column] + new_text + text[starts[end.line] + end.column :]
    return text


def _constants(start: int, statements: Sequence[ast.stmt], constants: str, edits: Sequence[TextEdit]) -> TextEdit:
    """Constants stand after the last import, an empty line before them."""
    line = max([start, *(node.end_lineno or 0 for node in statements), *(edit.range.end.line for edit in edits)])
    place = Position(line, 0)
    return TextEdit(Range(place, place), f"\n{constants}\n" + ("" if statements else "\n\n"))


def _appended(text: str, tree: ast.Module, blocks: str) -> TextEdit:
    """Blocks go to the end, before a closing `if __name__ == "__main__":`."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.If) and isinstance(last.test, ast.Compare) and dotted(last.test.left) == "__name__":
        place = Position(last.lineno - 1, 0)
        return TextEdit(Range(place, place), f"{blocks}\n\n\n")
    kept = text.rstrip()
    start = Position(kept.count("\n"), len(kept) - (kept.rfind("\n") + 1))
    return TextEdit(Range(start, _end(text)), f"\n\n\n{blocks}\n")


def _merged(edits: list[TextEdit]) -> list[TextEdit]:
    """Insertions at one place become one edit, in the order they were made."""
    merged: dict[Range, str] = {}
    for edit in edits:
        merged[edit.range] = merged.get(edit.range, "") + edit.new_text
    return sorted(TextEdit(place, text) for place, text in merged.items())


def _end(text: str) -> Position:
    return Position(text.count("\n"), len(text) - (text.rfind("\n") + 1))

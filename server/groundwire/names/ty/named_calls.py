"""A module's text as `ty` is given it: with a name for each call that an attribute is taken of, to ask about.

A language server is asked about names, and what a call gives has none: `(made := f(x)).y` gives it one.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from groundwire.names.receivers import Text

_NAME: Final = "_made_{}"
_SILENT: Final = (ast.JoinedStr, ast.pattern)
"""In a pattern no name may be given, and within an f-string Python before 3.12 does not know where things stand."""

_Addition = tuple[int, str, "ast.expr | None"]
"""The column of the original text that it comes before, what is put there, and the call that it begins to name."""


class Place(NamedTuple):
    """Where a name stands: its last character, line and column from 0, in code points."""

    line: int
    column: int


class NamedCalls:
    """The text, and where in it what was asked about stands."""

    def __init__(self, original: Text) -> None:
        self._original = original
        self._added: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """By line: the column in the original text, and how many characters were put there."""
        self._names: dict[ast.expr, Place] = {}
        self.text = self._named()

    def receiver(self, line: int, column: int) -> Place | None:
        """Where to ask about the object before the attribute whose name ends there (line from 1, column from 0)."""
        node = self._original.receiver(line, column)
        if isinstance(node, ast.Call):
            return self._names.get(node)
        return self.moved(*self._original.last(node)) if isinstance(node, (ast.Name, ast.Attribute)) else None

    def moved(self, line: int, column: int) -> Place:
        """Where a character of the original text (line from 1, column from 0) stands."""
        return Place(line - 1, column + sum(count for at, count in self._added[line] if at <= column))

    def _named(self) -> str:
        lines = self._original.lines.copy()
        before: defaultdict[int, list[tuple[int, str, ast.expr]]] = defaultdict(list)
        behind: defaultdict[int, list[int]] = defaultdict(list)
        for count, call in enumerate(self._calls()):
            line, column = self._original.first(call)
            before[line].append((column, f"({_NAME.format(count)} := ", call))
            last_line, last_column = self._original.last(call)
            behind[last_line].append(last_column + 1)
        for line in before.keys() | behind.keys():
            additions: list[_Addition] = [*before[line], *((column, ")", None) for column in behind[line])]
            lines[line - 1] = self._with(lines[line - 1], line, sorted(additions, key=_order))
        return "\n".join(lines)

    def _calls(self) -> list[ast.Call]:
        """Outer calls before those that they begin with."""
        found: list[ast.Call] = []
        stack: list[ast.AST] = [self._original.tree]
        while stack:
            node = stack.pop()
            if isinstance(node, _SILENT):
                continue
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) and _is_read(node):
                found.append(node.value)
            stack += ast.iter_child_nodes(node)
        return found

    def _with(self, text: str, line: int, additions: list[_Addition]) -> str:
        parts, taken, grown = [], 0, 0
        for column, addition, call in additions:
            parts += [text[taken:column], addition]
            taken = column
            if call is not None:
                self._names[call] = Place(line - 1, column + grown + len(addition.rpartition(" :=")[0]) - 1)
            grown += len(addition)
            self._added[line].append((column, len(addition)))
        return "".join((*parts, text[taken:]))


def _order(addition: _Addition) -> tuple[int, bool]:
    """What closes before what opens at one place; the sort keeps outer calls first."""
    return addition[0], addition[2] is not None


def _is_read(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Load)

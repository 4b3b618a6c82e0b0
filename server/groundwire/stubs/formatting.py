"""Lays out a statement as the common formatter does: on one line, its arguments on one line, or one to a line."""

from __future__ import annotations

import ast
from typing import Final

from groundwire.stubs.samples import quoted

_INDENT: Final = "    "


def laid_out(expression: str, *, indent: int, width: int, prefix: str = "", suffix: str = "") -> list[str]:
    """Lines of `prefix expression suffix` at an indentation of `indent` spaces.

    Calls and displays in `expression` are split where the line is longer than `width`; nothing else is.
    """
    node = ast.parse(expression, mode="eval").body
    return _lines(node, expression, indent, width, prefix, suffix)


def exploded(head: str, items: list[str], tail: str, *, indent: int, width: int) -> list[str]:
    """A bracket with one item to a line, whatever fits: it is there to be added to."""
    lines = [" " * indent + head]
    for item in items:
        lines.extend(laid_out(item, indent=indent + 4, width=width, suffix=","))
    return [*lines, " " * indent + tail]


def failing(message: str, *, indent: int, width: int, by: str = "pytest") -> list[str]:
    """A `pytest.fail` call, or another's `fail`; a long message is split between words."""
    space = " " * indent
    whole = quoted(message)
    if len(f"{space}{by}.fail({whole})") <= width:
        return [f"{space}{by}.fail({whole})"]
    inner = space + _INDENT
    if len(inner + whole) <= width:
        return [f"{space}{by}.fail(", inner + whole, f"{space})"]
    pieces: list[str] = [""]
    for word in message.split(" "):
        longer = f"{pieces[-1]}{word} "
        if pieces[-1] and len(inner + quoted(longer)) > width:
            pieces.append("")
            longer = f"{word} "
        pieces[-1] = longer
    pieces[-1] = pieces[-1].rstrip(" ")
    return [f"{space}{by}.fail(", *(inner + quoted(piece) for piece in pieces), f"{space})"]


def _lines(node: ast.expr, source: str, indent: int, width: int, prefix: str, suffix: str) -> list[str]:
    space = " " * indent
    flat = f"{space}{prefix}{_text(node, source)}{suffix}"
    items = _items(node, source)
    if len(flat) <= width or not items:
        return [flat]
    head, tail = _brackets(node, source)
    inner = ", ".join(label + _text(item, source) for label, item in items)
    joined = " " * (indent + 4) + inner
    if isinstance(node, ast.Call) and len(joined) <= width:
        return [f"{space}{prefix}{head}", joined, f"{space}{tail}{suffix}"]
    lines = [f"{space}{prefix}{head}"]
    for label, item in items:
        lines.extend(_lines(item, source, indent + 4, width, label, ","))
    return [*lines, f"{space}{tail}{suffix}"]


def _text(node: ast.AST, source: str) -> str:
    return ast.get_source_segment(source, node) or ast.unparse(node)


def _items(node: ast.expr, source: str) -> list[tuple[str, ast.expr]]:
    """The parts of a call or display, each with what is written before its value."""
    if isinstance(node, ast.Call):
        words = [(f"{word.arg}=" if word.arg else "**", word.value) for word in node.keywords]
        return [*(("", item) for item in node.args), *words]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [("", item) for item in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [(f"{_text(key, source)}: " if key is not None else "**", value) for key, value in pairs]
    return []


def _brackets(node: ast.expr, source: str) -> tuple[str, str]:
    if isinstance(node, ast.Call):
        return f"{_text(node.func, source)}(", ")"
    return {ast.List: ("[", "]"), ast.Tuple: ("(", ")"), ast.Set: ("{", "}"), ast.Dict: ("{", "}")}[type(node)]

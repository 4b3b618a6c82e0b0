"""Guesses a parameter's type where no annotation says it: from its default, its docstring and its use."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from groundwire.stubs.forms import ANY, Form, form_of
from groundwire.stubs.source import dotted, own_nodes

if TYPE_CHECKING:
    from groundwire.stubs.source import Function, Source

_DOCUMENTED: Final = (
    r":type\s+{name}:\s*(?P<type>[^\n]+)",
    r":param\s+(?P<type>[\w.\[\], ]+?)\s+{name}:",
    r"(?m)^\s*\*{{0,2}}{name}\s*\((?P<type>[^)\n]+)\)\s*:",
    r"(?m)^\s*{name}\s*:\s*(?P<type>[\w.\[\], |]+)$",
)


def documented_form(name: str, docstring: str | None, source: Source) -> Form:
    """The type that a docstring in Sphinx, Google or NumPy style gives a parameter."""
    for pattern in _DOCUMENTED:
        found = re.search(pattern.format(name=re.escape(name)), docstring or "")
        if found is None:
            continue
        text = re.sub(r",?\s*optional\b|,?\s*defaults?\b.*", "", found["type"]).strip().rstrip(".")
        text = re.sub(r"\b(?:list|sequence) of (\w+?)s?\b", r"list[\1]", text)
        text = {"string": "str", "integer": "int", "boolean": "bool", "number": "float"}.get(text, text)
        text = text.replace(" or ", " | ")
        try:
            return form_of(ast.parse(text, mode="eval").body, source)
        except (SyntaxError, ValueError):
            continue
    return ANY


_TEXT_METHODS: Final = frozenset({
    "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "title", "startswith", "endswith", "splitlines", "split",
    "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "encode", "removeprefix", "removesuffix",
    "partition", "rpartition", "rsplit", "zfill", "isnumeric", "isdecimal", "capitalize", "swapcase",
})  # fmt: skip
_PARSERS: Final = {
    "re.match": 1, "re.search": 1, "re.fullmatch": 1, "re.findall": 1, "re.split": 1, "re.finditer": 1, "json.loads": 0,
    "datetime.date.fromisoformat": 0, "datetime.datetime.fromisoformat": 0, "datetime.datetime.strptime": 0,
    "urllib.parse.urlparse": 0, "urllib.parse.urlsplit": 0, "re.sub": 2,
}  # fmt: skip


def used_form(name: str, function: Function, source: Source) -> Form:
    """The type that a function's use of a parameter suggests; `typing.Any` where it suggests none."""
    for node in own_nodes(function):
        if (form := _suggested(name, node, source)) is not None:
            return form
    return ANY


def _suggested(name: str, node: ast.AST, source: Source) -> Form | None:
    if isinstance(node, ast.Call):
        return _suggested_by_call(name, node, source)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and _is(node.left, name):
        other = node.comparators[0]
        if isinstance(node.ops[0], (ast.In, ast.NotIn)) and isinstance(other, (ast.Tuple, ast.Set, ast.List)):
            return _constant_type(other.elts[0]) if other.elts else None
        return _constant_type(other) if not isinstance(node.ops[0], (ast.Is, ast.IsNot)) else None
    if isinstance(node, ast.BinOp) and (_is(node.left, name) or _is(node.right, name)):
        other = node.right if _is(node.left, name) else node.left
        if isinstance(node.op, (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)):
            return _constant_type(other) or Form("float" if isinstance(node.op, ast.Div) else "int")
        return _constant_type(other) if isinstance(node.op, (ast.Add, ast.Mod)) else None
    if isinstance(node, ast.Subscript) and _is(node.value, name):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            return Form("dict", (Form("str"), ANY))
        return Form("list", (ANY,)) if isinstance(node.slice, (ast.Slice, ast.Constant, ast.UnaryOp)) else None
    if isinstance(node, ast.Match) and _is(node.subject, name):
        values = [
            part.value for case in node.cases for part in ast.walk(case.pattern) if isinstance(part, ast.MatchValue)
        ]
        return _constant_type(values[0]) if values else None
    if isinstance(node, (ast.For, ast.comprehension)) and _is(node.iter, name):
        return Form("list", (ANY,))
    return None


def _suggested_by_call(name: str, node: ast.Call, source: Source) -> Form | None:
    if isinstance(node.func, ast.Attribute) and _is(node.func.value, name):
        if node.func.attr in _TEXT_METHODS:
            return Form("str")
        if node.func.attr in {"items", "keys", "values", "get", "setdefault"}:
            return Form("dict", (Form("str"), ANY))
        if node.func.attr in {"append", "extend", "sort"}:
            return Form("list", (ANY,))
        return None
    positions = [index for index, argument in enumerate(node.args) if _is(argument, name)]
    if not positions:
        return None
    called = source.path_of(dotted(node.func) or "")
    if called in {"len", "sum", "sorted", "max", "min", "enumerate", "list", "set", "tuple", "any", "all", "reversed"}:
        return Form("list", (Form("int") if called in {"sum", "max", "min"} else ANY,))
    if called in {"range", "abs", "round", "math.sqrt", "math.floor", "math.ceil"}:
        return Form("int" if called == "range" else "float")
    if called in {"open", "pathlib.Path", "io.open"}:
        return Form("pathlib.Path")
    if called in {"int", "float", "decimal.Decimal"} or _PARSERS.get(called) in positions:
        return Form("str")
    return None


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _constant_type(node: ast.expr) -> Form | None:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if isinstance(node, ast.Constant) and node.value is not None and node.value is not Ellipsis:
        return Form(type(node.value).__name__)
    return None

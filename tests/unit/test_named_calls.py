"""Calls that an attribute is taken of get names in the text that a type checker is given; nothing else changes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import groundwire
from groundwire.names.receivers import Text
from groundwire.names.ty.named_calls import NamedCalls


class Unnamed(ast.NodeTransformer):
    """Takes the names out again."""

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        self.generic_visit(node)
        return node.value if node.target.id.startswith("_made_") else node


@pytest.mark.parametrize(
    "file", sorted(Path(groundwire.__file__).parent.rglob("*.py"))[::7], ids=lambda file: str(file.name)
)
def test_naming_calls_leaves_the_rest_of_a_text_as_it_is(file: Path) -> None:
    text = Text(file.read_text(encoding="utf-8"))
    calls = NamedCalls(text)
    assert ast.dump(Unnamed().visit(ast.parse(calls.text))) == ast.dump(ast.parse("\n".join(text.lines)))
    lines = calls.text.split("\n")
    for node in ast.walk(text.tree):
        if isinstance(node, ast.Attribute) and (place := calls.receiver(*text.last(node))) is not None:
            called = lines[place.line][: place.column + 1]
            name = called[len(called.rstrip("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) :]
            made = isinstance(node.value, ast.Call)
            assert name.startswith("_made_") if made else ast.unparse(node.value).endswith(name)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a().b", "(_made_0 := a()).b"),
        ("a().b().c", "(_made_0 := (_made_1 := a()).b()).c"),
        ("a(b().c).d", "(_made_0 := a((_made_1 := b()).c)).d"),
        ("(a()).b", "((_made_0 := a())).b"),
        ("a(\n  1,\n).b", "(_made_0 := a(\n  1,\n)).b"),
        ("'ü'; a('é').b", "'ü'; (_made_0 := a('é')).b"),
        ("a().b = 1", "a().b = 1"),
        ("f'{a().b}'", "f'{a().b}'"),
        ("match x:\n    case a.b:\n        pass", "match x:\n    case a.b:\n        pass"),
    ],
)
def test_calls_are_named_where_they_may_be(text: str, named: str) -> None:
    assert NamedCalls(Text(text)).text == named

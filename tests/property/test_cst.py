"""Whatever code looks like, Python's parser and libcst's give the same tree, and its text can be read back."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from cst_twins import differences
from groundwire.analysis import cst
from groundwire.analysis.cst.source import Source
from groundwire.analysis.cst.statements_from_ast import module
from groundwire.analysis.cst.written import Written

SPACE = st.sampled_from(["", " ", "  ", "\n  ", " # a comment)\n", "\t", " \\\n "])
NAMES = st.sampled_from(["a", "bc", "é", "_x1", "None", "True"])
ATOMS = NAMES | st.sampled_from(
    ["1", "2.5", "0x1f", "3j", "...", "'s'", '"(#"', "'''t\n'''", "b'x'", "r'\\('", "'a' 'b'", "f'{a}'", "f'x{a!r:>3}'"]
)


@st.composite
def grouped(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    return f"({draw(SPACE)}{draw(inner)}{draw(SPACE)})"


@st.composite
def compound(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """An expression of others, in round brackets so that it may stand anywhere and go over several lines."""
    one, other, third = draw(inner), draw(inner), draw(inner)
    a, b = draw(SPACE), draw(SPACE)
    form = draw(
        st.sampled_from(
            [
                "({x}{a}+{b}{y})",
                "(not{a} {x} and{b} {y} or {z})",
                "({x}{a} < {y}{b} is not {z})",
                "({x}{a} if {y} else{b} {z})",
                "(a){a}({x},{b}k={y}, *{z})",
                "a.b{a}({x}{b})",
                "a[{x}{a}:{y}{b}]",
                "a[{x},{a}{y}{b}]",
                "({x},{a}{y}{b})",
                "({x}{a},{b})",
                "[{x}{a},{b}*{y}]",
                "{{{x}{a}: {y},{b}**{z}}}",
                "({x} for a in{a} {y}{b})",
                "[{x}{a} for a, bc in {y} if{b} {z}]",
                "(lambda a,{a} *bc, _x1={x}:{b} {y})",
                "(-{x}{a}**{b}~{y})",
                "(a :={a} {x}{b})",
                "f'{{ {n}.b }}-{{ {n} }}'",
            ]
        )
    )
    return form.format(x=one, y=other, z=third, a=a, b=b, n=draw(st.sampled_from(["a", "bc"])))


EXPRESSIONS = st.recursive(ATOMS, lambda inner: grouped(inner) | compound(inner), max_leaves=8)


@given(EXPRESSIONS)
def test_both_parsers_give_the_same(code: str) -> None:
    assert differences(f"x = ({code})\n") == []


_PARTS = (cst.StarredElement, cst.BaseString, cst.Name)
"""What cannot stand alone, or be looked for by its meaning: a literal among several, the name of a keyword."""


@given(EXPRESSIONS)
def test_the_text_of_each_expression_means_what_it_meant(code: str) -> None:
    text = f"x = ({code})\n"
    source = Source(text)
    tree = module(source)
    nodes_by_type, holders = cst.indexed(tree)
    written = Written(source, holders)
    whole = _meaning(ast.parse(text))
    for nodes in nodes_by_type.values():
        for node in nodes:
            if isinstance(node, cst.BaseExpression) and not isinstance(
                node, (cst.StarredElement, cst.BaseString, cst.Name)
            ):
                alone = ast.parse(f"({written.text(node)}\n)", mode="eval").body
                assert _meaning(alone) in whole


def _meaning(tree: ast.AST) -> str:
    """What code says, whether it is read or assigned to."""
    return ast.dump(tree).replace("Load()", "").replace("Store()", "")

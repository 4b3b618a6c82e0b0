"""Walking an `ast` tree meets every node but operators and contexts, whatever kinds there are."""

from __future__ import annotations

import ast
import sys

import pytest

from groundwire.analysis.tree_walk import Tree, children, walk

SOURCES = [
    "@a\nasync def f(a, /, b: int = 1, *c: d, e, g=None, **h) -> i:\n    global x, y\n    return await (yield a)\n",
    "class A(B, metaclass=C):\n    'text'\n    x: int = 1\n    y = {**a, b: c, None: ...}\n    del d, e[f:g, ::h]\n",
    "for a, *b in c:\n    continue\nelse:\n    pass\nwhile a:\n    break\nasync def f():\n    async for a in b: pass\n",
    "try:\n    raise a from b\nexcept (C, D) as e:\n    assert f, g\nelse:\n    h += 1\nfinally:\n    i = j = k\n",
    "with a as b, c:\n    import d.e as f, g\n    from ..h import i as j, k\nfrom l import *\n",
    "match a:\n    case [1, *b] if c: pass\n    case {'k': d, **e} | None | True: pass\n",
    "match a:\n    case F(g, h=-1) as i: pass\n    case (1 | 2j), 'x': pass\n    case _: j\n",
    "x = [a for a in b if c], {d: e for d in f}, {g for g in h}, (i for i in j), lambda k, *l: m if n else not o\n",
    "x = f'{a!r:>{b}}' 'c', (d := 1), e < f is not g, h and i or -j ** 2, k(*l, m=n, **o), p.q[r], b'', 1j\n",
]
if sys.version_info >= (3, 11):
    SOURCES.append("try:\n    a\nexcept* B:\n    c\n")
if sys.version_info >= (3, 12):
    SOURCES.append("type A[T: int, *U, **V] = B[T]\ndef f[T](a: T): pass\nclass C[T]: pass\n")
LEFT_OUT = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)


@pytest.mark.parametrize("source", SOURCES)
def test_every_node_is_met(source: str) -> None:
    tree = ast.parse(source)
    expected = {id(node) for node in ast.walk(tree) if not isinstance(node, LEFT_OUT)}
    assert {id(node) for node in walk(tree)} == expected
    for node in ast.walk(tree):
        below = [child for child in ast.iter_child_nodes(node) if not isinstance(child, LEFT_OUT)]
        assert children(node) == below
    by_kind = Tree(tree)
    kinds = {type(node) for node in ast.walk(tree)} - set(LEFT_OUT)
    assert {id(node) for kind in kinds for node in by_kind.nodes(kind)} == expected

"""Where the object before a dot comes from, by its module's text alone."""

from __future__ import annotations

import pytest

from groundwire.names.receivers import Annotated, Call, Held, Literal, Several, Source, Text


def source_of(code: str) -> Source:
    """Of the attribute `.wanted` of a text."""
    line, text = next((n, line) for n, line in enumerate(code.split("\n"), 1) if ".wanted" in line)
    return Text(code).source(line, text.index(".wanted") + len(".wanted") - 1)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("def f():\n    x = C()\n    x.wanted\n", Call),
        ("x = C()\ndef f():\n    x.wanted\n", Call),
        ("def f():\n    x = y = C()\n    x.wanted\n", None),
        ("def f():\n    x = C()\n    y = x\n    y.wanted\n", Call),
        ("def f(x: C):\n    x.wanted\n", Annotated),
        ("def f(x: 'C'):\n    x.wanted\n", None),
        ("def f(x: C | None):\n    x.wanted\n", None),
        ("def f(x):\n    x.wanted\n", None),
        ("def f(x: C):\n    x = g(x)\n    x.wanted\n", Several),
        ("def f(x: C):\n    x = h[0]\n    x.wanted\n", None),
        ("def f(x: C):\n    x.y.wanted\n", Held),
        ("def f(x):\n    x.y.wanted\n", None),
        ("def f(*x: C):\n    x.wanted\n", None),
        ("def f():\n    x = C()\n    for x in y:\n        x.wanted\n", None),
        ("def f():\n    with C() as x:\n        x.wanted\n", None),
        ("def f():\n    x = C() if a else D()\n    x.wanted\n", None),
        ("def f():\n    x: C = g()\n    x.wanted\n", Call),
        ("def f():\n    x: C\n    x.wanted\n", Annotated),
        ("def f():\n    x = await_ = C()\n    x.wanted\n", None),
        ("async def f():\n    x = await C()\n    x.wanted\n", None),
        ("def f():\n    [x.wanted for x in y]\n", None),
        ("def f():\n    x = C()\n    [x.wanted for z in y]\n", Call),
        ("def f():\n    x = C()\n    def g(x):\n        x.wanted\n", None),
        ("def f():\n    x = C()\n    def g():\n        nonlocal x\n        x = 1\n    x.wanted\n", None),
        ("x = C()\nclass K:\n    x = 1\n    def f(self):\n        x.wanted\n", Call),
        ("class K:\n    def __init__(self):\n        self.a = C()\n    def f(self):\n        self.a.wanted\n", Call),
        ("class K:\n    def f(self):\n        self.a = C()\n        self.a = 1\n        self.a.wanted\n", None),
        (
            "class K(Base):\n    def __init__(self):\n        self.a = C()\n    def f(self):\n        self.a.wanted\n",
            None,
        ),
        ("class K:\n    def f(self):\n        self.wanted\n", None),
        ("def f():\n    [].wanted\n", Literal),
        ("def f():\n    'é'.wanted\n", Literal),
        ("def f():\n    C().wanted\n", Call),
        ("def f():\n    C()().wanted\n", None),
        ("def f():\n    x[0].wanted\n", None),
        ("def f(x):\n    (x + 1).wanted\n", None),
        ("match a:\n    case x:\n        x.wanted\n", None),
        ("try:\n    pass\nexcept E as x:\n    x.wanted\n", None),
        ("if (x := C()):\n    x.wanted\n", None),
    ],
)
def test_only_what_one_expression_settles_has_a_source(code: str, kind: type | None) -> None:
    found = source_of(code)
    assert (found is None) if kind is None else isinstance(found, kind)


def test_columns_count_code_points() -> None:
    found = source_of("def f():\n    y = 'é😀'; C('é').wanted\n")
    assert found == Call(callee=(2, 14), call=(2, 20))

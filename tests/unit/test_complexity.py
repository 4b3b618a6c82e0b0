"""Cyclomatic complexity: what radon counts, and what is corrected."""

from __future__ import annotations

import sys
from textwrap import dedent, indent

import pytest
from radon.visitors import ComplexityVisitor

from groundwire.evidence.complexity import complexity
from groundwire.model import Unit
from groundwire.text.document import Document


def counted(code: str) -> int | None:
    """The complexity of the first unit of a text."""
    document = Document(dedent(code))
    unit = next(iter(document.units))
    return complexity(unit, document.lines_text(unit.start, unit.end))


def within(body: str) -> int | None:
    """The complexity of a function with this body."""
    return counted(f"def f(x, xs):\n{indent(dedent(body), '    ')}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return x\n", 1),
        ("if x:\n    return 1\nelif xs:\n    return 2\nelse:\n    return 3\n", 3),
        ("return 1 if x else 2\n", 2),
        ("return x and xs or 3\n", 3),
        ("for y in xs:\n    pass\nelse:\n    pass\n", 3),
        ("while x:\n    x -= 1\n", 2),
        (
            "try:\n    x()\nexcept OSError:\n    x\nexcept ValueError:\n    x\nelse:\n    x\nfinally:\n    x()\n",
            4,
        ),
        ("with x:\n    return xs\n", 1),
        ("assert x\n", 2),
        ("return [y for y in xs if y if x]\n", 4),
        ("return lambda y: y\n", 1),
        ("return lambda y: 1 if y else 2\n", 2),
        ("match x:\n    case 1:\n        return 1\n    case _:\n        return 2\n", 2),
        ("match x:\n    case 1:\n        return 1\n    case 2:\n        return 2\n", 3),
    ],
)
def test_decisions_are_counted_as_radon_does(body: str, expected: int) -> None:
    assert within(body) == expected
    tree = f"def f(x, xs):\n{indent(dedent(body), '    ')}"
    assert ComplexityVisitor.from_code(tree).functions[0].complexity == expected


def test_a_guard_makes_a_name_a_decision() -> None:
    assert within("match x:\n    case 1:\n        return 1\n    case y if y > 2:\n        return 2\n") == 3
    assert within("match x:\n    case y if y > 2:\n        return 1\n    case _:\n        return 2\n") == 2


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* is newer syntax")
def test_handlers_of_exception_groups_are_counted_like_others() -> None:
    plain = "try:\n    x()\nexcept OSError:\n    pass\nexcept ValueError:\n    pass\nelse:\n    pass\n"
    assert within(plain.replace("except ", "except* ")) == within(plain) == 4


def test_functions_inside_belong_to_the_function() -> None:
    assert within("def g(y):\n    def h(z):\n        return z and y\n    return 1 if y else h\nreturn g\n") == 3
    assert within("class A:\n    def m(self):\n        return 1 if self else 2\nreturn A\n") == 2


def test_a_method_is_counted_by_itself_and_other_units_are_not() -> None:
    members = "    n = 1 if os else 2\n\n    @property\n    async def m(self):\n        return self and 1\n"
    document = Document(f"import os\n\n\nclass A:\n{members}")
    counts = {unit.name: complexity(unit, document.lines_text(unit.start, unit.end)) for unit in document.units}
    assert counts == {"<module>": None, "A": None, "A.m": 2}


@pytest.mark.parametrize(
    "text", ["def f(:\n    pass\n", "def f():\n    return " + "(" * 300 + ")" * 300 + "\n", "def f():\n    \0\n"]
)
def test_what_cannot_be_read_has_no_complexity(text: str) -> None:
    assert complexity(Unit("function", "f", 0, 2, 0, 0), text) is None


def test_code_too_deep_to_walk_has_no_complexity() -> None:
    deep = "def f(x):\n    return " + "-" * 5_000 + "x\n"
    assert complexity(Unit("function", "f", 0, 2, 0, 0), deep) is None

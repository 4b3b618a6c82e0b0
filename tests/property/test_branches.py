"""Whatever is called unreachable is never reached: chains of conditions are run on values, and compared."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwire.analysis.context import module_facts
from groundwire.analysis.engine import Engine
from groundwire.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = st.one_of(st.integers(-4, 4), st.sampled_from([-1.5, 0.5, 2.5, 0.0]))
ORDERS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
VALUES: list[object] = [
    *range(-8, 9),
    *(number + half for number in range(-8, 9) for half in (0.25, 0.5, 0.75)),
    *(math.nan, math.inf, -math.inf, True, False),
    *(10**30, -(10**30), 1e300, -0.0),
]
TEXTS: list[object] = ["", "a", "ab", "abc", "b", "ba", "aba", "c", "bab", "abab"]
OTHERS: list[object] = [None, (), [], [0], object(), b"a", {}]


def comparisons(subject: str) -> st.SearchStrategy[str]:
    """Conditions on one number."""
    alone = st.builds(lambda sign, number: f"{subject} {sign} {number!r}", ORDERS, NUMBERS)
    mirrored = st.builds(lambda sign, number: f"{number!r} {sign} {subject}", ORDERS, NUMBERS)
    between = st.builds(
        lambda low, first, second, high: f"{low!r} {first} {subject} {second} {high!r}",
        NUMBERS,
        st.sampled_from(["<", "<="]),
        st.sampled_from(["<", "<="]),
        NUMBERS,
    )
    among = st.lists(st.integers(-3, 3), min_size=1, max_size=3).map(lambda items: f"{subject} in {tuple(items)!r}")
    return st.one_of(alone, mirrored, between, among)


def remainders() -> st.SearchStrategy[str]:
    """Conditions on a number's remainder, whole numbers only."""
    return st.builds(
        lambda modulus, sign, rest: f"x % {modulus} {sign} {rest}",
        st.sampled_from([2, 3, 4, 6]),
        st.sampled_from(["==", "!=", "<", ">"]),
        st.integers(0, 4),
    ) | st.builds(lambda sign, number: f"x {sign} {number}", ORDERS, st.integers(-4, 4))


def affixes() -> st.SearchStrategy[str]:
    """Conditions on a text."""
    piece = st.text("ab", min_size=1, max_size=3)
    method = st.sampled_from(["startswith", "endswith"])
    return st.builds(lambda name, text: f"x.{name}({text!r})", method, piece) | st.builds(
        lambda sign, text: f"x {sign} {text!r}", st.sampled_from(["==", "!="]), piece
    )


def classes() -> st.SearchStrategy[str]:
    """Questions about a class, and about None."""
    return st.lists(st.sampled_from(["int", "bool", "str", "float", "list"]), min_size=1, max_size=2, unique=True).map(
        lambda names: f"isinstance(x, ({', '.join(names)},))"
    ) | st.sampled_from(["x is None", "x is not None"])


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same with `and`, `or`, `not`."""
    return st.recursive(
        parts,
        lambda inner: st.one_of(
            st.builds(lambda left, right: f"({left} and {right})", inner, inner),
            st.builds(lambda left, right: f"({left} or {right})", inner, inner),
            inner.map(lambda one: f"not ({one})"),
        ),
        max_leaves=3,
    )


SHAPES = st.lists(st.sampled_from(["if", "elif", "inside", "bind", "assert", "choice", "loop"]), min_size=2, max_size=6)


def program(conditions: list[str], shapes: list[str]) -> str:
    """A function whose every branch notes its number; `seen` is told each branch that runs."""
    lines, indent, chained = ["def chain(x, seen):"], "    ", False
    for number, (test, shape) in enumerate(zip(conditions, shapes, strict=False)):
        leaves = number % 3 != 2
        if shape == "elif" and chained:
            lines += [f"{indent}elif {test}:", f"{indent}    seen({number})"]
        elif shape == "bind":
            lines += [f"{indent}x = x"]
            chained = False
            continue
        elif shape == "assert":
            lines += [f"{indent}assert {test}"]
            chained = False
            continue
        elif shape == "choice":
            lines += [f"{indent}seen({number}) if {test} else None"]
            chained = False
            continue
        elif shape == "loop":
            lines += [f"{indent}while {test}:", f"{indent}    seen({number})", f"{indent}    break"]
            chained = False
            continue
        else:
            lines += [f"{indent}if {test}:", f"{indent}    seen({number})"]
        if shape == "inside":
            indent += "    "
            chained = False
            continue
        lines += [f"{indent}    return"] if leaves else []
        chained = True
    return "\n".join([*lines, f"{indent}return", ""])


def never_reached(code: str) -> set[int]:
    """Numbers of the branches that the rule calls dead, read off their lines."""
    document = Document(code)
    unit = next(iter(document.units))
    facts = module_facts(document, "app.py", "app")
    engine = Engine(["GW205"], project=False)
    result = engine.analyse(unit, document.lines_text(unit.start, unit.end), engine.view(facts), generated=True)
    assert not result.faults
    lines = code.split("\n")
    numbers = set()
    for finding in result.findings:
        if "never true" in finding.message:
            start = finding.range.start.line
            line = lines[start] if "seen(" in lines[start] else lines[start + 1]
            if "seen(" in line and "assert" not in lines[start]:
                numbers.add(int(line.partition("seen(")[2].partition(")")[0]))
    return numbers


def reached(code: str, values: list[object]) -> set[int]:
    """Numbers of the branches that some value runs."""
    names: dict[str, Callable[[object, Callable[[int], None]], None]] = {}
    exec(code, names)  # the test's own program
    found: set[int] = set()
    for value in values:
        with suppress(TypeError, AttributeError, AssertionError):
            names["chain"](value, found.add)
    return found


def programs(conditions: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(program, st.lists(joined(conditions), min_size=2, max_size=6), SHAPES)


EVERY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(programs(comparisons("x")))
@EVERY
def test_no_number_reaches_a_branch_called_dead(code: str) -> None:
    assert not never_reached(code) & reached(code, [*VALUES, *TEXTS, *OTHERS])


@given(programs(comparisons("len(x)")))
@EVERY
def test_no_length_reaches_a_branch_called_dead(code: str) -> None:
    assert not never_reached(code) & reached(code, ["a" * length for length in range(9)])


@given(programs(remainders()))
@EVERY
def test_no_remainder_reaches_a_branch_called_dead(code: str) -> None:
    whole = [*range(-40, 41), *(number + 0.5 for number in range(-40, 41)), *VALUES]
    assert not never_reached(code) & reached(code, [*whole, *TEXTS, *OTHERS])


@given(programs(affixes()))
@EVERY
def test_no_text_reaches_a_branch_called_dead(code: str) -> None:
    short = [
        a + b + c + d for a in ("", "a", "b") for b in ("", "a", "b") for c in ("", "a", "b") for d in ("", "a", "c")
    ]
    assert not never_reached(code) & reached(code, [*short, *VALUES, *OTHERS])


@given(programs(classes()))
@EVERY
def test_no_object_reaches_a_branch_called_dead(code: str) -> None:
    assert not never_reached(code) & reached(code, [*VALUES, *TEXTS, *OTHERS])


def test_the_programs_have_dead_branches_at_all() -> None:
    code = program(["x > 0", "x > 3", "x == 2.5"], ["if", "elif", "if"])
    assert never_reached(code) == {1, 2}
    assert reached(code, VALUES) == {0}

"""What the scanner makes of newer syntax and of code that is broken."""

from __future__ import annotations

import time

import pytest

from groundwire.text.document import Document
from groundwire.text.scanner import PLAIN, State, scan

AFTER = "\ndef after():\n    pass\n"


def names(text: str) -> list[str]:
    return [unit.name for unit in Document(text).units]


@pytest.mark.parametrize(
    "line",
    [
        'x = f"{d["a"]}"',
        "x = f'{d['a']:{w['b']}}' # {",
        'x = f"{f"{f"{1}"}"}" + "("',
        'x = f"{x!r:>{w}}}}"',
        'x = t"{a["b"]}" + Rt\'{c}\' + tR"""{d}"""',
        'x = f"{lambda_:%H"',
        "x = f'{ {'a': {1: 2}}['a'] }'",
        'x = rf"\\{a["b"]}\\{{"',
        'x = f"\\N{LEFT PARENTHESIS}{{("',
        'type X[T] = dict[str, "T"]',
        "type = match = case = 1",
        "x = \"\" '' \"\"\"\"\"\" + ''''''",
        "x = b'\\\\' rb\"\\\"\" # '",
        "if\"f{\": f'{x}'",
    ],
)
def test_a_complete_line_leaves_nothing_open(line: str) -> None:
    assert scan(line, PLAIN).end == PLAIN


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        (["x = (1, [2,", "{3"], ("(", "[", "{")),
        (["x = (1, [2,", "])"], ()),
        (["x = f'''{", "a['''b'''], \"\"\""], ("f'''", "{'''", '"""')),
        (["x = f'{", "a:>{", "w"], ("f'", ":'", "{'")),
        (["x = f'{", "a", "}'"], ()),
        (["x = 'a\\", "b\\", "c'"], ()),
        (["x = 'a\\", "b", "c"], ()),
        (["x = (1]", "2"], ("(",)),
        (["x = [(1]", "2"], ()),
        (["x = f'{(a}'"], ()),
        (["print(f'{x')"], ()),
        (["print('it)"], ("(",)),
        (["x = f'{x:abc"], ()),
    ],
)
def test_what_is_open_is_carried_from_line_to_line(lines: list[str], marks: tuple[str, ...]) -> None:
    state = PLAIN
    for line in lines:
        state = scan(line, state).end
    assert state == State(marks)


@pytest.mark.parametrize(
    "broken",
    [
        "x = foo(",
        "x = [1, {",
        "x = 'it",
        "x = f'{a",
        "x = f'{a:",
        "x = f\"{d['",
        "x = (]",
        "x = )",
        "class",
        "class A(",
        "def",
        "def f(",
        "def f(a,\n  b",
        "@",
        "if x",
        "x = 1 +",
        "from x import (a,",
        "        x = 1",
        "\\",
        "x = '\\",
    ],
)
@pytest.mark.parametrize("more", ["", "\n\n", "\n# c\nimport os\n"])
def test_a_broken_line_does_not_lose_what_follows(broken: str, more: str) -> None:
    assert names(broken + more + AFTER)[-1] == "after"


@pytest.mark.parametrize(
    "start",
    [
        "def f(): 0",
        "class A: x = 0",
        "async def f(): 0",
        "return",
        "import os",
        "from .a.b import c",
        "while x: 0",
        "with x: 0",
        "async with x: 0",
        "try: 0",
        "else: 0",
        "elif x: 0",
        "except A: 0",
        "finally: 0",
        "raise",
        "assert x",
        "del x",
        "pass",
        "break",
        "continue",
        "global x",
        "nonlocal x",
    ],
)
def test_what_cannot_stand_in_brackets_starts_a_statement(start: str) -> None:
    assert scan(f"  {start}", State(("(", "["))).indent == 2


@pytest.mark.parametrize(
    "start",
    [
        *("for x in y", "async for x in y", "if x", "else y", "else_: 1", "lambda: 0", "yield", "from x", "not x"),
        *(
            "await x",
            "@ x",
            "x = 1",
            "classes",
            "returned",
            "import_",
            "type",
            "match",
            "case",
            "# def f():",
            '"def f():"',
        ),
    ],
)
def test_what_can_stand_in_brackets_does_not(start: str) -> None:
    assert scan(f"  {start}", State(("(",))).indent is None


def test_an_open_field_in_a_long_string_ends_where_no_expression_can_go_on() -> None:
    source = 'x = f"""\nfunction() {\n  return 1\n}\n"""\ndef after(): pass\n'
    assert names(source) == ["<module>", "after"]


@pytest.mark.parametrize(
    ("line", "indent"),
    [("x", 0), ("    x", 4), ("\tx", 8), ("   \tx", 8), ("\t x", 9), ("\fx", 0), ("  \f x", 1), ("\ufeffx", 0)],
)
def test_tabs_go_to_multiples_of_eight_and_a_form_feed_starts_again(line: str, indent: int) -> None:
    assert scan(line, PLAIN).indent == indent


def test_columns_of_units_count_characters() -> None:
    assert [unit.indent for unit in Document("\fclass A:\n\tdef m(self):\n\t\tpass\n").units] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        ("(" * 500 + "\n") * 400,
        'f"{' * 30_000,
        "f'{\"" * 30_000,
        '"\\' * 50_000,
        "'" * 100_001,
        '"""' + "\\" * 100_001,
        "\t" * 100_000 + "x",
        "class A:\n" + " class B:\n" * 20_000,
        "\n".join(" " * depth + "class A:" for depth in range(600)),
        "@a\n" * 20_000,
        "{x:" * 30_000,
        "[" * 50_000 + ")" * 50_000,
        "f'" + "{x:" * 30_000,
        ("f'" + "{x:" * 300 + "\n") * 200,
        "else:\n" * 20_000,
        "from " + "a." * 50_000 + " import" * 3,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    assert len(Document(text).units) >= 1
    assert time.process_time() - began < 2

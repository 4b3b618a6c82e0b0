"""The tree that rules read is the same, whoever parsed the text; what stands around a node is read from the text."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from cst_twins import differences
from groundwire.analysis import cst
from groundwire.analysis.cst import from_libcst
from groundwire.analysis.parsed import ParsedUnit
from groundwire.analysis.syntax import expression, parse
from groundwire.model import NotAnalysed
from groundwire.text.document import Document

STATEMENTS = """\
x = y = 1; z: int = 2; del a; del a, b; del (a, b)
a += 1; a -= 1; a *= 1; a /= 1; a //= 1; a %= 1; a **= 1; a >>= 1; a <<= 1; a &= 1; a |= 1; a ^= 1; a @= m
if a: b
if (a
    ):  # why
    b
elif c: d; e
else:
    # what
    f
if a:
    b
else:
    if c:
        d
for (i, *j) in k, l: pass
else: pass
while 1:
    break
else:
    continue
try:
    a
except (A, B) as error: b
except(C): c
except: d
else: e
finally: f
with a as b, c, d() as (e, f): pass
with (open(x) as f, g): pass
with (a): pass
def f(): pass
def f(a, /, b: int = 1, *c: str, d, e=2, **f: "x") -> (int): return
def f(*, a): return (yield)
async def f(*a):
    async with a as b: await c
    async for d in e: yield (yield from f)
    return [g async for g in h if i if j for k in l]
@a
@b.c(d)
# between
class A(B, *C, metaclass=D, **E): x = 1
class A: pass
class A(): pass
import a, b.c.d, e as f, g.h as i
from . import a
from .. b import (c as d, e,)
from ...b.c import *
from a import b
def f():
    global a, b
    nonlocal  c
raise
raise A
raise A from B
assert a, "b"
assert (a, b)
return_ = lambda: 0
lambda a, *b, c=1, **d: (a)
"""
EXPRESSIONS = [
    "(a)",
    "( # why\n  a )",
    "((a)) + (b)",
    "(a or b) and (c) and not (d) or ((e))",
    "a < (b) < c not in d is not (e)",
    "a if (b) else c",
    "(a := b)",
    "f(a)(b)((c))",
    "f((a), *(b), c=(d), **(e))",
    "f(c=d, *b)",
    "f(a for a in b)",
    "f((a for a in b))",
    "f((a, b), (c, ))",
    "(a for (b, c) in d if (e) if f for g in h)",
    "{a: b, **c, (d): (e)}",
    "{a, *b}",
    "[*a, (b, c)]",
    "{a for a in b}",
    "{a: b for a, b in c}",
    "()",
    "( )",
    "(a,)",
    "(a), (b)",
    "((a), b)",
    "a,",
    "(a, b), (c, d)",
    "a[b]",
    "a[b, c]",
    "a[(b, c)]",
    "a[b:c, ::d, :]",
    "a[b,]",
    "a[()]",
    "a[*b]",
    "-a ** -b",
    "await_ @ b // c >> d",
    "not a",
    "~a",
    "...",
    "None",
    "1_000 + 0x_f + 1.5e-3 + 2j + 0o17 + 00",
    "'a' \"b\" 'c'",
    "(b'a'\n # why\n b\"d\" b'\\'e')",
    "'''a'b\"c''' \"\" r'\\d' u\"f\" R'\\x'",
    'f"a{b}c{{d}}{e!r}{f:>3}{g!s:.2f}{h.i[0]}"',
    'f"{ (a) }{a, b}{ {1: 2}[1] }"',
    'f"{a}" "b" f\'{c}\'',
    '"a" f"{b}"',
    'f"{a:{b}}{c=}"',
    "f'''{\n    a\n}\"'{b}'''",
    'f"\\N{EM DASH}{a}\\t{b}"',
    'rf"\\N{a}"',
    '"é" + ñ + f"ü{é}" "ß"',
    "a.b . c",
    "a(b)\\\n  .c(d)",
    "x[lambda: (yield)]",
]


JOINED = [
    'f"{a}" "b" f\'{c}\'',
    '"a" f"{b}"',
    '"é" f"ü{é}" "ß"',
    '("a{b}" f"{{c}}{d}"  # e\n  rf\'\\{e}"\' \'f\' f"g" f"""\n"h{i}""j{k}""")',
    'f"\\"{a}\\\\" f"\\\n{b}"',
    "f'é{a}' f'{b}é' 'é' f'{c}{d!r:>4}'",
    "f'{a:{b}}' f'{c: <{d[0]}.{e!r}f}{g:}'",
]


@pytest.mark.parametrize("text", [STATEMENTS, *(f"x = {code}\n" for code in (*EXPRESSIONS, *JOINED))])
def test_both_parsers_give_the_same(text: str) -> None:
    assert differences(text) == []


@pytest.mark.parametrize("name", ["analysis/cst/from_ast.py", "analysis/context.py", "text/units.py", "lsp/session.py"])
def test_both_parsers_give_the_same_of_whole_files(name: str) -> None:
    file = Path(__file__).resolve().parents[2] / "server" / "groundwire" / name
    assert differences(file.read_text()) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "match a:\n    case [b, *c] if d: pass\n    case {1: x, **rest}: pass\n    case A(e, f=g) | None: pass\n",
            cst.Match,
        ),
        ("type A[T: int = str, *U, **V] = list[T]\n", cst.TypeAlias),
        ("def f[T](a: T) -> T: return a\n", cst.TypeParameters),
        ("try: a\nexcept* B as c: d\n", cst.TryStar),
        ("a = t'{b}'\n", cst.TemplatedString),
        ('a = f"{b["c"]}"\n', cst.FormattedString),
    ],
)
def test_newer_syntax_is_read(text: str, kind: type[cst.CSTNode]) -> None:
    read = parse(text)
    assert not isinstance(read, NotAnalysed)
    (node, *_) = cst.indexed(read[1])[0][kind]
    assert text[node.start : node.end].strip()


def test_broken_code_has_no_tree() -> None:
    read = parse("a = (\n")
    assert isinstance(read, NotAnalysed)
    assert read.reason.startswith("syntax error at line 1")


def unit_of(text: str) -> ParsedUnit:
    unit = next(iter(Document(text).units))
    parsed = ParsedUnit.of(unit, text)
    assert isinstance(parsed, ParsedUnit)
    return parsed


@pytest.mark.parametrize(
    ("text", "source", "brackets"),
    [
        ("x = a", "a", 0),
        ("x = (a)", "(a)", 1),
        ("x = ( # (why\n  (a\n  ) )", "( # (why\n  (a\n  ) )", 2),
        ("x = f(a)", "a", 0),
        ("x = f((a))", "(a)", 1),
        ("x = f(a)(a)", "a", 0),
        ("x = not(a)", "(a)", 1),
        ("x = '#' if (a) else b", "(a)", 1),
        ("b\n(a)", "(a)", 1),
        ("x = (a).b", "(a)", 1),
        ("x = [(a), b]", "(a)", 1),
        ("x = (a), b", "(a)", 1),
        ("x = (a, b)", "a", 0),
        ("x = ((a), b)", "(a)", 1),
    ],
)
def test_brackets_around_an_expression(text: str, source: str, brackets: int) -> None:
    unit = unit_of(f"def f():\n    {text}\n")
    name = next(name for name in unit.nodes(cst.Name) if name.value == "a")
    assert (unit.source(name), unit.brackets(name), unit.code(name)) == (source, brackets, "a")


def test_a_tuple_is_written_with_its_brackets_and_stands_within_them() -> None:
    unit = unit_of("x = ( a, b )\n")
    (node,) = unit.nodes(cst.Tuple)
    assert (unit.source(node), unit.code(node)) == ("( a, b )", "a, b")


BLOCK = """\
def f():
    try:
        # tries
        a()  # here

        # after
    # before the handler
    except A:  # rare
        # nothing
        pass
    # not the handler's
    return b
"""


def test_statements_are_written_with_their_comments() -> None:
    unit = unit_of(BLOCK)
    (attempt,) = unit.nodes(cst.Try)
    (handler,) = unit.nodes(cst.ExceptHandler)
    lines = BLOCK.splitlines(keepends=True)
    assert unit.source(attempt.body) == "".join(lines[2:6])
    assert unit.source(handler) == "".join(lines[6:10])
    assert unit.source(handler.body) == "".join(lines[8:10])


def test_places_are_code_points() -> None:
    text = 'x = "é🐍", naïve\ny = é.ß(ж)\n'
    assert differences(text) == []
    read = parse(text)
    assert not isinstance(read, NotAnalysed)
    names = [text[node.start : node.end] for node in cst.indexed(read[1])[0][cst.Name]]
    assert names == ["x", "naïve", "y", "é", "ß", "ж"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_kinds(end: str) -> None:
    assert differences(f"if a:{end}    b = (c,{end}         d){end}else:{end}    e; f{end}") == []


def test_an_expression_alone() -> None:
    assert isinstance(expression("int | None"), cst.BinaryOperation)
    assert isinstance(expression("a # why"), cst.Name)
    for text in ("a b", "a; b", "a = b", "", "import a", ") + ("):
        assert expression(text) is None


def test_the_same_code_is_equal_wherever_it_stands() -> None:
    one, other = expression("a . b( c,1 )"), expression("(a.b)(c, 1)")
    assert one is not None
    assert other is not None
    assert cst.deep_equals(one, other)
    assert not cst.deep_equals(one, expression("a.b(c, 2)") or other)


def test_a_unit_that_nobody_needs_is_gone_at_once() -> None:
    unit = unit_of("def f(a):\n    return (a) + 1\n")
    (name, *_) = unit.nodes(cst.BinaryOperation)
    assert unit.source(name.left) == "(a)"
    assert unit.parent(name) is not None
    gone = weakref.ref(unit)
    gc.disable()
    try:
        del unit
        assert gone() is None
    finally:
        gc.enable()


def test_the_same_operators_are_equal_whoever_read_them() -> None:
    by_python, by_libcst = expression("f'{a + b}'"), expression("f'{a + b}' f'{c=}'")
    assert isinstance(by_python, cst.FormattedString)
    assert isinstance(by_libcst, cst.ConcatenatedString)
    assert cst.deep_equals(by_python, by_libcst.left)


@pytest.mark.parametrize("code", JOINED)
def test_f_strings_beside_other_literals_need_no_libcst(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(from_libcst, "expression", lambda source, start, end: asked.append(source.text[start:end]))
    assert isinstance(expression(code), cst.ConcatenatedString)
    assert asked == []

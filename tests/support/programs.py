"""A strategy for valid programs that use everything by which a line can mislead about where a unit begins."""

from __future__ import annotations

from hypothesis import strategies as st

SIMPLE = [
    "x = 1",
    "pass",
    "x = 1; y = 2",
    "x = 1;",
    "x = 1; y = (\n2\n)",
    "x = '''\n'''; y = 2",
    "x: int",
    "import os, \\\n sys",
    "from os import (path,\nsep)",
    "from os \\\n  import path",
    "x = y \\\n+ z \\\n",
    "x = (1 if y\nelse 2)",
    "x = [\nreturned,\n    # def f():\n  classes]  # class A:",
    "x = {\n'a': [\n(1, 2)], **{}}",
    "x = (\na\n@ b)",
    "x = [i\nfor i in y\nif i\nand not i\nor lambda: i]",
    "x[1:2, ::3] = a[b:c]",
    "match = case = type = 1",
    "match (x, \ny)",
    "print(async_, *a)",
    '"""a string\n  def f():\nclass A:\n"""',
    "'''a \\''' \" # (\n'''",
    'x = """\\\n""" """"quoted" \\"""" # "',
    "x = 'it\\'s \\\n  def f(): # \\\\'",
    'x = r"\\"" + rb\'\\\'\' + b"#" + u"(" # )',
    "x = f'{a}{{' f\"{b!r:>{w}}}}\" F'{c:#x}' rf'\\{d}'",
    "x = f'''{\na:\n}''' + f\"\"\"{ {'b': 1}['b'] } \" '\"\"\"",
    "x = f'{a[\"b\"]}' 'c'if d else'e' or\"f\"",
    "x = f\"{a['b']:%H:%M}\" + fr'{lambda_}'",
    "x = 0if y else 1",
    "assert x, (\n'''\n''')",
    "é = '😀'; 变量 = 1",
    "x = a if b else \\\n  c",
    "x = (yield_)\\\n.real",
    "x = (  # (\n  )",
]
DOCSTRINGS = [
    '"""doc"""',
    "'doc'; x = 1",
    '"""doc\n\nclass X:\n"""',
    'r"""a""" \'b\'',
    "('a'\n # c\n'b')",
    "'a' \\\n'b'",
    "'a' \\\n.strip()",
    "'''a\n'''.strip()",
    "('a')",
    "('a',)",
    "b'no'",
    "f'no'",
    "'a' % x",
    "'''doc\n'''; x = (\n1)",
    "u'doc'  # c",
]
INLINE = ["x = 1", "pass; y = (\n1)", "...", "'''\n'''", "'doc'; x = 2"]
DECORATORS = ["@a", "@a.b(\n1)", "@(\na\n@ b)  # c", "@a\n# c\n", "@x[\n0]\n"]
NOISE = ["", "", "   ", "\f", "# c", "  # def f():", "\t# '''", "          # (", "#\\"]
INDENTS = ["    ", "    ", "  ", " ", "\t", "  \t"]
CLASS_HEADERS = [
    "class {}:",
    "class {}(a,\n  b=[c]\n):  # c",
    "class {} (\n  # c\n): # c",
    "class \\\n  {}: ",
    "class {}\\\n():",
]
FUNCTION_HEADERS = ["def {}(self):", "async def {}(a, b={{}}\n, *c) -> d:  # c", "def {}(a: 'b:'=1) \\\n -> c :"]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Valid programs for Python 3.10 and later, with LF line endings."""
    source = _suite(draw, "", 0, "module")
    text = "\n".join(source)
    return text + draw(st.sampled_from(["\n", "", "\n\n", "\n# end", "\n  # end\n \n"]))


def _suite(draw: st.DrawFn, indent: str, depth: int, inside: str) -> list[str]:
    """The statements of a block, each a string of one or more lines."""
    source = []
    if inside != "module" and draw(st.integers(0, 2)) == 0:
        source += _noise(draw)
        source.append(indent + draw(st.sampled_from(DOCSTRINGS)))
    for _ in range(draw(st.integers(0 if source else 1, 4 if depth < 2 else 2))):
        source += _noise(draw)
        feed = draw(st.sampled_from(["", "", "", "", "\f", " \f", "" if "\t" in indent else f"{indent}\\\n"]))
        source += _statement(draw, indent, depth, feed)
    return source


def _statement(draw: st.DrawFn, indent: str, depth: int, feed: str) -> list[str]:
    kind = draw(st.sampled_from(["simple", "simple", "function", "class", "compound"] if depth < 3 else ["simple"]))
    if kind == "simple":
        return [feed + indent + draw(st.sampled_from(SIMPLE))]
    if kind == "compound":
        return _compound(draw, indent, depth, feed)
    name = draw(st.sampled_from("ABCé"))
    header = draw(st.sampled_from(CLASS_HEADERS if kind == "class" else FUNCTION_HEADERS)).format(name)
    decorators = draw(st.lists(st.sampled_from(DECORATORS), max_size=2))
    source = [(feed if not place else "") + indent + text for place, text in enumerate([*decorators, header])]
    return [*source[:-1], *_body(draw, source[-1], indent, depth, kind)]


def _compound(draw: st.DrawFn, indent: str, depth: int, feed: str) -> list[str]:
    """An if, loop, try, with or match statement with its clauses."""
    clauses = draw(
        st.sampled_from(
            [
                ["if x:"],
                ["if (x\n):", "elif y: # c", "else :"],
                ["while x:", "else:"],
                ["for i in x:", "else:"],
                ["try:", "except A:", "except (B,\nC) as e:", "else:", "finally:"],
                ["try :", "finally:"],
                ["with a as b, \\\nc:"],
                ["with (\nopen(a) as b):"],
            ]
        )
    )
    source = []
    for place, clause in enumerate(clauses):
        source += _noise(draw) if place else []
        source += _body(draw, (feed if not place else "") + indent + clause, indent, depth, "compound")
    if draw(st.integers(0, 5)) == 0:
        inner = indent + draw(st.sampled_from(INDENTS))
        source.append(f"{indent}match x:")
        source += _body(draw, f"{inner}case [1, *_] if y:", inner, depth, "compound")
    return source


def _body(draw: st.DrawFn, header: str, indent: str, depth: int, inside: str) -> list[str]:
    if "#" not in header and draw(st.integers(0, 4)) == 0:
        return [f"{header} {draw(st.sampled_from(INLINE))}"]
    return [header, *_suite(draw, indent + draw(st.sampled_from(INDENTS)), depth + 1, inside)]


def _noise(draw: st.DrawFn) -> list[str]:
    return draw(st.lists(st.sampled_from(NOISE), max_size=2)) if draw(st.booleans()) else []

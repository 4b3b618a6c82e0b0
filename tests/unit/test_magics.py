"""What of a notebook's cell is IPython's and not Python's."""

from __future__ import annotations

import ast

import pytest

from groundwire.text.document import Document
from groundwire.text.magics import installed_by, python_of


def units(text: str) -> list[str]:
    """The units of a cell as the parser reads them."""
    document = Document(text, cell=True)
    return [document.python(unit.start, unit.end).rstrip("\n") for unit in document.units]


@pytest.mark.parametrize(
    "text",
    [
        "%matplotlib inline",
        "!pip install a \\\n  b",
        "?print",
        "print?",
        "df.head??",
        "pip install pandas",
        "cd ../data",
        "%%bash\necho 'it\nx = (",
        "\n\n%%html\n<b>",
        "%load_ext autoreload\n%autoreload 2\n# a comment",
    ],
)
def test_what_is_no_python_is_no_unit(text: str) -> None:
    assert units(text) == []
    assert ast.parse(python_of(text, whole=True)).body == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("if x:\n    !ls -l\n", ["if x:\n    pass#l"]),
        ("if x:\n    !w\nelse:\n    %cd a\n", ["if x:\n    _#\nelse:\n    pass#"]),
        ("files = !ls -l | sort\nfiles", ["files = _#s -l | sort", "files"]),
        ("a, b = %sx f() \\\n  g\nb", ["a, b = _#x f() \\", "b"]),
        ("%%time\nx = 1\n%%x\ny = 2", ["x = 1", "y = 2"]),
        ("def f():\n    %time g()\n", ["def f():\n    pass# g()"]),
        ("%time x = f(\n  1)\nx", ["pass; x = f(\n  1)", "x"]),
    ],
)
def test_commands_leave_the_code_around_them(text: str, read: list[str]) -> None:
    assert units(text) == read
    whole = python_of(text, whole=True)
    assert [len(line) for line in whole.split("\n")] == [len(line) for line in text.split("\n")]
    ast.parse(whole)


@pytest.mark.parametrize(
    "text",
    [
        "x = (1\n % 2)",
        'd["a=%s"] = "%s" % 1',
        'print("""\n%time\n!ls\nwhat?\n""")',
        "x %= 3",
        "x != 2",
        "a = b \\\n  % c",
        "f(x='!y')",
        "pipe = 1",
        "await g()\ndf.head();",
        "# why?",
        "cd = 4",
        'f"{x!r}"',
    ],
)
def test_python_is_left_alone(text: str) -> None:
    assert python_of(text, whole=True) == text
    assert "\n".join(units(text)) == ("" if text.startswith("#") else text)


def test_a_cell_becomes_another_languages_and_python_again() -> None:
    from groundwire.model import Position, Range, TextEdit  # noqa: PLC0415

    document = Document("x = 1\ny = 2\n", cell=True)
    assert len(document.units) == 2
    document.apply(TextEdit(Range(Position(0, 0), Position(0, 0)), "%%bash\n"))
    assert len(document.units) == 0
    document.apply(TextEdit(Range(Position(0, 2), Position(0, 6)), "time"))
    assert len(document.units) == 2
    assert document.units.last() == list(document.units)[-1]


def test_what_a_cell_installs() -> None:
    text = "!pip install -q a 'b[x]>=1'\n%conda install -y c\n!{sys.executable} -m pip install d\npip install e # f\n"
    assert list(installed_by(text)) == ["a", "b[x]>=1", "c", "d", "e"]
    assert list(installed_by("!pip install -r requirements.txt")) == [None, "requirements.txt"]
    assert list(installed_by("!pip install git+https://x/y.git .")) == [None, None]
    assert list(installed_by("x = 'pip install a'\npip.install(b)")) == []

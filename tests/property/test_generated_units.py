"""Generated units moved edit by edit are those that a look at the whole document finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from groundwire.lsp.tracked import TrackedDocument
from groundwire.lsp.units import GeneratedUnits
from groundwire.model import Origin, Position, Range, TextEdit

SOURCE = '''import os

LIMIT = 3


def first(a):
    """One."""
    return a


class Cart:
    """Holds lines."""

    size = 1

    def total(self):
        return sum(self.lines)

    @property
    def empty(self):
        return not self.lines


for x in range(3):
    print(x)


def last(b):
    if b:
        return 1
    return 2
'''
ORIGIN = Origin("o_1", "completion", "B", "accept:whole")
PIECES = st.sampled_from(
    [
        "x",
        "\n",
        "    ",
        "def f():\n    return 1\n",
        '"""',
        "(",
        ")",
        "class A:\n",
        "    y = 1\n",
        "#",
        "\n\n",
        "return",
        "",
    ]
)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, float, float, str]]:
    """(action, start and end as shares of the text, new text)."""
    share = st.floats(0, 1)
    step = st.tuples(st.sampled_from(["edit", "edit", "edit", "attribute", "unmark"]), share, share, PIECES)
    return draw(st.lists(step, max_size=25))


def found(units: GeneratedUnits) -> list[object]:
    return [(state.unit, state.digest, state.share) for state in units]


@given(steps())
def test_moved_units_are_those_of_the_whole_document(script: list[tuple[str, float, float, str]]) -> None:
    document = TrackedDocument("file:///a.py", SOURCE, 1, None)
    document.attribute(Range(Position(5, 0), Position(8, 0)), ORIGIN)
    document.attribute(Range(Position(16, 0), Position(17, 0)), ORIGIN)
    for action, a, b, text in script:
        length = document.document.length
        start, end = sorted((round(a * length), round(b * length)))
        if action == "edit":
            end = min(end, start + 40)
            document.edit(TextEdit(document.document.range(start, end), text))
        elif action == "attribute":
            document.attribute(document.document.range(start, end), ORIGIN)
        else:
            document.unmark(document.document.range(start, end))
        whole = GeneratedUnits()
        whole.refresh(0, document.document.line_count, document.document, document.attribution)
        assert found(document.units) == found(whole)

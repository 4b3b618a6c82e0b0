"""Strategies for texts and edits that are hard on a document model."""

from __future__ import annotations

from hypothesis import strategies as st

from groundwire.model import Position, Range, TextEdit

PIECES = [
    *"aé😀\n\r\f\u2028\x85\x0b\x1c\t\"'()[]{}#\\:;,=@ \ud800",
    "\r\n",
    "\n    ",
    '"""',
    "'''",
    'f"',
    "f'''",
    "rb'",
    "{{",
    "!r:>",
    "\\\n",
    "\ndef f():",
    "\nclass A:",
    "\n    class B(C):",
    "\n        def m(self):",
    "\nasync def g():",
    "\n@dec",
    "\nif x:",
    "\nelse:",
    "\n    return 1",
    "\nimport os",
    "x = 1",
    "# c",
]
"""Characters and bits of code whose meaning reaches over lines, and everything that is or looks like a line ending."""

texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
"""Raw texts, mostly broken code."""

columns = st.integers(-1, 12)


@st.composite
def edits(draw: st.DrawFn, lines: int = 12) -> TextEdit:
    """Edits by positions inside and outside the document, ends in any order, the new text raw."""
    places = st.tuples(st.integers(-1, lines), columns)
    start = draw(places)
    end = draw(st.just(start) | st.tuples(st.just(start[0]), columns) | places)
    return TextEdit(
        Range(Position(*start), Position(*end)), draw(st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
    )

"""Every name keeps its owner where black formats a text: on disk while nobody looked, or in the editor at save.

The pairs in `support/black` are texts and what black 26.10 made of them with its own settings (`black -q -`). black is
no dependency of the project; `bench/transfer.py --formatter black` tries black itself on real files.
"""

from __future__ import annotations

import tokenize
from collections.abc import Callable
from difflib import SequenceMatcher
from io import StringIO
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.lsp.reformatting import Reformatting
from groundwire.lsp.tracked import TrackedDocument
from groundwire.model import Origin, Position, Range, Span, TextEdit
from groundwire.provenance.attribution import Attribution
from groundwire.provenance.layout import same_but_layout
from groundwire.provenance.spans import Spans, merge, overlapping
from groundwire.provenance.transfer import transfer
from groundwire.text.document import Document

PAIRS = Path(__file__).parents[1] / "support" / "black"
NAMES = sorted(file.name.removesuffix(".before.txt") for file in PAIRS.glob("*.before.txt"))
TOOL = Origin("tool", "agent_edit", "A", "hook:claude")


def pair(name: str) -> tuple[str, str]:
    before, after = (PAIRS / f"{name}.{when}.txt" for when in ("before", "after"))
    return before.read_text(encoding="utf-8"), after.read_text(encoding="utf-8")


def starts(text: str) -> list[int]:
    return list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))


def names(text: str) -> list[tuple[int, str]]:
    """Offset of each name; black leaves them all, in their order."""
    lines = starts(text)
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return [(lines[t.start[0] - 1] + t.start[1], t.string) for t in tokens if t.type == tokenize.NAME]


def every(text: str, step: int, first: int) -> Spans:
    """The spans of each `step`th line."""
    lines = starts(text)
    count = text.count("\n")
    return merge(Span(lines[n], lines[n + 1], TOOL.id) for n in range(first % step, count, step))


def unseen(old: str, spans: Spans, new: str) -> Spans:
    return transfer(old, spans, new)


def whole(old: str, spans: Spans, new: str) -> Spans:
    """The editor replaces the whole range."""
    document = tracked(old, spans)
    document.edit(TextEdit(Range(Position(0, 0), Position(old.count("\n"), 0)), new))
    assert document.document.text() == new
    return document.attribution.spans


def by_lines(old: str, spans: Spans, new: str) -> Spans:
    """The editor replaces the lines that differ, the last first, in one notification."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return together(
        old, spans, new, [(Position(a, 0), Position(b, 0), "".join(after[c:d])) for _, a, b, c, d in opcodes]
    )


def by_characters(old: str, spans: Spans, new: str) -> Spans:
    """The editor replaces the characters that differ, the last first, in one notification."""
    document = Document(old)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return together(old, spans, new, [(*document.range(a, b), new[c:d]) for _, a, b, c, d in opcodes])


def together(old: str, spans: Spans, new: str, edits: list[tuple[Position, Position, str]]) -> Spans:
    document = tracked(old, spans)
    reformatting = Reformatting(document)
    for start, end, text in reversed(edits):
        removed = document.document.slice(Range(start, end))
        if removed != text:
            reformatting.add(document.edit(TextEdit(Range(start, end), text)), removed, text)
    reformatting.finish()
    assert document.document.text() == new
    return document.attribution.spans


def tracked(text: str, spans: Spans) -> TrackedDocument:
    document = TrackedDocument("file:///a.py", text, 1, None)
    document.restore(Attribution(spans, {TOOL.id: TOOL}, {TOOL.id: 1}))
    return document


@pytest.mark.parametrize("formatted", [unseen, whole, by_lines, by_characters])
@pytest.mark.parametrize(("step", "first"), [(1, 0), (2, 0), (2, 1), (3, 1), (5, 2)])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_keeps_its_owner(
    name: str, step: int, first: int, formatted: Callable[[str, Spans, str], Spans]
) -> None:
    old, new = pair(name)
    spans = every(old, step, first)
    now = formatted(old, spans, new)
    was, found = names(old), names(new)
    assert [word for _, word in was] == [word for _, word in found]
    for (before, word), (after, _) in zip(was, found, strict=True):
        owned = bool(overlapping(spans, before, before + 1))
        assert bool(overlapping(now, after, after + len(word))) == owned, f"{word} in line {new[:after].count(chr(10))}"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_text_with_one_owner_is_lost(name: str) -> None:
    old, new = pair(name)
    owned = {at for start, end, _ in transfer(old, every(old, 1, 0), new) for at in range(start, end)}
    assert [at for at, letter in enumerate(new) if not letter.isspace() and at not in owned] == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["x", "", " ", "(", "\n", "y = 1\n"]))))
def test_several_edits_that_write_something_are_what_each_of_them_is(
    script: list[tuple[float, float, str]],
) -> None:
    old, _ = pair("layout")
    spans = every(old, 3, 1)
    one, other = tracked(old, spans), tracked(old, spans)
    reformatting = Reformatting(one)
    for a, b, text in script:
        start, end = sorted(
            one.document.position(round(share * one.document.length)) for share in (a, min(1.0, a + b / 50))
        )
        removed = one.document.slice(Range(start, end))
        reformatting.add(one.edit(TextEdit(Range(start, end), text)), removed, text)
        other.edit(TextEdit(Range(start, end), text))
    new = one.document.text()
    reformatting.finish()
    assert one.document.text() == new
    if not same_but_layout(old, new):
        assert one.attribution.spans == other.attribution.spans
    assert all(0 <= span.start < span.end <= len(new) for span in one.attribution.spans)

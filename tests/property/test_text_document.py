"""The document against an array of characters."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwire.model import Position, Range, TextEdit
from groundwire.text.document import Document
from support.texts import edits, texts


def lf(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def raw_lines(raw: str) -> list[str]:
    """Lines with their endings, told apart one character after the other."""
    lines = [""]
    for index, char in enumerate(raw):
        lines[-1] += char
        if char == "\n" or (char == "\r" and raw[index + 1 : index + 2] != "\n"):
            lines.append("")
    return lines


def clamped(raw: str, position: Position) -> Position:
    lines = lf(raw).split("\n")
    line, column = position
    if line < 0:
        return Position(0, 0)
    if line >= len(lines):
        return Position(len(lines) - 1, len(lines[-1]))
    return Position(line, min(max(column, 0), len(lines[line])))


def raw_offset(raw: str, position: Position) -> int:
    line, column = clamped(raw, position)
    return sum(map(len, raw_lines(raw)[:line])) + column


def lf_offset(raw: str, position: Position) -> int:
    return len(lf(raw[: raw_offset(raw, position)]))


def check(document: Document, raw: str) -> None:
    text = lf(raw)
    lines = text.split("\n")
    assert document.raw_text() == raw
    assert document.text() == text
    assert document.length == len(text)
    assert document.line_count == len(lines)
    assert [document.line(index) for index in range(len(lines))] == lines
    for offset in range(len(text) + 1):
        position = document.position(offset)
        assert position == (text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1))
        assert document.offset(position) == offset
    count = dict.fromkeys(("\n", "\r\n", "\r"), 0)
    for ending in re.findall("\r\n|\r|\n", raw):
        count[ending] += 1
    assert count[document.newline] == max(count.values())


@settings(max_examples=300)
@given(texts, st.lists(edits(), max_size=6))
def test_edits_do_what_they_do_to_an_array_of_characters(raw: str, edits: list[TextEdit]) -> None:
    document = Document(raw)
    check(document, raw)
    for edit in edits:
        start, end = sorted((clamped(raw, edit.range.start), clamped(raw, edit.range.end)))
        old = lf(raw)
        at, removed = lf_offset(raw, start), lf_offset(raw, end) - lf_offset(raw, start)
        before, after = raw[: raw_offset(raw, start)], raw[raw_offset(raw, end) :]
        raw = before + edit.new_text + after
        change = document.apply(edit)
        check(document, raw)
        new = lf(raw)
        taken, put = old[change.start :][: change.removed], new[change.start :][: change.inserted]
        assert old[: change.start] + put + old[change.start + change.removed :] == new
        assert change.start == at
        assert change.first_line == start.line
        assert (taken.count("\n"), put.count("\n")) == (change.removed_lines, change.inserted_lines)
        if len(lf(before)) + len(lf(edit.new_text)) + len(lf(after)) == len(new):
            assert (change.removed, put) == (removed, lf(edit.new_text))


@given(texts, st.tuples(edits(), edits()))
def test_slices_and_whole_lines_are_those_of_the_text(raw: str, places: tuple[TextEdit, TextEdit]) -> None:
    document = Document(raw)
    text = lf(raw)
    for (start, end), _ in places:
        first, last = lf_offset(raw, start), lf_offset(raw, end)
        assert document.slice(Range(start, end)) == text[min(first, last) : max(first, last)]
        assert document.offset(start) == first
        assert document.range(first, last) == (clamped(raw, start), clamped(raw, end))
        lines = text.splitlines(keepends=True) if text.isascii() and not re.search("[\f\x0b\x1c]", text) else None
        if lines is not None and 0 <= start.line <= end.line:
            assert document.lines_text(start.line, end.line) == "".join(lines[start.line : end.line])
    assert document.lines_text(0, document.line_count) == text


@given(texts, edits())
def test_the_digest_is_of_the_text_whatever_its_line_endings(raw: str, edit: TextEdit) -> None:
    document = Document(raw)
    assert document.digest() == Document(lf(raw).replace("\n", "\r\n")).digest()
    document.apply(edit)
    assert document.digest() == hashlib.sha256(document.text().encode("utf-8", "surrogatepass")).hexdigest()


def test_only_cr_lf_and_both_end_a_line() -> None:
    document = Document("a\fb\x0bc\x1cd\u2028e\x85f\rg\r\nh\n")
    assert [document.line(index) for index in range(document.line_count)] == [
        "a\fb\x0bc\x1cd\u2028e\x85f",
        "g",
        "h",
        "",
    ]
    assert document.length == 16


@pytest.mark.parametrize(("raw", "newline"), [("", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb", "\r"), ("a\nb\n", "\n")])
def test_the_line_ending_used_most_is_known(raw: str, newline: str) -> None:
    assert Document(raw).newline == newline


def test_deleting_what_stands_between_cr_and_lf_takes_one_line_break_away() -> None:
    document = Document("a\rb\nc")
    change = document.apply(TextEdit(Range(Position(1, 0), Position(1, 1)), ""))
    assert document.raw_text() == "a\r\nc"
    assert (change.start, change.removed, change.inserted) == (2, 2, 0)
    assert (change.removed_lines, change.inserted_lines) == (1, 0)


def test_a_line_outside_the_document_is_an_error() -> None:
    with pytest.raises(IndexError):
        Document("a\n").line(2)

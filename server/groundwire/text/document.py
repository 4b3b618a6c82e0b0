"""One document: its lines, code-point offsets and unit borders, edited at the cost of the edit."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from groundwire.model import Change, Position, Range, TextEdit
from groundwire.text.lines import content, count_endings, normalised, normalised_lengths, split_lines
from groundwire.text.magics import TOP, python_of, scan_cell
from groundwire.text.units import Units
from groundwire.text.weighted import WeightedList


class Document:
    r"""One document, given as raw text with any line endings.

    Positions and offsets count code points of the text normalised to LF and are clamped to the document. A line ends
    at "\n", "\r\n" or "\r" only. Lone surrogates may occur. A notebook's `cell` may hold lines that are IPython's.
    """

    def __init__(self, text: str, *, cell: bool = False) -> None:
        self.cell = cell
        self._plain = "\r" not in text
        """Every line that was ever in it ends with LF: nothing else need be looked for."""
        self._whole: str | None = normalised(text)
        """The whole text, where somebody asked for it since the last edit."""
        lines = split_lines(text)
        self._endings = self._endings_of(lines, text)
        self._lines = WeightedList(lines, self._lengths)
        self.units = Units(self._lines, scan_cell, TOP) if cell else Units(self._lines)
        """The functions, methods, class bodies and top-level statements of the text as it is now."""

    @property
    def line_count(self) -> int:
        r"""Number of lines; "" has one, "a\n" has two."""
        return len(self._lines)

    @property
    def length(self) -> int:
        """Code points of the text normalised to LF."""
        return self._lines.total

    @property
    def newline(self) -> str:
        """The line ending used most; LF when there is none."""
        return max("\n", "\r\n", "\r", key=self._endings.__getitem__)

    def line(self, index: int) -> str:
        """A line without its ending; IndexError outside the document."""
        return content(self._lines[index])

    def text(self) -> str:
        """The whole text, normalised to LF."""
        if self._whole is None:
            self._whole = self.lines_text(0, self.line_count)
        return self._whole

    def raw_text(self) -> str:
        """The whole text with the line endings it came with."""
        return "".join(self._lines)

    def slice(self, range: Range) -> str:  # noqa: A002 - the field's word for it
        """The text of a range, given in any order of its ends, normalised to LF."""
        start, end = sorted(map(self._clamped, range))
        return (self.lines_text(start.line, end.line) + self.line(end.line)[: end.column])[start.column :]

    def lines_text(self, start: int, end: int) -> str:
        """The lines from `start` up to `end`, joined, normalised to LF; only the document's last line ends without."""
        return normalised("".join(self._lines.iterate(start, end)))

    def python(self, start: int, end: int) -> str:
        """The lines of a unit as the parser reads them: as they are, but for those of a cell that are IPython's."""
        text = self.lines_text(start, end)
        return python_of(text) if self.cell else text

    def offset(self, position: Position) -> int:
        """Code points before a position."""
        line, column = self._clamped(position)
        return self._lines.weight_before(line) + column

    def position(self, offset: int) -> Position:
        """The position that has `offset` code points before it."""
        line, column = self._lines.find(min(max(offset, 0), self.length))
        return Position(line, column)

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.position(start), self.position(end))

    def apply(self, edit: TextEdit) -> Change:
        r"""Replace the text of a range, given in any order of its ends, by raw text with any line endings.

        The change returned is exact for the normalised text: where the edit makes one line ending out of a "\r" and the
        "\n" that now follows it, the ending that vanishes counts as removed, or as not inserted.
        """
        start, end = sorted(map(self._clamped, edit.range))
        at = self._lines.weight_before(start.line) + start.column
        removed = self._lines.weight_before(end.line) + end.column - at
        length, count = self._lines.total, len(self._lines)
        raw = self._lines[start.line][: start.column] + edit.new_text + self._lines[end.line][end.column :]
        first = start.line
        if first and raw.startswith("\n") and self._lines[first - 1].endswith("\r"):
            first -= 1
            raw = self._lines[first] + raw
        self._replace_lines(first, end.line + 1, raw)
        inserted = removed + self._lines.total - length
        removed_lines = end.line - start.line
        inserted_lines = removed_lines + len(self._lines) - count
        vanished = max(-inserted, 0)
        return Change(
            at, removed + vanished, inserted + vanished, start.line, removed_lines + vanished, inserted_lines + vanished
        )

    def digest(self) -> str:
        """SHA-256 of the text normalised to LF, in hexadecimal."""
        return sha256(self.text().encode("utf-8", "surrogatepass")).hexdigest()

    def _replace_lines(self, start: int, stop: int, raw: str) -> None:
        """Put raw text in the place of whole lines; it ends like the last of them."""
        self._whole = None
        self._plain = self._plain and "\r" not in raw
        new = split_lines(raw)
        if stop < len(self._lines):
            new.pop()
        old = list(self._lines.iterate(start, stop))
        self._endings.subtract(self._endings_of(old))
        self._endings.update(self._endings_of(new, raw))
        self._lines.splice(start, stop, new)
        self.units.replaced(start, stop, len(new))

    def _endings_of(self, lines: list[str], raw: str | None = None) -> Counter[str]:
        """How many of these lines, whose text is `raw`, end in each way."""
        if self._plain:
            return Counter({"\n": len(lines) - (not lines[-1].endswith("\n")), "\r\n": 0, "\r": 0})
        return count_endings("".join(lines) if raw is None else raw)

    def _lengths(self, lines: list[str]) -> list[int]:
        return list(map(len, lines)) if self._plain else normalised_lengths(lines)

    def _clamped(self, position: Position) -> Position:
        line, column = position
        if line < 0:
            return Position(0, 0)
        if line >= len(self._lines):
            line, column = len(self._lines) - 1, self.length
        return Position(line, min(max(column, 0), len(content(self._lines[line]))))
